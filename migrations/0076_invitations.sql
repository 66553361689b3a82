-- A recruiter invites a colleague into their organisation. Nobody else may use the link: it proves the address.

create table invitations (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    email text not null,
    email_key text not null,
    invited_by uuid not null references users (id),
    token_hash bytea not null constraint invitations_token_key unique,
    -- The link's secret, only where no mail goes out: whoever invites hands it on.
    token text,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

-- A newer invitation takes the older one's place.
create unique index invitations_organization_idx on invitations (organization_id, email_key);
create index invitations_invited_by_idx on invitations (invited_by);
