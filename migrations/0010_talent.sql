-- Which people and files an organisation may see: its own talent pool, and whoever applied to its jobs, with the file
-- that went with the application. Everything that lists or searches goes through these.

-- Applications whose person may be named: a blind job hides its applicants until somebody moved or decided.
create view named_applications as
    select a.id, a.organization_id, a.candidate_id, a.document_id
    from applications a join jobs j on j.id = a.job_id
    where not j.blind
        or a.status in ('rejected', 'hired')
        or a.stage_entered_at > a.applied_at + interval '1 second';

create view organization_candidates as
    select organization_id, id as candidate_id from candidates where organization_id is not null
    union
    select organization_id, candidate_id from named_applications;

create view organization_documents as
    select c.organization_id, d.candidate_id, d.id as document_id
    from candidates c join documents d on d.candidate_id = c.id
    where c.organization_id is not null
    union
    select organization_id, candidate_id, document_id from named_applications where document_id is not null;

create index applications_document_idx on applications (document_id);
create index candidate_tags_candidate_idx on candidate_tags (candidate_id);

-- The people of an organisation, each with the files that it may see, filtered. Empty words and null filter nothing.
create function talent(org uuid, wanted_skill text, wanted_place text, least_years real, wanted_tag text)
    returns table (candidate_id uuid, document_id uuid) language sql stable as $$
    select o.candidate_id, d.document_id
    from organization_candidates o
    join candidates c on c.id = o.candidate_id
    left join organization_documents d on d.organization_id = org and d.candidate_id = o.candidate_id
    left join parsed_resumes p on p.document_id = d.document_id
    where o.organization_id = org
        and (wanted_place = '' or position(lower(wanted_place) in lower(c.location)) > 0)
        and (wanted_tag = '' or exists (
            select 1 from candidate_tags t
            where t.organization_id = org and t.candidate_id = o.candidate_id and t.name = wanted_tag))
        and (wanted_skill = '' or exists (
            select 1 from jsonb_array_elements(p.body -> 'skills') s where lower(s ->> 'name') = lower(wanted_skill)))
        and (least_years is null or (p.body ->> 'total_years')::real >= least_years)
$$;
