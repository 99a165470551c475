-- Where conversations stop: one row for each question that was put, by the names of our phrases, never by what anybody wrote.

create table dialogue_step (
  id bigint generated always as identity primary key,
  contact_id bigint not null references contact on delete cascade,
  clinic_id bigint references clinic,
  language text not null,
  flow text not null,
  asked text not null,                        -- the phrase, by its key
  inbox_id bigint not null,                   -- the newest message when it was asked: what comes later is an answer
  at timestamptz not null default clock_now()
);
create index on dialogue_step (at);
create index on dialogue_step (contact_id);
