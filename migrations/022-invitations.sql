-- What a calendar has been told of a visit, for those who gave a mail address. One row for a visit through all its moves:
-- a calendar knows it by the `uid`, and takes only news with a higher number than the last.

create table invitation (
  visit_id bigint primary key references visit on delete cascade,   -- as it stands now
  uid uuid not null default gen_random_uuid(),
  number integer not null default -1,                               -- of the last news
  told text,                                                        -- what of it that was: 'booked 17'; none: that it is given up
  contact_id bigint references contact,                             -- whose calendar
  due boolean not null default true                                 -- something has changed since
);
create index invitation_due on invitation (visit_id) where due;

-- Whoever changes a visit, from wherever, need not know of calendars.
create function note_invitation() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.moved_from is not null then
    update invitation set visit_id = new.id, due = true where visit_id = new.moved_from;
    if found then return null; end if;
  end if;
  if new.status = 'booked' then
    insert into invitation (visit_id) select new.id from patient where id = new.patient_id and email is not null
    on conflict (visit_id) do update set due = true;
  else
    update invitation set due = true where visit_id = new.id;
  end if;
  return null;
end $$;
create trigger visit_is_new after insert on visit for each row
  when (new.status in ('booked', 'requested')) execute function note_invitation();
create trigger visit_has_changed after update of status on visit for each row
  when (old.status is distinct from new.status and new.status in ('booked', 'cancelled', 'declined')) execute function note_invitation();

-- Whoever gives an address, or another one, has their coming visits in their calendar too.
create function note_address() returns trigger language plpgsql as $$
begin
  insert into invitation (visit_id)
  select id from visit where patient_id = new.id and status = 'booked' and starts > clock_now()
  on conflict (visit_id) do update set due = true;
  return null;
end $$;
create trigger patient_has_address after update of email on patient for each row
  when (new.email is not null and old.email is distinct from new.email) execute function note_address();
