-- Most of what a channel keeps is for the length of a session. By what somebody can be written to unasked must outlast it.

alter table channel_memory add column for_good boolean not null default false;

-- Which channels there are is for src/channels to say; a new one is no reason to change the database.
alter table contact drop constraint contact_channel_check;
alter table contact add constraint contact_channel_is_a_word check (channel ~ '^[a-z]{2,20}$');
