-- What a language model may cost for one person and day, and, while it only listens, where it would have differed.

create table model_use (
  contact_id bigint not null references contact on delete cascade,
  day date not null,
  tokens integer not null,
  primary key (contact_id, day)
);

create table model_opinion (                  -- words of ours only, never what a patient wrote
  inbox_id bigint primary key references inbox on delete cascade,
  rules text not null,                        -- what the rules heard: a command, or 'unclear'
  model text not null,
  at timestamptz not null default clock_now()
);
create index on model_opinion (at);
