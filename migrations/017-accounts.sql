-- People and programs that sign in, what they may do and where, and the sign-ins that stand.

create table account (
  id bigint generated always as identity primary key,
  email text not null check (email = lower(email)),
  name text not null,
  password_hash text,                         -- null until the one-time sign-in has been used
  totp_secret text,                           -- locked with the key of the house
  totp_step bigint not null default 0,        -- the step of the last code that was taken: a code works once
  wrong_tries smallint not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default clock_now(),
  ended_at timestamptz,
  constraint account_email_once unique (email)
);

create table account_role (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  role text not null check (role in ('provider', 'staff', 'support', 'administrator')),
  clinic_id bigint references clinic,         -- null: in every clinic of the house
  provider_id bigint references provider,     -- whose calendar is "own"
  given_by text not null,
  given_at timestamptz not null default clock_now(),
  until timestamptz,                          -- an emergency: ends by itself
  reason text,
  seen_by text,                               -- who has looked at that emergency since
  ended_at timestamptz,
  check ((role = 'provider') = (provider_id is not null)),
  check ((until is null) = (reason is null))
);
create unique index account_role_once on account_role (account_id, role, coalesce(clinic_id, 0), coalesce(provider_id, 0))
  where ended_at is null and until is null;

create table one_time_sign_in (               -- for a first password, or for a new one
  token_hash text primary key,
  account_id bigint not null references account,
  made_by text not null,
  pending_secret text,                        -- the second factor that was shown, locked; it counts once a code of it was given
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on one_time_sign_in (account_id);

create table sign_in (                        -- what other systems call a session
  id bigint generated always as identity primary key,
  token_hash text not null unique,
  account_id bigint references account,
  contact_id bigint references contact on delete cascade,
  patient_ids bigint[] not null default '{}', -- for whom this contact has shown that it may speak
  device text not null default '',            -- a word such as "Firefox on Linux", for the list of sign-ins
  started_at timestamptz not null default clock_now(),
  seen_at timestamptz not null default clock_now(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  check (num_nonnulls(account_id, contact_id) = 1)
);
create index on sign_in (account_id) where ended_at is null;

create table phone_code (                     -- asked for by somebody who says that this is their phone
  id bigint generated always as identity primary key,
  phone_hash text not null,                   -- keyed; the number itself is not kept here
  area_hash text not null,                    -- its first digits: numbers next to each other are asked for by machines
  code_hash text not null,
  contact_id bigint references contact on delete cascade, -- null: nobody we know, and nothing was sent
  tries smallint not null default 0,
  asked_at timestamptz not null default clock_now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on phone_code (phone_hash, asked_at);
create index on phone_code (area_hash, asked_at);
create index on phone_code (asked_at);

create table api_key (
  id bigint generated always as identity primary key,
  key_hash text not null unique,
  name text not null,
  clinic_id bigint not null references clinic,
  scopes text[] not null check (cardinality(scopes) > 0),
  made_by text not null,
  made_at timestamptz not null default clock_now(),
  used_at timestamptz,
  ends_at timestamptz not null,
  ended_at timestamptz
);
create index on api_key (clinic_id);
