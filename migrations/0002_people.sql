-- Who uses the platform, and the organisations they hire for.

create table organizations (
    id uuid primary key,
    name text not null,
    slug text not null,
    locale text not null default 'en',
    time_zone text not null default 'UTC',
    created_at timestamptz not null default now(),
    constraint organizations_slug_key unique (slug)
);

create table users (
    id uuid primary key,
    email text not null,
    name text not null,
    password_hash text not null,
    role text not null constraint users_role_check check (role in ('admin', 'hr', 'candidate')),
    status text not null constraint users_status_check check (status in ('pending', 'active', 'rejected', 'suspended')),
    status_reason text,
    organization_id uuid references organizations (id),
    verified_at timestamptz,
    created_at timestamptz not null default now(),
    constraint users_organization_check check ((role = 'hr') = (organization_id is not null))
);

-- One account an address, however its letters are cased.
create unique index users_email_key on users (lower(email));
create index users_organization_idx on users (organization_id);

create table sessions (
    -- SHA-256 of the cookie's token: a stolen table opens no session.
    id bytea primary key,
    user_id uuid references users (id) on delete cascade,
    data jsonb not null,
    ip text,
    user_agent text,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null
);

create index sessions_user_idx on sessions (user_id);
create index sessions_expires_idx on sessions (expires_at);

create table password_resets (
    token_hash bytea primary key,
    user_id uuid not null references users (id) on delete cascade,
    expires_at timestamptz not null,
    used_at timestamptz
);
