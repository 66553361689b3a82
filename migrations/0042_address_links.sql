-- A new address to sign in with counts once its own link was opened; the link that the old address was sent takes it back.
-- Only hashes are kept, each link works once.

create table address_links (
    token_hash bytea primary key,
    user_id uuid not null references users (id) on delete cascade,
    purpose text not null constraint address_links_purpose_check check (purpose in ('confirm', 'restore')),
    -- What the account's address is once the link was used.
    email text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

create index address_links_user_idx on address_links (user_id, created_at);
create index address_links_email_idx on address_links (lower(email), created_at);
