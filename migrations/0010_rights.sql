-- A ticket has two departments: the requester's own as it was at opening, and the one that treats it, which is none without a choice.
alter table tickets add column requester_department uuid references departments (id);
update tickets set requester_department = (select department from accounts where id = tickets.requester);
-- Until now the requester's own stood where nobody had chosen. What has been taken is being treated where it stands.
update tickets set department = null where status = 'ouvert' and lead is null and department = requester_department;

-- A name to sign in with beside the address: as it was typed, and folded, so that no two read alike.
alter table accounts add column username text;
alter table accounts add column username_key text;
create unique index accounts_username on accounts (username_key);
