-- Confidential tickets are counted apart, by the department that treats them, so that a count names nobody what they may not see.
create table counts (
    status   text   not null,
    priority text   not null,
    lead     uuid   not null,               -- nobody's: all zeros
    circle   uuid   not null,               -- open to all staff: all zeros; confidential: the department that treats it, or all ones
    tickets  bigint not null,
    primary key (status, priority, lead, circle)
);
insert into counts (status, priority, lead, circle, tickets) select status, priority, lead, '00000000-0000-0000-0000-000000000000'::uuid, tickets from ticket_counts;
drop table ticket_counts;
alter table counts rename to ticket_counts;

-- What is found already gets the labels it is filtered by.
insert into jobs (id, kind, payload, run_at) select gen_random_uuid(), 'tickets.relabel', '{}', '1970-01-01T00:00:00+00:00' where exists (select 1 from tickets);
