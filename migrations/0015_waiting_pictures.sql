-- Pictures that were sent for an instruction and wait for it; those that wait in vain are looked for.
create index attachments_waiting on attachments (id, created_at) where staff_only;
