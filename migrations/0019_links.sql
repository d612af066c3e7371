-- What a ticket has to do with others: a row for each of the two, seen from it.
create table ticket_links (
    ticket   uuid        not null references tickets (id) on delete cascade,
    kind     text        not null,       -- what the other is to it: lie, doublon, parent, enfant, bloque_par, bloque
    other    uuid        not null references tickets (id) on delete cascade,
    added_at timestamptz not null,
    primary key (ticket, kind, other)
);
create index ticket_links_other on ticket_links (other);

-- What a ticket is called in other systems.
create table ticket_references (
    id       uuid        primary key,
    ticket   uuid        not null references tickets (id) on delete cascade,
    system   text        not null,
    number   text        not null,
    address  text,                       -- http or https
    added_at timestamptz not null
);
create index ticket_references_ticket on ticket_references (ticket, added_at);

-- Tickets that were merged into another, and how they were before.
create table merges (
    ticket        uuid        primary key references tickets (id) on delete cascade,
    target        uuid        not null references tickets (id) on delete cascade,
    by            uuid        not null references accounts (id),
    at            timestamptz not null,
    shared        boolean     not null,  -- what was said on it is for everyone who reads the other
    joined        boolean     not null,  -- its requester became a participant of the other by it
    first_seq     bigint      not null,  -- what was said on it, as it stands in the other's stream
    last_seq      bigint      not null,
    status        text        not null,
    resolved_at   timestamptz,
    waiting_since timestamptz
);
create index merges_target on merges (target);
