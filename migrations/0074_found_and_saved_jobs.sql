-- The public list of jobs is searched without regard to accents and case: "Zurich" finds "Zürich", "Lodz" finds "Łódź".
-- Texts and what is searched for go through the one function.

alter table jobs
    drop column search,
    drop column search_head,
    add column folded_location text not null generated always as (unaccented(location)) stored;
alter table jobs
    add column search tsvector generated always as (
        setweight(to_tsvector('simple'::regconfig, unaccented(title)), 'A')
        || setweight(to_tsvector('simple'::regconfig, unaccented(location)), 'B')
        || to_tsvector('simple'::regconfig, unaccented(description))
    ) stored,
    -- What the best is told by: a job that has the words in its title stands before one that has them in its text.
    add column search_head tsvector generated always as (
        setweight(to_tsvector('simple'::regconfig, unaccented(title)), 'A')
        || setweight(to_tsvector('simple'::regconfig, unaccented(location)), 'B')
    ) stored;
create index jobs_search_idx on jobs using gin (search);

-- Jobs that candidates saved to come back to. They are the account's alone: no recruiter sees them.
create table saved_jobs (
    user_id uuid not null references users on delete cascade,
    job_id uuid not null references jobs on delete cascade,
    saved_at timestamptz not null,
    primary key (user_id, job_id)
);
create index saved_jobs_job_idx on saved_jobs (job_id);
