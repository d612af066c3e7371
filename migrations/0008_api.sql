-- Personal access tokens, and what was answered to requests that carry an idempotency key.

create table personal_tokens (
    id         uuid        primary key,       -- stands for a session where a line or a request is concerned
    account    uuid        not null references accounts (id) on delete cascade,
    name       text        not null,
    hash       text        not null unique,   -- SHA-256 of 256 random bits; the token itself is shown once
    scopes     text        not null,          -- words separated by spaces
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,                   -- to the minute
    ended_at   timestamptz
);
create index personal_tokens_account on personal_tokens (account) where ended_at is null;

create table answers (
    account uuid        not null references accounts (id) on delete cascade,
    key     text        not null,
    digest  bigint      not null,             -- of method, path and body: the same key with another request is refused
    at      timestamptz not null,
    status  bigint,                           -- none: still being worked on
    headers jsonb,
    body    bytea,
    primary key (account, key)
);
create index answers_at on answers (at);
