-- Patients, and the visits that must never collide.

create table patient (
  id bigint generated always as identity primary key,
  name text not null,
  birth_date date,
  sex text check (sex in ('female', 'male', 'other')),
  language text not null default 'en',
  email text,
  created_at timestamptz not null default clock_now()
);

create table contact (
  id bigint generated always as identity primary key,
  channel text not null check (channel in ('sms', 'whatsapp', 'ussd', 'web', 'email', 'voice', 'terminal')),
  address text not null,
  language text,
  time_zone text,
  clinic_id bigint references clinic,         -- the clinic last talked to
  verified_at timestamptz,                    -- a birth date was given and matched
  stopped_at timestamptz,                     -- no unprompted messages since
  unreachable_at timestamptz,
  created_at timestamptz not null default clock_now(),
  unique (channel, address)
);

create table contact_patient (                -- who may speak for whom
  contact_id bigint not null references contact on delete cascade,
  patient_id bigint not null references patient on delete cascade,
  relation text not null default 'self' check (relation in ('self', 'parent', 'child', 'spouse', 'carer', 'other')),
  since timestamptz not null default clock_now(),
  primary key (contact_id, patient_id)
);
create index on contact_patient (patient_id);

create table series (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  patient_id bigint not null references patient,
  repeats text not null check (repeats in ('weekly', 'monthly')),
  every smallint not null check (every between 1 and 12),
  created_at timestamptz not null default clock_now()
);

create table visit (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  reference text not null,                    -- short, for people: K7QM
  provider_id bigint not null references provider,
  service_id bigint not null references service,
  room_id bigint references room,
  patient_id bigint references patient,       -- nobody yet, for a hold that waits for a name
  status text not null check (status in
    ('held', 'requested', 'booked', 'arrived',                                  -- these block the time
     'done', 'missed', 'cancelled', 'declined', 'moved', 'expired', 'released')),
  status_before text,                         -- what undoing a cancel goes back to
  version integer not null default 1,
  mode text not null default 'in_person' check (mode in ('in_person', 'video')),
  day date not null,                          -- in the clinic's zone
  starts timestamptz not null,
  ends timestamptz not null,
  during tstzrange not null,                  -- with its buffers: what the provider and the room cannot use otherwise

  -- A sitting is one stretch of a provider's time. Visits of one group session share it; a visit that is moved shares it with
  -- its own earlier self, so that moving by ten minutes is no collision. Two different sittings may never overlap.
  sitting bigint not null,
  session_id bigint references group_session,
  seat smallint,

  held_until timestamptz,
  held_by bigint references contact,
  hold_number smallint check (hold_number in (1, 2)),             -- with visit_two_holds: at most two live holds for a contact
  hold_token text,

  series_id bigint references series,
  moved_from bigint references visit,
  overbooked_by text,                         -- a member of staff chose to collide; audited, and outside the constraints
  booked_by text not null,                    -- 'patient', 'staff:12', 'system'
  created_at timestamptz not null default clock_now(),
  changed_at timestamptz not null default clock_now(),

  constraint visit_has_length check (ends > starts and not isempty(during) and during @> tstzrange(starts, ends)),
  constraint visit_hold_has_end check ((status = 'held') = (held_until is not null)),
  constraint visit_hold_counted check (status <> 'held' or held_by is null or hold_number is not null),
  constraint visit_seat_in_session check ((session_id is null) = (seat is null)),
  constraint visit_settled_has_patient check (patient_id is not null or status in ('held', 'expired', 'released')),
  constraint visit_reference_once unique (clinic_id, reference),

  constraint visit_provider_free exclude using gist (provider_id with =, during with &&, sitting with <>)
    include (held_until) where (status in ('held', 'requested', 'booked', 'arrived') and overbooked_by is null),
  constraint visit_room_free exclude using gist (room_id with =, during with &&, sitting with <>)
    include (held_until) where (status in ('held', 'requested', 'booked', 'arrived') and overbooked_by is null and room_id is not null),
  constraint visit_patient_free exclude using gist (patient_id with =, tstzrange(starts, ends) with &&, sitting with <>)
    where (status in ('held', 'requested', 'booked', 'arrived') and overbooked_by is null and patient_id is not null)
) with (fillfactor = 85);

create unique index visit_one_seat on visit (session_id, seat)
  where session_id is not null and status in ('held', 'requested', 'booked', 'arrived');
create unique index visit_one_seat_each on visit (session_id, patient_id)
  where session_id is not null and patient_id is not null and status in ('held', 'requested', 'booked', 'arrived');
create unique index visit_two_holds on visit (held_by, hold_number) where status = 'held' and held_by is not null;

create index visit_of_patient on visit (patient_id, starts) where patient_id is not null;
create index visit_of_day on visit (provider_id, day) where status in ('held', 'requested', 'booked', 'arrived');
create index visit_overbooked on visit using gist (provider_id, during)
  where overbooked_by is not null and status in ('held', 'requested', 'booked', 'arrived');
create index visit_holds_by_end on visit (held_until) where status = 'held';
create index visit_of_series on visit (series_id) where series_id is not null;

-- A time that was put before somebody a moment ago. It is offered to others last, but it is not theirs.
create unlogged table shown (
  provider_id bigint not null,
  during tstzrange not null,
  contact_id bigint not null,
  until timestamptz not null
);
create index on shown (until);
create index on shown (provider_id);

-- A request that carries a key is answered the same way however often it comes.
create table idempotency (
  scope text not null,                        -- who asks: a contact, an account, an API key
  key text not null,
  request_hash text not null,
  answer jsonb,
  created_at timestamptz not null default clock_now(),
  primary key (scope, key)
);
