-- Does an instruction, waiting or released, have this picture? It was looked for in the texts of events.
-- Nobody knows this of those that are there and wait: they stay.
alter table attachments add column used boolean not null default false;
update attachments set used = true where staff_only;
drop index attachments_waiting;
create index attachments_waiting on attachments (created_at) where staff_only and not used;
