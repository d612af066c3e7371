-- What the machine room keeps: the stream of everything that happened, and the work that is still to do.

create table events (
    stream   uuid        not null,
    seq      bigint      not null,          -- 1, 2, 3 … without a gap, given inside the write transaction
    kind     text        not null,
    audience text        not null,          -- tous, equipe
    actor    uuid,                          -- none: the house itself
    at       timestamptz not null,
    said_at  timestamptz,                   -- when the person did it, where that was earlier
    act      uuid,                          -- made by the client: sending twice has the effect of once
    digest   bigint,                        -- of the act's body: the same id with another body is refused
    payload  jsonb       not null,
    primary key (stream, seq)
);
create unique index events_act on events (actor, act) where act is not null;

create table jobs (
    id         uuid        primary key,
    kind       text        not null,
    payload    jsonb       not null,
    run_at     timestamptz not null,
    attempts   bigint      not null default 0,
    claimed_at timestamptz,
    last_error text,
    dead       boolean     not null default false
);
create index jobs_due on jobs (run_at) where not dead;

create table counters (
    name  text   primary key,
    value bigint not null
);
