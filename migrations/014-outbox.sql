-- What is known of a message between being handed over and being delivered, and of those who carry it.

alter table outbox
  add column claimed_by integer,               -- the sender that has it in hand; a lock of its session says that it lives
  add column tries smallint not null default 0,        -- since it was put here, or driven again; `attempts` only ever grows
  add column resends smallint not null default 0,      -- sent once more because nobody could say what became of it
  add column uncertain_since timestamptz,      -- by the machine's clock: how long we have been looking
  add column looked_at timestamptz,            -- when the provider's list was last read for it
  add column why text,                         -- a word of ours for what stands against it: 'stopped', 'too_late', 'bad_address' …
  add column segments smallint,
  add column cost_micros bigint,
  add column currency char(3),
  add column instead_of bigint references outbox; -- what failed on another channel

create unique index outbox_instead_once on outbox (instead_of) where instead_of is not null;
create index outbox_open_of_contact on outbox (contact_id, id) where status in ('pending', 'sending');
create index outbox_unasked_of_contact on outbox (contact_id, settled_at)
  where kind in ('reminder', 'feedback', 'follow_up', 'waiting_offer') and status in ('sent', 'delivered', 'undelivered');
create index outbox_receipt on outbox (receipt) where receipt is not null;
create index outbox_uncertain on outbox (uncertain_since) where status = 'uncertain';
create index outbox_ended on outbox (settled_at) where status in ('failed', 'undelivered', 'dead');
drop index outbox_due;
create index outbox_due on outbox (priority, due_at, id) where status = 'pending';
create index outbox_in_hand on outbox (lease_until) where status = 'sending';

-- How fast each channel may be spoken to, what it costs, and whether it answers at all. Without a row: at any speed.
create table sender (
  channel text primary key,
  per_second real check (per_second > 0),      -- segments, for a channel that is paid by segments
  next_at timestamptz,                         -- when the next segment may leave, for all processes together
  failures integer not null default 0,         -- one after the other
  closed_until timestamptz,                    -- after too many of them nobody knocks for a while
  micros_per_segment bigint,
  currency char(3)
);

create sequence sender_number maxvalue 2000000000 cycle;

-- Whether anything may leave the building at all.
create table sending (
  only_row boolean primary key default true check (only_row),
  held_since timestamptz,
  held_because text,
  database_was text,                           -- the database this was, when it was last looked at
  beat_at timestamptz                          -- when somebody last sent from it
);
insert into sending default values;

-- What was in hand under the old rules: nobody knows on which side of the wire it is.
update outbox set status = 'uncertain', uncertain_since = clock_timestamp(), lease_until = null where status in ('claimed', 'sending');
update outbox set uncertain_since = clock_timestamp() where status = 'uncertain' and uncertain_since is null;
