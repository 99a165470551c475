-- The clinic at whose desk somebody was first written down. Until they have a visit, it is how that desk finds them again.
alter table patient add column clinic_id bigint references clinic;
create index on patient (clinic_id) where clinic_id is not null;

-- What administrators of a clinic look for in the log.
create index audit_of_clinic on audit (clinic_id, id);
