-- What a ticket is about and how it came; who besides its requester and its lead has to do with it; and that it is deleted.
alter table tickets add column kind text not null default 'autre';       -- of what: materiel, logiciel, autre
alter table tickets add column nature text not null default 'incident';  -- incident or demande
alter table tickets add column channel text not null default 'web';      -- how it came: web or telephone
alter table tickets add column taken_by uuid references accounts (id);   -- who wrote it down for its requester
alter table tickets add column waiting_since timestamptz;                -- it waits for its requester
alter table tickets add column confidential boolean not null default false;
alter table tickets add column deleted_at timestamptz;
alter table tickets add column deleted_by uuid references accounts (id);
alter table tickets add column deleted_reason text;
create index tickets_deleted on tickets (deleted_at, number) where deleted_at is not null;
create index tickets_confidential on tickets (requester, number) where confidential;
create index tickets_created on tickets (created_at, number);
create index tickets_department on tickets (department, number);
create index tickets_category on tickets (category, number);
create index tickets_lead_all on tickets (lead, number);
create index tickets_waiting on tickets (number) where waiting_since is not null;

-- What a category proposes for a ticket; a department whose tickets are all confidential.
alter table categories add column kind text not null default 'autre';
alter table departments add column confidential boolean not null default false;

-- Who serves a department: for them its confidential tickets are there.
create table department_technicians (
    account    uuid not null references accounts (id) on delete cascade,
    department uuid not null references departments (id) on delete cascade,
    primary key (account, department)
);
create index department_technicians_department on department_technicians (department);

-- Participants, further technicians, watchers.
create table ticket_people (
    ticket   uuid        not null references tickets (id) on delete cascade,
    number   bigint      not null,       -- the ticket's, so that a person's are found in their order
    account  uuid        not null references accounts (id),
    part     text        not null,       -- participant, technicien, observateur
    added_at timestamptz not null,
    primary key (ticket, part, account)
);
create index ticket_people_account on ticket_people (account, part, number);

create table tags (
    id   uuid primary key,
    name text not null,
    key  text not null unique             -- the name folded: no two that read alike
);
create table ticket_tags (
    ticket uuid   not null references tickets (id) on delete cascade,
    number bigint not null,
    tag    uuid   not null references tags (id) on delete cascade,
    primary key (ticket, tag)
);
create index ticket_tags_tag on ticket_tags (tag, number);
create index attachments_ticket on attachments (ticket);  -- a ticket that is purged takes its files along

-- Lists that people saved under a name, and the columns each of them has chosen.
create table views (
    id         uuid        primary key,
    owner      uuid        not null references accounts (id) on delete cascade,
    name       text        not null,
    query      jsonb       not null,
    shared     text        not null,      -- moi, service, equipe
    department uuid        references departments (id) on delete cascade,
    created_at timestamptz not null
);
create index views_owner on views (owner);
create index views_shared on views (shared) where shared <> 'moi';
create table list_columns (
    account uuid primary key references accounts (id) on delete cascade,
    columns text not null                 -- their words, with spaces between
);
