-- A group session that was called off is a third reason for which a visit cannot take place.

alter table affected_visit
  add column session_id bigint references group_session on delete cascade,
  drop constraint affected_by_one,
  add constraint affected_by_one check (num_nonnulls(leave_id, closure_id, session_id) = 1);
create index on affected_visit (session_id);
