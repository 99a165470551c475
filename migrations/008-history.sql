-- One count over what came in and what went out, so that a conversation can be shown in its order, and from a line on.

create sequence said_in_order;
alter table inbox add column said bigint not null default nextval('said_in_order');
alter table outbox add column said bigint not null default nextval('said_in_order');
create index inbox_of_contact on inbox (contact_id, said);
create index outbox_of_contact on outbox (contact_id, said);
