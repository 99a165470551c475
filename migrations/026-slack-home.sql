-- Who has opened the home of our app in Slack, so that it can be drawn again when something changes.

create table slack_home (
  team text not null,
  user_id text not null,
  opened_at timestamptz not null default clock_now(),
  shown text,                                          -- what stands there, as a digest; nothing when it must be drawn
  due_at timestamptz not null default clock_now(),     -- when it is looked at again
  lease_until timestamptz,                             -- by the machine's clock: one process at a time
  primary key (team, user_id)
);
create index on slack_home (due_at);
