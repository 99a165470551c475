-- What came in, what goes out, what is due, and who did what.

create table conversation (
  id bigint generated always as identity primary key,
  contact_id bigint not null unique references contact,
  envelope jsonb,                             -- {machine, version, schema, snapshot, prompt}
  version integer not null default 0,
  owner text not null default 'assistant',    -- or 'desk'
  lease_until timestamptz,
  leased_by text,
  changed_at timestamptz not null default clock_now()
) with (fillfactor = 80);

create table inbox (
  id bigint generated always as identity primary key,
  source text not null,                       -- a channel, or 'timer', 'desk', 'payment'
  source_id text not null,                    -- the provider's own id for it
  contact_id bigint not null references contact,
  body jsonb not null,
  sent_at timestamptz,
  received_at timestamptz not null default clock_now(),
  handled_at timestamptz,
  attempts smallint not null default 0,
  constraint inbox_once unique (source, source_id)
);
create index inbox_waiting on inbox (contact_id, id) where handled_at is null;

create table outbox (
  id bigint generated always as identity primary key,
  clinic_id bigint references clinic,
  contact_id bigint references contact,
  kind text not null,                         -- 'reply', 'reminder', 'confirmation', 'desk' …
  priority smallint not null default 1,       -- 0: an answer somebody waits for
  body jsonb not null,
  visit_id bigint references visit,
  visit_version integer,                      -- the message is dropped when the visit has moved on
  due_at timestamptz not null default clock_now(),
  use_by timestamptz,
  status text not null default 'pending' check (status in
    ('pending', 'claimed', 'sending', 'sent', 'delivered', 'undelivered', 'uncertain', 'failed', 'suppressed', 'dead')),
  lease_until timestamptz,
  attempts smallint not null default 0,
  receipt text,
  created_at timestamptz not null default clock_now(),
  settled_at timestamptz
);
create index outbox_due on outbox (due_at, id) where status in ('pending', 'claimed', 'sending', 'uncertain');
create index outbox_of_visit on outbox (visit_id) where visit_id is not null;

create table timer (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  kind text not null,
  due_at timestamptz not null,
  visit_id bigint references visit,
  visit_version integer,
  contact_id bigint references contact,
  prompt text,
  body jsonb not null default '{}',
  settled_at timestamptz,
  created_at timestamptz not null default clock_now()
);
create index timer_due on timer (due_at) where settled_at is null;
create index timer_of_visit on timer (visit_id) where settled_at is null;

-- Which timers a visit gets. Rules of a service stand in for those of its clinic.
create table reminder_rule (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  service_id bigint references service,
  kind text not null,
  minutes_before integer check (minutes_before > 0),   -- by the instant: "24 hours before"
  days_before smallint check (days_before >= 0),       -- by the wall clock: "the evening before at 18:00"
  at_local time,
  check ((minutes_before is null) = (days_before is not null) and (days_before is null) = (at_local is null))
);
create index on reminder_rule (clinic_id);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_now(),
  clinic_id bigint references clinic,
  actor text not null,
  action text not null,
  subject text not null,                      -- 'visit:17'
  request_id text,
  details jsonb not null default '{}'         -- ids and words of ours, never what a patient wrote
);
create index audit_of_subject on audit (subject, id);

create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'the audit log only grows'; end $$;
create trigger audit_only_grows before update or delete on audit for each row execute function refuse_change();
create trigger audit_is_kept before truncate on audit execute function refuse_change();
