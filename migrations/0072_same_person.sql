-- Who is probably one person: by an address, a telephone, or a name beside an employer or a place, however each is written.

-- An address without what mailboxes ignore: the case of its letters, and a tag.
create function email_keys(emails text[]) returns text[] language sql immutable as $$
    select coalesce(array_agg(distinct regexp_replace(lower(btrim(mail)), '^([^@+]+)\+[^@]*@', '\1@')), '{}')
    from unnest(emails) mail
$$;

-- The digits of a telephone number, without an extension, the zeros before it and a “(0)” after the country's code.
create function phone_digits(phone text) returns text language sql immutable as $$
    select ltrim(regexp_replace(regexp_replace(replace(phone, '(0)', ''), '(ext|x|#).*$', '', 'i'), '[^0-9]+', '', 'g'), '0')
$$;

-- How a number ends: whoever has the same number with or without the country's code shares this.
create function phone_keys(phones text[]) returns text[] language sql immutable as $$
    select coalesce(array_agg(distinct right(phone_digits(phone), 7)), '{}')
    from unnest(phones) phone where length(phone_digits(phone)) >= 7
$$;

-- Two numbers with the country's code are the same whole; where one lacks it, the other may begin with one.
create function same_phone(a text, b text) returns boolean language sql immutable as $$
    select length(phone_digits(a)) >= 7 and length(phone_digits(b)) >= 7 and case
        when a ~ '^\s*(\+|00)' and b ~ '^\s*(\+|00)' then phone_digits(a) = phone_digits(b)
        else abs(length(phone_digits(a)) - length(phone_digits(b))) <= 3
            and right(phone_digits(a), least(length(phone_digits(a)), length(phone_digits(b))))
                = right(phone_digits(b), least(length(phone_digits(a)), length(phone_digits(b)))) end
$$;

-- Compatible letters are made alike, marks are taken off, and letters that do not decompose get the plain ones that
-- people type for them. Marks come off before letters are made small: a small "İ" would keep its dot.
create function unaccented(words text) returns text language sql immutable parallel safe strict as $$
    select translate(
        replace(replace(replace(replace(
            lower(normalize(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'), NFC)),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
        'øłđðħŧı', 'olddhti')
$$;

-- Words without case, accents and signs.
create function folded(words text) returns text language sql immutable as $$
    select btrim(regexp_replace(unaccented(words), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- A name's words in one order: “Ünal, Zoë” is “Zoe Unal”.
create function name_key(name text) returns text language sql immutable as $$
    select coalesce(string_agg(word, ' ' order by word), '') from regexp_split_to_table(folded(name), ' ') word
$$;

drop index candidates_emails_idx;
create index candidates_emails_idx on candidates using gin (email_keys(emails));
create index candidates_phones_idx on candidates using gin (phone_keys(phones));
create index candidates_name_idx on candidates (name_key(name));

-- For whom somebody has worked, by the files that the organisation may see.
create function employers_of(org uuid, candidate uuid) returns setof text language sql stable as $$
    select distinct folded(e.value -> 'employer' ->> 'value')
    from organization_documents d
    join parsed_resumes p on p.document_id = d.document_id
    cross join jsonb_array_elements(p.body -> 'experience') e
    where d.organization_id = org and d.candidate_id = candidate and folded(e.value -> 'employer' ->> 'value') <> ''
$$;
