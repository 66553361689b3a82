-- Whose a mail is, whatever their address was at that time: it goes with the person.

alter table outbox add column user_id uuid references users (id);
update outbox o set user_id = u.id from users u where lower(o.recipient) = lower(u.email);
create index outbox_user_idx on outbox (user_id);
