-- What conversations need beside their state: consent with its evidence, cases for the desk, and limits on guessing.

alter table contact add column wrong_birth_dates smallint not null default 0;
alter table contact add column locked_until timestamptz;

create table consent (                        -- only grows: a stop is another row
  id bigint generated always as identity primary key,
  contact_id bigint not null references contact,
  scope text not null check (scope in ('visits', 'reminders', 'all')),
  given boolean not null,
  wording text not null,                      -- the phrase that was shown, by its key and version
  inbox_id bigint references inbox,           -- the message that said so
  at timestamptz not null default clock_now()
);
create index on consent (contact_id, id);

create table desk_case (
  id bigint generated always as identity primary key,
  clinic_id bigint references clinic,
  contact_id bigint not null references contact,
  kind text not null,                         -- 'person', 'emergency', 'misunderstood', 'late_change' …
  urgent boolean not null default false,
  visit_id bigint references visit,
  owner text,
  owned_until timestamptz,
  status text not null default 'open' check (status in ('open', 'claimed', 'resolved')),
  opened_at timestamptz not null default clock_now(),
  settled_at timestamptz
);
create unique index desk_case_once on desk_case (contact_id, kind) where status <> 'resolved';
