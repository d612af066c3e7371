-- Followers read what happened in the order of one number for the whole house; jobs are claimed for a time,
-- and recurring ones have a last time.

-- The single writer gives the position with the row itself. A column cannot be added as a key: a new table
-- and a copy. In each stream the order of seq holds, whatever the clock did meanwhile.
create table events_positioned (
    position integer     primary key,
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
    unique (stream, seq)
);
insert into events_positioned
    select row_number() over (order by moment, stream, seq),
        stream, seq, kind, audience, actor, at, said_at, act, digest, payload
    from (select *, max(at) over (partition by stream order by seq) as moment from events) as told
    order by 1;
drop table events;
alter table events_positioned rename to events;
create unique index events_act on events (actor, act) where act is not null;

create table followers (
    name       text   primary key,
    position   bigint not null,             -- of the last event it has seen
    failures   bigint not null default 0,   -- in a row
    last_error text,
    retry_at   timestamptz
);

alter table jobs drop column claimed_at;
alter table jobs add column claimed_until timestamptz;
drop index jobs_due;
create index jobs_due on jobs (kind, run_at) where not dead;
create index jobs_dead on jobs (id) where dead;

create table recurring_jobs (
    kind    text        primary key,
    last_at timestamptz not null            -- the moment of its calendar it was last asked for
);

create index sessions_expired on sessions (expires_at);
create index sessions_ended on sessions (ended_at) where ended_at is not null;
create index personal_tokens_expired on personal_tokens (expires_at);
create index personal_tokens_ended on personal_tokens (ended_at) where ended_at is not null;
