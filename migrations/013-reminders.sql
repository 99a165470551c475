-- When we may write unasked, how often, and what is data about the ladder of reminders.

alter table clinic
  add column quiet_from time not null default '20:00',          -- wall clock of the patient
  add column quiet_until time not null default '09:00',
  add column most_a_day smallint not null default 2 check (most_a_day > 0),       -- messages nobody asked for, to one address
  add column most_a_week smallint not null default 6 check (most_a_week > 0),
  add column silent_hours smallint not null default 6 check (silent_hours > 0),   -- then another way is tried, and then the desk
  add column missed_visit_cost integer check (missed_visit_cost > 0),             -- what a missed visit costs the clinic
  add column currency char(3) not null default 'USD';

alter table visit add column confirmed_at timestamptz;           -- the patient said that they will come

-- Somebody who has said that they will come gets fewer.
alter table reminder_rule add column unless_confirmed boolean not null default false;

-- A timer that writes to a patient is placed once, outside the hours in which they sleep.
alter table timer add column placed_at timestamptz;
create index timer_unplaced on timer (id)
  where settled_at is null and placed_at is null and visit_id is not null and kind <> 'hold_over';

alter table waiting add column at_any_hour boolean not null default false;  -- wants to hear of a freed time even at night

create function is_quiet(at timestamptz, zone text, quiet_from time, quiet_until time) returns boolean language sql stable as
$$ select case when quiet_from = quiet_until then false
               when quiet_from < quiet_until then wall >= quiet_from and wall < quiet_until
               else wall >= quiet_from or wall < quiet_until end
     from (select (at at time zone zone)::time as wall) local $$;

-- The first moment from `at` on in which somebody may be written to.
create function next_waking(at timestamptz, zone text, quiet_from time, quiet_until time) returns timestamptz language sql stable as
$$ select case when not is_quiet(at, zone, quiet_from, quiet_until) then at
               else ((wall::date + case when wall::time < quiet_until then 0 else 1 end) + quiet_until) at time zone zone end
     from (select at at time zone zone as wall) local $$;

-- An hour before they last went to sleep: there must be time to answer.
create function last_waking(at timestamptz, zone text, quiet_from time, quiet_until time) returns timestamptz language sql stable as
$$ select case when not is_quiet(at, zone, quiet_from, quiet_until) then at
               else ((wall::date - case when wall::time >= quiet_from then 0 else 1 end) + quiet_from - interval '1 hour') at time zone zone end
     from (select at at time zone zone as wall) local $$;
