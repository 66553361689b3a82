-- Where mail is sent, somebody who is not signed in applies once the link that their address was mailed was opened. Until
-- then what they sent waits here, and no recruiter sees it.

create table unconfirmed_applications (
    token_hash bytea primary key,
    email text not null,
    email_key text not null,
    name text not null,
    phone text not null,
    job_id uuid not null references jobs (id) on delete cascade,
    -- The file, which becomes the candidate's own.
    sha256 bytea not null,
    media_type text not null,
    bytes bigint not null,
    storage_key text not null constraint unconfirmed_applications_storage_key unique,
    original_name text not null,
    -- Pairs of a question's key and what was answered.
    answers jsonb not null,
    -- The hash of the questions that were shown.
    asked text not null,
    -- The version of the privacy notice that was agreed to.
    privacy_version text not null,
    -- Whether the link also signs in: no longer once the account has chosen another password.
    signs_in boolean not null default true,
    created_at timestamptz not null
);

create index unconfirmed_applications_email_idx on unconfirmed_applications (email_key, created_at);
create index unconfirmed_applications_job_idx on unconfirmed_applications (job_id);
create index unconfirmed_applications_created_idx on unconfirmed_applications (created_at);
