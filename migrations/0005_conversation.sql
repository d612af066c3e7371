create table attachments (
    id         uuid        primary key,
    ticket     uuid        not null references tickets (id) on delete cascade,
    account    uuid        not null references accounts (id),
    act        uuid,
    digest     bigint      not null,
    name       text        not null,
    media_type text        not null,
    size       bigint      not null,
    width      bigint      not null,
    height     bigint      not null,
    staff_only boolean     not null,        -- a picture of an instruction that has not been released
    created_at timestamptz not null
);
create unique index attachments_act on attachments (account, act) where act is not null;
create index attachments_account on attachments (account, created_at);
