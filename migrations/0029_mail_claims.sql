-- A mail is claimed before it is handed over, so that no transaction waits for a mail server. A claim that ran out is
-- another's to take up.

alter table outbox drop constraint outbox_state_check;
alter table outbox add constraint outbox_state_check
    check (state in ('queued', 'sending', 'sent', 'kept', 'cancelled', 'failed'));
alter table outbox add column lease_until timestamptz;

create index outbox_lease_idx on outbox (lease_until) where state = 'sending';
