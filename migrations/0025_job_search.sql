-- What a search of jobs reads for every job that it finds is short and stored: over five thousand long jobs, reading the
-- whole texts took more than a second.

-- Words that end in a sign, "c++" and "c#", as they stand in a job. The index of words knows letters and digits alone.
create function signed_words(words text) returns text[] language sql immutable parallel safe strict as $$
    select coalesce(array_agg(distinct found[1]), '{}')
    from regexp_matches(lower(words), '[[:alnum:]]+[+#]+', 'g') as found
$$;

alter table jobs
    add column signed_words text[]
        generated always as (signed_words(title || ' ' || description)) stored,
    -- What the best is told by: a job that has the words in its title stands before one that has them in its text.
    add column search_head tsvector generated always as (
        setweight(to_tsvector('simple'::regconfig, title), 'A') || setweight(to_tsvector('simple'::regconfig, location), 'B')
    ) stored;
create index jobs_signed_words_idx on jobs using gin (signed_words) where status = 'open';
