create table accounts (
    id         uuid        primary key,
    email      text        not null unique,   -- folded to lower case by the parser
    name       text        not null,
    search     text        not null,          -- name and address, folded
    role       text        not null,
    department uuid        references departments (id),
    phone      text,
    active     boolean     not null default true,
    lang       text        not null,
    password   text        not null,          -- Argon2id, PHC string
    created_at timestamptz not null
);
create index accounts_role on accounts (role);

-- One sign-in on one device. Its refresh tokens follow from (id, generation) and a key that only the server has.
create table sessions (
    id         uuid        primary key,
    account    uuid        not null references accounts (id) on delete cascade,
    generation bigint      not null default 1,
    agent      text        not null,
    address    text        not null,
    created_at timestamptz not null,
    used_at    timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz
);
create index sessions_account on sessions (account) where ended_at is null;
