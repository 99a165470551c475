-- Proof that the log has only grown. Each seal covers rows of `audit`, whichever were committed since the one before, and is
-- made over that one with a key that is not in the database.

create table audit_seal (
  id bigint generated always as identity primary key,
  ids int8multirange not null,                -- which rows; numbers that were rolled back are gaps
  count integer not null check (count > 0),
  root text not null,                         -- over every field of every row
  previous text not null,                     -- the seal before; empty for the first
  seal text not null,
  sealed_at timestamptz not null default clock_now()
);

create trigger audit_seal_only_grows before update or delete on audit_seal for each row execute function refuse_change();
create trigger audit_seal_is_kept before truncate on audit_seal execute function refuse_change();
