-- People who would come earlier, and what they were offered.

create table waiting (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  patient_id bigint not null references patient,
  contact_id bigint not null references contact,
  specialty text not null references specialty,
  service_id bigint references service,       -- null: any usual service of the specialty
  provider_id bigint references provider,     -- null: anybody
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  weekdays smallint[] not null default '{1,2,3,4,5,6,7}',
  earliest time not null default '00:00',     -- wall clock of the clinic
  latest time not null default '24:00',
  notice_minutes integer not null default 120 check (notice_minutes >= 0),
  modes text[] not null default '{in_person,video}',
  instead_of bigint references visit,         -- the later visit this person already has
  status text not null default 'waiting' check (status in ('waiting', 'booked', 'left', 'lapsed')),
  joined_at timestamptz not null default clock_now(),
  last_offer_at timestamptz,
  offers integer not null default 0
);
create index waiting_for on waiting (clinic_id, specialty) where status = 'waiting';
create unique index waiting_once on waiting (patient_id, clinic_id, specialty, coalesce(provider_id, 0)) where status = 'waiting';

-- A freed time. While it is being offered the time is held by a visit row that belongs to nobody yet.
create table opening (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  freed_visit_id bigint not null references visit,
  hold_visit_id bigint references visit,
  wave smallint not null default 0,
  status text not null default 'waiting' check (status in ('waiting', 'offered', 'filled', 'unfilled', 'gone')),
  created_at timestamptz not null default clock_now(),
  settled_at timestamptz
);
create unique index opening_once on opening (freed_visit_id);

create table waiting_offer (
  id bigint generated always as identity primary key,
  opening_id bigint not null references opening,
  waiting_id bigint not null references waiting,
  wave smallint not null,
  reason jsonb not null,                      -- why this person, why now: kept for the fairness report
  status text not null default 'open' check (status in ('open', 'accepted', 'declined', 'lapsed', 'lost')),
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_now(),
  answered_at timestamptz,
  unique (opening_id, waiting_id)
);
create index on waiting_offer (waiting_id);
