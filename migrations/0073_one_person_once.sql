-- What recruiters change of people: details of those without an account, and two records that are one person.

-- Every change of a person's details, so that the former values can be read.
create table candidate_changes (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    candidate_id uuid not null references candidates (id) on delete cascade,
    author_id uuid not null references users (id),
    field text not null check (field in ('name', 'headline', 'location', 'emails', 'phones', 'links')),
    before text[] not null,
    after text[] not null,
    created_at timestamptz not null
);
create index candidate_changes_candidate_idx on candidate_changes (candidate_id, created_at desc);
create index candidate_changes_organization_idx on candidate_changes (organization_id);
create index candidate_changes_author_idx on candidate_changes (author_id);

create table candidate_merges (
    id uuid primary key,
    organization_id uuid not null references organizations (id),
    -- The record that went, and the one that stays. Neither is a foreign key: a merged record has no row until the merge is
    -- taken back, and the one that stays may be merged later.
    merged_id uuid not null,
    into_id uuid not null,
    author_id uuid not null references users (id),
    created_at timestamptz not null,
    undone_at timestamptz,
    -- What taking it back needs; null once that is over.
    before jsonb
);
create index candidate_merges_into_idx on candidate_merges (into_id, created_at desc);
create index candidate_merges_merged_idx on candidate_merges (merged_id);
create index candidate_merges_organization_idx on candidate_merges (organization_id);
create index candidate_merges_author_idx on candidate_merges (author_id);

-- What came from a merged record goes back to it. For a person with an account these files and applications are the
-- organisation's, which holds them as before: the person neither sees nor sends them, and no other organisation does.
alter table documents
    add column merged_from uuid,
    add column organization_id uuid references organizations (id);
create index documents_organization_idx on documents (organization_id);
alter table applications add column merged_from uuid;

-- Two records may both have an open application for one job; both go on.
drop index applications_active_key;
create unique index applications_active_key
    on applications (candidate_id, job_id, coalesce(merged_from, '00000000-0000-0000-0000-000000000000'))
    where status in ('active', 'on_hold', 'hired');

create or replace view organization_candidates as
    select organization_id, id as candidate_id from candidates where organization_id is not null
    union
    select organization_id, candidate_id from documents where organization_id is not null
    union
    select organization_id, candidate_id from named_applications;

create or replace view organization_documents as
    select c.organization_id, d.candidate_id, d.id as document_id
    from candidates c join documents d on d.candidate_id = c.id
    where c.organization_id is not null
    union
    select organization_id, candidate_id, id as document_id from documents where organization_id is not null
    union
    select organization_id, candidate_id, document_id from named_applications where document_id is not null;

create or replace function talent_chunks_of(wanted uuid[]) returns setof talent_chunks language sql stable as $$
    select o.organization_id, k.id, d.id, d.candidate_id, k.model_revision, lower(c.location),
        (p.body ->> 'total_years')::real, coalesce(resume_skills(p.body), '{}'), k.embedding::halfvec(384)
    from documents d
    join chunks k on k.document_id = d.id
    join candidates c on c.id = d.candidate_id
    left join parsed_resumes p on p.document_id = d.id
    cross join lateral (
        select c.organization_id where c.organization_id is not null
        union
        select d.organization_id where d.organization_id is not null
        union
        select a.organization_id from applications a where a.document_id = d.id) o
    where d.id = any (wanted)
$$;

-- A file that becomes another person's is found as theirs.
create function talent_chunks_after_document() returns trigger language plpgsql as $$
begin
    update talent_chunks t set candidate_id = new.candidate_id, location = lower(c.location)
    from candidates c where t.document_id = new.id and t.candidate_id = old.candidate_id and c.id = new.candidate_id;
    return null;
end $$;
create trigger talent_chunks_moved after update of candidate_id on documents
    for each row when (new.candidate_id <> old.candidate_id) execute function talent_chunks_after_document();

alter table application_events drop constraint application_events_kind_check;
alter table application_events add constraint application_events_kind_check check (kind in
    ('applied', 'moved', 'rejected', 'reopened', 'withdrawn', 'held', 'resumed', 'hired', 'closed', 'renamed', 'overruled',
     'restored', 'merged', 'unmerged'));
