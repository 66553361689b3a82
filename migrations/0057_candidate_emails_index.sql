-- Who may be the same person is asked of everybody's addresses at once, however they are cased.

create function in_small_letters(words text[]) returns text[] language sql immutable as $$
    select coalesce(array_agg(lower(word)), '{}') from unnest(words) word
$$;
create index candidates_emails_idx on candidates using gin (in_small_letters(emails));
