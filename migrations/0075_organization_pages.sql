-- What an organisation says of itself on its own careers page. The logo is a file in the store, beside the résumés.
create table organization_pages (
    organization_id uuid primary key references organizations on delete cascade,
    about text not null default '',
    -- The colour as it was chosen; what is shown is kept legible by the program.
    accent text check (accent ~ '^#[0-9a-f]{6}$'),
    logo_key text unique,
    logo_type text,
    logo_sha256 bytea,
    updated_at timestamptz not null,
    constraint organization_pages_logo_check check (num_nonnulls(logo_key, logo_type, logo_sha256) in (0, 3))
);
