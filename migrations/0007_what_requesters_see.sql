-- Staff-only events must not betray themselves to the requester by a number or a moment that moves.
alter table tickets add column public_rev bigint not null default 0;  -- the number of the last event the requester may see
alter table tickets add column public_updated_at timestamptz not null default '1970-01-01T00:00:00+00:00';  -- and when it happened
alter table tickets add column assigned_at timestamptz;  -- a new lead's silence begins here
update tickets set public_rev = coalesce((select max(seq) from events where stream = tickets.id and audience = 'tous'), 0);
update tickets set public_updated_at =
    coalesce((select at from events where stream = tickets.id and seq = tickets.public_rev), tickets.updated_at);
