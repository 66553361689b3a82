-- Where somebody lives, by words of the place's name: “uk” is a word and not a part of “Ukraine”, longer words may be typed
-- in part, and one of several names is enough.
create function lives_in(location text, wanted text[]) returns boolean language sql immutable as $$
    select cardinality(wanted) = 0 or exists (
        select 1 from unnest(wanted) w
        where ' ' || regexp_replace(lower(location), '[^[:alnum:]]+', ' ', 'g') || ' '
            like '% ' || w || case when length(w) < 4 then ' %' else '%' end)
$$;

drop function talent(uuid, text, text, real, text);

-- The people of an organisation, each with the files that it may see, filtered. Empty words and null filter nothing.
create function talent(org uuid, wanted_skill text, wanted_places text[], least_years real, wanted_tag text)
    returns table (candidate_id uuid, document_id uuid) language sql stable as $$
    select o.candidate_id, d.document_id
    from organization_candidates o
    join candidates c on c.id = o.candidate_id
    left join organization_documents d on d.organization_id = org and d.candidate_id = o.candidate_id
    left join parsed_resumes p on p.document_id = d.document_id
    where o.organization_id = org
        and lives_in(c.location, wanted_places)
        and (wanted_tag = '' or exists (
            select 1 from candidate_tags t
            where t.organization_id = org and t.candidate_id = o.candidate_id and t.name = wanted_tag))
        and (wanted_skill = '' or exists (
            select 1 from jsonb_array_elements(p.body -> 'skills') s where lower(s ->> 'name') = lower(wanted_skill)))
        and (least_years is null or (p.body ->> 'total_years')::real >= least_years)
$$;
