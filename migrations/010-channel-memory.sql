-- What a channel must remember between two calls of its provider: a screen that was shown, a thing that was told once.

create table channel_memory (
  channel text not null,
  key text not null,
  value jsonb not null,
  kept_at timestamptz not null default clock_now(),
  primary key (channel, key)
);
create index on channel_memory (kept_at);
