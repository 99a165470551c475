-- Time was taken out of the calendar, and what becomes of each visit that lay in it.

create table affected_visit (
  id bigint generated always as identity primary key,
  visit_id bigint not null references visit on delete cascade,
  clinic_id bigint not null references clinic,
  leave_id bigint references leave on delete cascade,
  closure_id bigint references closure on delete cascade,
  step text not null default 'new' check (step in ('new', 'asked', 'reminded', 'elsewhere', 'call', 'settled')),
  round integer not null default 0,            -- how often they were written to: an earlier message that is still under way is stale
  asked bigint[] not null default '{}',        -- contacts, in their order
  asked_at timestamptz,
  look_at timestamptz,                         -- when to go on if nothing is heard until then
  kept bigint[] not null default '{}',         -- visits that are held for them
  created_at timestamptz not null default clock_now(),
  settled_at timestamptz,
  constraint affected_by_one check (num_nonnulls(leave_id, closure_id) = 1)
);
create unique index affected_visit_once on affected_visit (visit_id) where step <> 'settled';
create index on affected_visit (leave_id);
create index on affected_visit (closure_id);
create index on affected_visit (visit_id);
