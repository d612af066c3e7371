-- What was done to solve a ticket, said when it was resolved; gone when it is taken up again.
alter table tickets add column solution text;
