-- Figures are counted from an index alone, however many tickets there are; one's own in one state are found without looking at others'.
create index tickets_tally on tickets (status, priority);
create index tickets_requester_status on tickets (requester, status, number desc, priority);
create index tickets_guided on tickets (requester) where guided;
