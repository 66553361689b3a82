-- The part of a mail that opens an account. It is put into the text only while the mail goes out, and forgotten as soon
-- as the mail is sent, kept, cancelled or given up: nobody who reads the outbox can use it.
alter table outbox add column secret text;
update outbox
set secret = case when state in ('queued', 'sending') then substring(body from 'token=([A-Za-z0-9_-]+)') end,
    body = regexp_replace(body, 'token=[A-Za-z0-9_-]+', 'token=[hidden]')
where event = 'reset_password';
