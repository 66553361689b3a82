-- People who might be hired, their files, and what was read from them.

create table candidates (
    id uuid primary key,
    -- The person's own account; null where a recruiter added them.
    user_id uuid references users (id),
    -- The organisation whose talent pool holds them; null for people with an account of their own.
    organization_id uuid references organizations (id),
    name text not null,
    emails text[] not null default '{}',
    phones text[] not null default '{}',
    links text[] not null default '{}',
    location text not null default '',
    headline text not null default '',
    do_not_contact boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint candidates_user_key unique (user_id),
    constraint candidates_owner_check check ((user_id is null) <> (organization_id is null))
);

create index candidates_organization_idx on candidates (organization_id);

create table documents (
    id uuid primary key,
    candidate_id uuid not null references candidates (id) on delete cascade,
    uploaded_by uuid references users (id),
    sha256 bytea not null,
    media_type text not null,
    bytes bigint not null,
    storage_key text not null,
    original_name text not null,
    version integer not null,
    status text not null default 'queued' check (status in ('queued', 'read', 'failed')),
    -- Why it could not be read: a status word of the parser, and the sentence shown to the person.
    failure text,
    failure_message text,
    created_at timestamptz not null default now(),
    constraint documents_version_key unique (candidate_id, version)
);

create index documents_sha256_idx on documents (sha256);

create table parsed_resumes (
    document_id uuid primary key references documents (id) on delete cascade,
    text text not null,
    body jsonb not null,
    parser_version text not null,
    corrected_by uuid references users (id),
    corrected_at timestamptz,
    created_at timestamptz not null default now(),
    search tsvector generated always as (to_tsvector('simple'::regconfig, text)) stored
);

create index parsed_resumes_search_idx on parsed_resumes using gin (search);

create table chunks (
    id uuid primary key,
    document_id uuid not null references documents (id) on delete cascade,
    position integer not null,
    section text not null,
    text text not null,
    -- Half-open range of characters in parsed_resumes.text.
    span_start integer not null,
    span_end integer not null,
    embedding vector(384) not null,
    model_revision text not null,
    constraint chunks_position_key unique (document_id, position)
);

create index chunks_embedding_idx on chunks using hnsw (embedding vector_cosine_ops);

create table candidate_tags (
    organization_id uuid not null references organizations (id),
    candidate_id uuid not null references candidates (id) on delete cascade,
    name text not null,
    primary key (organization_id, candidate_id, name)
);
