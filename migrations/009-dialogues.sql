-- What conversations leave behind beside visits: what the desk should know of a case, and how a visit was.

alter table desk_case add column details jsonb not null default '{}';     -- numbers and words of ours, never a patient's
alter table inbox add column case_id bigint references desk_case;         -- written while the desk had the conversation
create index on inbox (case_id) where case_id is not null;

create table feedback (
  id bigint generated always as identity primary key,
  clinic_id bigint references clinic,
  contact_id bigint not null references contact,
  visit_id bigint references visit,
  rating smallint check (rating between 1 and 5),
  words text,
  at timestamptz not null default clock_now()
);
create unique index feedback_once on feedback (visit_id) where visit_id is not null;

-- Some questions come after a visit. They are counted from its end, and are due only when it has taken place.
alter table reminder_rule add column minutes_after integer check (minutes_after > 0);
alter table reminder_rule drop constraint reminder_rule_check;
alter table reminder_rule add constraint reminder_rule_one_way
  check (num_nonnulls(minutes_before, days_before, minutes_after) = 1 and (days_before is null) = (at_local is null));
