-- Names, addresses and words of people are sealed before they reach the database (src/sealing). This is which key did it,
-- so that a hub with another one does not start and write what nobody can read together.

create table sealing_key (
  name text primary key,
  since timestamptz not null default clock_now()
);

alter table patient add column name_words text[] not null default '{}'; -- blinded, one for each word: to find somebody at the desk
create index on patient using gin (name_words);
