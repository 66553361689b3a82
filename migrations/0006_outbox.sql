-- Every mail is a row first: it commits with its cause, can be read by an admin, and can be called back.

create table outbox (
    id uuid primary key,
    dedupe_key text not null,
    event text not null,
    recipient text not null,
    subject text not null,
    body text not null,
    application_id uuid references applications (id) on delete set null,
    state text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'cancelled', 'failed')),
    send_after timestamptz not null default now(),
    attempts integer not null default 0,
    last_error text,
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    constraint outbox_dedupe_key unique (dedupe_key)
);

create index outbox_due_idx on outbox (send_after) where state = 'queued';
create index outbox_created_idx on outbox (created_at desc);
