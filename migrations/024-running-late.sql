-- A provider who runs late today, and what each patient has been told of it.

create table delay (
  id bigint generated always as identity primary key,
  provider_id bigint not null references provider,
  day date not null,                           -- where the provider works
  minutes smallint not null check (minutes between 0 and 600), -- 0: in time again
  version integer not null default 1,          -- up with each report, so that what was about to be said of an earlier one is not
  reported_by text not null,
  reported_at timestamptz not null default clock_now(),
  unique (provider_id, day)
);

create table delay_notice (
  visit_id bigint primary key references visit on delete cascade,
  delay_id bigint not null references delay on delete cascade,
  minutes smallint not null,                   -- as they know it
  version integer not null,                    -- of the report that they know
  told smallint not null default 1,            -- how often they were written to
  told_at timestamptz not null default clock_now(),
  answer text check (answer in ('wait', 'video')),
  answered_at timestamptz
);
create index on delay_notice (delay_id);
