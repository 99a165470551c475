-- The life of a case at the desk: who has it and until when, what has happened to it, and when somebody must look again.

alter table desk_case
  alter column contact_id drop not null,              -- a request made for somebody whom we cannot write to
  add column about text not null default '',          -- 'visit:12' where one person may have several cases of a kind
  add column version integer not null default 1,      -- up with everything that happens, so that whoever shows it knows
  add column waiting_since timestamptz default clock_now(), -- somebody waits for a word from us since then
  add column look_at timestamptz,                     -- when it is called out if nobody has taken it by then
  add column calls smallint not null default 0,       -- how often it has been called out
  add column snoozed_until timestamptz,
  add column seen_at timestamptz,                     -- an urgent one: when a person said that they have seen it
  add column seen_by text,
  add column settled_how text;

drop index desk_case_once;
create unique index desk_case_once on desk_case (contact_id, kind, about) nulls not distinct where status <> 'resolved';
create index desk_case_open on desk_case (clinic_id, opened_at) where status <> 'resolved';

create table case_event (                              -- only grows: a case read from top to bottom
  id bigint generated always as identity primary key,
  case_id bigint not null references desk_case,
  kind text not null,                                  -- 'opened', 'claimed', 'patient_wrote', 'answered' …
  actor text not null,
  inbox_id bigint references inbox,
  outbox_id bigint references outbox,
  details jsonb not null default '{}',                 -- ids and words of ours, never what a patient wrote
  once text unique,                                    -- where it came from: what comes twice happens once
  at timestamptz not null default clock_now()
);
create index on case_event (case_id, id);

create table clinic_desk (                             -- how a clinic wants its desk; without a row, the defaults
  clinic_id bigint primary key references clinic,
  slack_team text,
  slack_channel text,
  shows text not null default 'private' check (shows in ('private', 'full')),
  shows_because text,
  shows_by text,
  shows_since timestamptz,
  language text not null default 'en',
  claim_minutes smallint not null default 15 check (claim_minutes between 1 and 480),
  answer_minutes smallint not null default 30 check (answer_minutes between 1 and 1440),
  urgent_minutes smallint not null default 3 check (urgent_minutes between 1 and 60),
  second_person text,                                  -- 'staff:7': called when nobody takes a case
  summary_at time not null default '07:30',
  constraint full_has_a_reason check (shows = 'private' or (shows_because ~ '\S' and shows_by is not null and shows_since is not null))
);

create table desk_hours (                              -- when the desk is staffed; several in a day are possible
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  weekday smallint not null check (weekday between 1 and 7), -- Monday is 1
  starts time not null,
  ends time not null check (ends > starts)
);
create index on desk_hours (clinic_id, weekday);

create table desk_noted (                              -- what has been made a case of already: 'outbox:55', 'feedback:3'
  subject text primary key,
  at timestamptz not null default clock_now()
);

create table slack_user (                              -- who of ours somebody in Slack is
  team text not null,
  user_id text not null,
  staff text not null,                                 -- 'staff:7'
  linked_at timestamptz not null default clock_now(),
  primary key (team, user_id)
);

create table slack_post (                              -- what stands in Slack, and how far it has been brought up to date
  id bigint generated always as identity primary key,
  key text not null unique,                            -- 'case:5', 'summary:1:2026-06-02'
  clinic_id bigint references clinic,
  case_id bigint references desk_case,
  team text,
  channel text not null,
  ts text,                                             -- Slack's name for the message, once it has one
  shown_version integer not null default 0,
  told bigint not null default 0,                      -- the last event that stands in the thread
  doing text,                                          -- what was on its way when the answer was lost
  due_at timestamptz not null default clock_now(),
  lease_until timestamptz,
  attempts smallint not null default 0,
  gave_up text                                         -- why Slack will not have it
);
create index on slack_post (due_at);
create unique index slack_post_case on slack_post (case_id) where case_id is not null;

create table slack_heard (                             -- what Slack has told us: a replay does nothing
  key text primary key,
  at timestamptz not null default clock_now()
);
create index on slack_heard (at);
