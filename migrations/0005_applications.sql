-- An application's life: where it stands, how it came there, and how it matched.

create table applications (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    job_id uuid not null references jobs (id),
    candidate_id uuid not null references candidates (id),
    document_id uuid references documents (id),
    stage_id uuid not null references stages (id),
    status text not null default 'active'
        check (status in ('active', 'on_hold', 'hired', 'rejected', 'withdrawn', 'closed')),
    source text not null default 'careers' check (source in ('careers', 'recruiter', 'import')),
    answers jsonb not null default '[]',
    reject_reason text,
    -- The current match, copied here so that ten thousand applicants sort from one index.
    score real,
    band text check (band in ('highly_recommended', 'recommended', 'maybe', 'not_recommended')),
    scored_at timestamptz,
    applied_at timestamptz not null default now(),
    stage_entered_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    row_version integer not null default 1
);

create unique index applications_active_key on applications (candidate_id, job_id)
    where status in ('active', 'on_hold', 'hired');
create index applications_rank_idx on applications (job_id, score desc nulls last, id);
create index applications_applied_idx on applications (job_id, applied_at desc);
create index applications_stage_idx on applications (stage_id);
create index applications_organization_idx on applications (organization_id, applied_at desc);
create index applications_candidate_idx on applications (candidate_id);

create table application_events (
    id uuid primary key,
    application_id uuid not null references applications (id) on delete cascade,
    actor_id uuid references users (id),
    actor_kind text not null check (actor_kind in ('candidate', 'recruiter', 'admin', 'rule', 'system')),
    kind text not null check (kind in
        ('applied', 'moved', 'rejected', 'reopened', 'withdrawn', 'held', 'resumed', 'hired', 'closed')),
    from_stage_id uuid references stages (id),
    to_stage_id uuid references stages (id),
    -- The names at that time: renaming a stage must not rewrite history.
    from_stage text,
    to_stage text,
    reason text,
    created_at timestamptz not null default now(),
    -- Scores rank, people decide: only a person or a person's knock-out rule ends an application.
    constraint application_events_decider_check
        check (kind <> 'rejected' or (actor_kind in ('recruiter', 'rule') and reason is not null))
);

create index application_events_application_idx on application_events (application_id, created_at);

create table match_runs (
    id uuid primary key,
    application_id uuid not null references applications (id) on delete cascade,
    total real not null,
    band text not null,
    skills real not null,
    experience real not null,
    education real not null,
    closeness real not null,
    code_version text not null,
    model_revision text not null,
    criteria_hash bytea not null,
    input_hash bytea not null,
    created_at timestamptz not null default now()
);

create index match_runs_application_idx on match_runs (application_id, created_at desc);

create table match_items (
    run_id uuid not null references match_runs (id) on delete cascade,
    position integer not null,
    kind text not null,
    text text not null,
    must boolean not null,
    verdict text not null check (verdict in ('met', 'partial', 'missing', 'unknown')),
    score real not null,
    reason text not null,
    -- [{"start": 10, "end": 16}]: characters of the résumé's text.
    evidence jsonb not null default '[]',
    primary key (run_id, position)
);

create table notes (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    candidate_id uuid not null references candidates (id) on delete cascade,
    application_id uuid references applications (id) on delete cascade,
    author_id uuid not null references users (id),
    body text not null,
    visibility text not null default 'team' check (visibility in ('team', 'private')),
    created_at timestamptz not null default now()
);

create index notes_candidate_idx on notes (organization_id, candidate_id, created_at);

create table consents (
    id uuid primary key,
    candidate_id uuid not null references candidates (id) on delete cascade,
    application_id uuid references applications (id) on delete cascade,
    purpose text not null,
    text_version text not null,
    created_at timestamptz not null default now()
);
