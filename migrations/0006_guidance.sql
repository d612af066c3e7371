-- What the state machine knows of a ticket; it follows from the events and is kept beside them so that a verb need not read them all.
create table guidance (
    ticket      uuid        primary key references tickets (id) on delete cascade,
    active      boolean     not null,
    step        bigint      not null,          -- the last step released; 0 before the first
    quiet_since timestamptz,                   -- set while typing is paused, it is the lead's turn, and the lead is silent
    state       jsonb       not null
);
create index guidance_quiet on guidance (quiet_since) where quiet_since is not null;
