-- What is hired for: the job, what it requires, what it asks, and the stages that its applicants pass.

create table jobs (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    slug text not null,
    title text not null,
    description text not null default '',
    location text not null default '',
    remote text not null default 'onsite' check (remote in ('onsite', 'hybrid', 'remote')),
    employment text not null default 'full_time'
        check (employment in ('full_time', 'part_time', 'contract', 'temporary', 'internship')),
    pay_min bigint,
    pay_max bigint,
    pay_currency text,
    pay_period text check (pay_period in ('year', 'month', 'day', 'hour')),
    status text not null default 'draft' check (status in ('draft', 'open', 'paused', 'closed', 'filled')),
    weight_skills real not null default 0.5,
    weight_experience real not null default 0.2,
    weight_education real not null default 0.1,
    weight_closeness real not null default 0.2,
    blind boolean not null default false,
    closes_on date,
    published_at timestamptz,
    created_by uuid references users (id),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    row_version integer not null default 1,
    -- The description's vector, for the semantic share of a match.
    embedding vector(384),
    embedding_revision text,
    search tsvector generated always as (
        setweight(to_tsvector('simple'::regconfig, title), 'A')
        || setweight(to_tsvector('simple'::regconfig, location), 'B')
        || to_tsvector('simple'::regconfig, description)
    ) stored,
    constraint jobs_slug_key unique (slug),
    constraint jobs_pay_check check (pay_min is null or pay_max is null or pay_min <= pay_max)
);

create index jobs_organization_idx on jobs (organization_id, status);
create index jobs_open_idx on jobs (published_at desc) where status = 'open';
create index jobs_search_idx on jobs using gin (search);

create table requirements (
    id uuid primary key,
    job_id uuid not null references jobs (id) on delete cascade,
    kind text not null check (kind in ('skill', 'years', 'degree', 'language', 'licence')),
    text text not null,
    must boolean not null default true,
    weight real not null default 1 check (weight > 0 and weight <= 5),
    position integer not null
);

create index requirements_job_idx on requirements (job_id, position);

create table questions (
    id uuid primary key,
    job_id uuid not null references jobs (id) on delete cascade,
    text text not null,
    kind text not null check (kind in ('text', 'yes_no', 'number', 'choice')),
    options text[] not null default '{}',
    required boolean not null default true,
    -- The answer that ends an application: a yes/no or choice value; for a number, the smallest that passes.
    knock_out text,
    position integer not null
);

create index questions_job_idx on questions (job_id, position);

create table stages (
    id uuid primary key,
    job_id uuid not null references jobs (id) on delete cascade,
    name text not null,
    kind text not null check (kind in ('applied', 'screening', 'assessment', 'interview', 'offer', 'hired')),
    position integer not null,
    sla_days integer check (sla_days > 0),
    constraint stages_position_key unique (job_id, position) deferrable initially deferred
);
