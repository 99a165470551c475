-- What other systems of a clinic are told, and calendars that they may look at.

create table webhook (
  id bigint generated always as identity primary key,
  clinic_id bigint not null references clinic,
  contact_id bigint not null references contact, -- whom the outbox sends to
  url text not null,
  secret text not null,                       -- sealed
  events text[] not null check (cardinality(events) > 0),
  made_by text not null,
  made_at timestamptz not null default clock_now(),
  ended_at timestamptz
);
create index on webhook (clinic_id) where ended_at is null;

-- Told in the transaction in which it happens: nothing is told that was undone, and nothing that happened is left out, by
-- whichever way a visit was changed. Numbers only: who may know more asks the API.
create function tell_webhooks() returns trigger language plpgsql as
$$ declare happened text := 'visit.' || new.status;
begin
  insert into outbox (clinic_id, contact_id, kind, priority, body)
  select new.clinic_id, w.contact_id, 'event', 5, jsonb_build_object('choices', '[]'::jsonb, 'language', 'en', 'digits', 'latn', 'text',
           jsonb_build_object('type', happened, 'timestamp', clock_now(), 'data', jsonb_build_object(
             'visitId', new.id, 'version', new.version, 'status', new.status, 'clinicId', new.clinic_id, 'providerId', new.provider_id,
             'serviceId', new.service_id, 'patientId', new.patient_id, 'starts', new.starts, 'ends', new.ends, 'movedFrom', new.moved_from))::text)
    from webhook w where w.clinic_id = new.clinic_id and w.ended_at is null and happened = any(w.events);
  return null;
end $$;
create trigger visit_made_known after insert on visit for each row
  when (new.status in ('requested', 'booked', 'arrived')) execute function tell_webhooks();
create trigger visit_change_known after update of status on visit for each row
  when (old.status is distinct from new.status and new.status in ('requested', 'booked', 'arrived', 'done', 'missed', 'cancelled', 'declined', 'moved'))
  execute function tell_webhooks();

create table calendar_feed (
  id bigint generated always as identity primary key,
  provider_id bigint not null references provider,
  token_hash text not null unique,            -- the address itself is shown once
  names boolean not null default false,       -- whether patients are named in it
  made_by text not null,
  made_at timestamptz not null default clock_now(),
  used_at timestamptz,
  ended_at timestamptz
);
create index on calendar_feed (provider_id) where ended_at is null;

-- A forgotten password is set anew by mail; the second factor stays, and is asked for.
alter table one_time_sign_in add column only_password boolean not null default false;

create table summary_wish (                   -- who gets the figures of a clinic by mail
  account_id bigint not null references account,
  clinic_id bigint not null references clinic,
  every text not null check (every in ('day', 'week', 'month')),
  told_until date,                            -- the last day that was told of
  primary key (account_id, clinic_id, every)
);
