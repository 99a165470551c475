-- What providers write down of a patient, who may read it, and how long words are kept.

alter table patient add column erased_at timestamptz;

create table record_entry (
  id bigint generated always as identity primary key,
  patient_id bigint not null references patient,
  clinic_id bigint references clinic,         -- where it was written; null: by the patient
  provider_id bigint references provider,     -- whose words these are; null: the patient's, or for an insurance the desk's
  visit_id bigint references visit,
  kind text not null check (kind in ('history', 'note', 'plan', 'prescription', 'insurance')),
  body jsonb not null,                        -- sealed: a title and words
  written_by text not null,
  written_at timestamptz not null default clock_now(),
  replaces bigint references record_entry,    -- nothing is overwritten: what was written before stands below
  ended_at timestamptz                        -- replaced, or taken back
);
create index on record_entry (patient_id, id);
create unique index record_entry_replaced_once on record_entry (replaces) where replaces is not null;

create table record_permission (              -- the patient's: without one, words stay with whoever wrote them
  id bigint generated always as identity primary key,
  patient_id bigint not null references patient,
  kind text not null check (kind in ('history', 'note', 'plan', 'prescription', 'insurance')),
  provider_id bigint references provider,
  clinic_id bigint references clinic,
  given_by text not null,
  given_at timestamptz not null default clock_now(),
  until timestamptz,
  ended_at timestamptz,
  constraint record_permission_to_one check (num_nonnulls(provider_id, clinic_id) = 1)
);
create unique index record_permission_once on record_permission (patient_id, kind, coalesce(provider_id, 0), coalesce(clinic_id, 0))
  where ended_at is null;

create table retention (                      -- how many days; what is not named here is kept as the program says
  what text primary key,
  days integer not null check (days between 1 and 36500),
  set_by text not null,
  set_at timestamptz not null default clock_now()
);
