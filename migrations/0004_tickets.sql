create table tickets (
    id            uuid        primary key,
    number        bigint      not null unique,
    title         text        not null,
    description   text        not null,
    search        text        not null,       -- number, title and requester's name, folded
    status        text        not null,
    priority      text        not null,
    category      uuid        not null references categories (id),
    department    uuid        references departments (id),
    requester     uuid        not null references accounts (id),
    lead          uuid        references accounts (id),
    guided        boolean     not null default false,  -- a guidance session is active: no other change of status
    typing_paused boolean     not null default false,
    rev           bigint      not null default 0,  -- the number of the last event; every verb raises it first
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    resolved_at   timestamptz
);
create index tickets_requester on tickets (requester, number desc);
create index tickets_lead on tickets (lead, number desc) where status in ('ouvert', 'en cours', 'resolu');
create index tickets_status on tickets (status, number desc);

-- How far a person has read a ticket: for "seen" and for unread counts.
create table readings (
    ticket  uuid        not null references tickets (id) on delete cascade,
    account uuid        not null references accounts (id) on delete cascade,
    seq     bigint      not null,
    at      timestamptz not null,
    primary key (ticket, account)
);

insert into counters (name, value) values ('ticket', 0);
