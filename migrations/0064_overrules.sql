-- What recruiters say of a requirement in place of the machine's verdict, which stays as it is beside it.

create table overrules (
    id uuid primary key,
    application_id uuid not null references applications (id) on delete cascade,
    -- In the words that it was said of: where the job asks in other words, it does not count.
    requirement text not null,
    verdict text not null check (verdict in ('met', 'partial', 'missing', 'unknown')),
    note text not null check (char_length(note) between 1 and 1000),
    author_id uuid not null references users (id),
    created_at timestamptz not null,
    constraint overrules_requirement_key unique (application_id, requirement)
);

create index overrules_author_idx on overrules (author_id);

-- The total and the shares that count where somebody overruled a verdict; the machine's own stand beside them.
alter table match_runs
    add column counted_total real,
    add column counted_skills real,
    add column counted_experience real,
    add column counted_education real;

alter table application_events drop constraint application_events_kind_check;
alter table application_events add constraint application_events_kind_check check (kind in
    ('applied', 'moved', 'rejected', 'reopened', 'withdrawn', 'held', 'resumed', 'hired', 'closed', 'renamed', 'overruled',
     'restored'));
