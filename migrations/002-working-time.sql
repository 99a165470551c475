-- When people work. Everything above `shift` is what somebody entered; `shift` is what follows from it, in UTC,
-- worked out by src/scheduling/shifts.ts once, when something changes, and never in a query.

create table working_hours (
  id bigint generated always as identity primary key,
  provider_id bigint not null references provider on delete cascade,
  clinic_id bigint not null references clinic,
  weekday smallint not null check (weekday between 1 and 7),      -- Monday is 1
  starts time not null,
  ends time not null,                                             -- not after `starts`: the next morning
  every_weeks smallint not null default 1 check (every_weeks between 1 and 52), -- counted from the week of `from_day`
  from_day date not null,
  to_day date check (to_day >= from_day),                         -- the last day, included
  modes text[] not null default '{in_person}' check (modes <@ '{in_person,video}' and cardinality(modes) > 0),
  only_service_id bigint references service                       -- a vaccination afternoon: nothing else is booked in it
);
create index on working_hours (provider_id);

create table working_break (
  id bigint generated always as identity primary key,
  working_hours_id bigint not null references working_hours on delete cascade,
  starts time not null,
  ends time not null
);
create index on working_break (working_hours_id);

create table extra_hours (                                        -- one day's hours beside the weekly ones
  id bigint generated always as identity primary key,
  provider_id bigint not null references provider on delete cascade,
  clinic_id bigint not null references clinic,
  during tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
  modes text[] not null default '{in_person}' check (modes <@ '{in_person,video}' and cardinality(modes) > 0),
  only_service_id bigint references service
);
create index on extra_hours using gist (provider_id, during);

create table leave (                                              -- holidays, illness, a blocked hour
  id bigint generated always as identity primary key,
  provider_id bigint not null references provider on delete cascade,
  kind text not null default 'leave' check (kind in ('leave', 'illness', 'blocked')),
  during tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
  note text not null default '',
  ended_at timestamptz                                            -- taken back
);
create index on leave using gist (provider_id, during);

create table closure (                                            -- the whole clinic, or one room, is shut
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  during tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
  name text not null,
  ended_at timestamptz
);
create index on closure using gist (clinic_id, during);

-- A group session is time of one provider that several people share. `seats` stands beside it so that a bigger room next
-- month does not change the sessions already planned.
create table group_session (
  id bigint generated always as identity primary key,
  provider_id bigint not null references provider,
  clinic_id bigint not null references clinic,
  service_id bigint not null references service,
  room_id bigint references room,
  day date not null,
  starts timestamptz not null,
  ends timestamptz not null check (ends > starts),
  during tstzrange not null,
  seats smallint not null check (seats between 1 and 200),
  cancelled_at timestamptz,
  constraint group_session_provider_free exclude using gist (provider_id with =, during with &&) where (cancelled_at is null),
  constraint group_session_room_free exclude using gist (room_id with =, during with &&) where (cancelled_at is null and room_id is not null)
);
create index on group_session (provider_id, day);

create table shift (
  provider_id bigint not null references provider on delete cascade,
  clinic_id bigint not null references clinic,
  day date not null,                                              -- in the clinic's zone
  midnight timestamptz not null,                                  -- where the start grid is anchored: local midnight, by the offset in force during `starts`
  during tstzrange not null,                                      -- a visit and its buffers must lie inside
  starts tstzrange not null,                                      -- where visits may begin; smaller than `during` only when the clocks change
  modes text[] not null,
  only_service_id bigint references service
);
create index shift_of_provider on shift (provider_id, day);
create index shift_of_day on shift (day);

-- How far the shifts of a provider have been worked out. Nothing is offered beyond it.
create table shifts_made (
  provider_id bigint not null references provider on delete cascade,
  clinic_id bigint not null references clinic,
  until_day date not null,
  primary key (provider_id, clinic_id)
);
