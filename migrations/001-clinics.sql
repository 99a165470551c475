-- Clinics, the people who work in them, and what they offer. Names in every language live here, with the data.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- One clock for the house. Every rule about time asks the database, so the processes around it need not agree on the hour.
-- `shift` is moved by the demo and by simulations, `frozen_at` by tests; in a real clinic the row stays as it is.
create table clock (
  only_row boolean primary key default true check (only_row),
  shift interval not null default interval '0',
  frozen_at timestamptz
);
insert into clock default values;

create function clock_now() returns timestamptz language sql stable as
$$ select coalesce(frozen_at, clock_timestamp() + shift) from clock $$;

create table place (
  id bigint generated always as identity primary key,
  name text not null,
  names jsonb not null default '{}',          -- {"ar": "نيروبي"}: by language, where it differs from `name`
  country char(2) not null,
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180)
);

create table clinic (
  id bigint generated always as identity primary key,
  name text not null,
  names jsonb not null default '{}',
  place_id bigint not null references place,
  address text not null default '',
  time_zone text not null,                    -- an IANA name; checked by the application, whose zone data it must be in
  languages text[] not null default '{en}',
  phone text,
  emergency_number text not null,
  closed_at timestamptz
);

create table specialty (
  code text primary key check (code ~ '^[a-z_]+$'),
  names jsonb not null,                       -- {"en": "Skin doctor", "es": "Dermatología"}
  words jsonb not null default '{}'           -- what people type instead: {"en": ["derma", "rash"]}
);

create table provider (
  id bigint generated always as identity primary key,
  name text not null,                         -- as on the door, title included: "Dr Ngozi Okafor"
  names jsonb not null default '{}',          -- the same name in other scripts
  languages text[] not null default '{en}',
  about text not null default '',
  daily_cap smallint check (daily_cap > 0),   -- visits in one day, all services together
  left_at timestamptz
);

create table provider_specialty (
  provider_id bigint not null references provider on delete cascade,
  specialty text not null references specialty,
  primary key (provider_id, specialty)
);
create index on provider_specialty (specialty, provider_id);

create table room (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  kind text not null,
  name text not null,
  unique (clinic_id, name)
);
create index on room (clinic_id, kind);

create table service (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  specialty text not null references specialty,
  name text not null,
  names jsonb not null default '{}',
  minutes smallint not null check (minutes between 1 and 720),
  buffer_before_minutes smallint not null default 0 check (buffer_before_minutes between 0 and 240),
  buffer_after_minutes smallint not null default 0 check (buffer_after_minutes between 0 and 240),
  start_grid_minutes smallint not null default 15 check (start_grid_minutes between 1 and 1440),
  minimum_notice_minutes integer not null default 60 check (minimum_notice_minutes >= 0),
  horizon_days smallint not null default 60 check (horizon_days between 1 and 366),
  change_cutoff_minutes integer not null default 120 check (change_cutoff_minutes >= 0), -- later than this, the desk decides
  daily_cap smallint check (daily_cap > 0),   -- of this service, for one provider in one day
  needs_approval boolean not null default false,
  modes text[] not null default '{in_person}' check (modes <@ '{in_person,video}' and cardinality(modes) > 0),
  room_kind text,
  seats smallint not null default 1 check (seats between 1 and 200), -- more than one: held in group sessions
  usual boolean not null default true,        -- what is booked when somebody only names the specialty
  ended_at timestamptz
);
create index on service (clinic_id, specialty);

create table provider_service (
  provider_id bigint not null references provider on delete cascade,
  service_id bigint not null references service on delete cascade,
  primary key (provider_id, service_id)
);
create index on provider_service (service_id);

-- What people may type to find something, folded to plain Latin letters by src/directory/fold.ts.
create table search_term (
  kind text not null check (kind in ('provider', 'specialty', 'service', 'place', 'clinic')),
  target text not null,                       -- an id, or the code of a specialty
  clinic_id bigint references clinic,         -- null: the same everywhere
  language text,
  term text not null,
  sound text not null,                        -- the consonants only: "haddad" and "hddd" meet here
  primary key (kind, target, term)
);
create index search_term_spelling on search_term using gin (term gin_trgm_ops);
create index search_term_sound on search_term using gin (sound gin_trgm_ops);
