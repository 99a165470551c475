-- The doctor is on leave, or the clinic is shut, during this session: nobody joins any more. Kept with the session, because a seat
-- is only taken by whoever holds on to this row, and a row that is waited for is read again, but what stands in other tables is not.
alter table group_session add column away boolean not null default false;

update group_session g set away = true
 where exists (select from leave x where x.provider_id = g.provider_id and x.ended_at is null and x.during && g.during)
    or exists (select from closure x where x.clinic_id = g.clinic_id and x.ended_at is null and x.during && g.during);
