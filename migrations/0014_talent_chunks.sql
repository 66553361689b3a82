-- What a search by meaning looks through: one row for each organisation and each piece of a résumé that it may see, or may
-- once an application stops being blind (the search asks for that row by row). What can be filtered by stands beside the
-- vector, so that a row is passed by without a look anywhere else. Half the precision finds the same.
--
-- An organisation with many rows gets an index of its own (the task `index_talent`): in one that all share, the rows of the
-- others would have to be passed by. With few rows each is looked at.

create table talent_chunks (
    organization_id uuid not null references organizations (id),
    chunk_id uuid not null references chunks (id) on delete cascade,
    document_id uuid not null,
    candidate_id uuid not null,
    model_revision text not null,
    -- The candidate's, in small letters.
    location text not null,
    -- The document's: years of work, and skills in small letters.
    years real,
    skills text[] not null,
    embedding halfvec(384) not null,
    primary key (organization_id, chunk_id)
);

alter table talent_chunks alter column embedding set storage main;
create index talent_chunks_chunk_idx on talent_chunks (chunk_id);
create index talent_chunks_candidate_idx on talent_chunks (candidate_id, document_id);

create function resume_skills(body jsonb) returns text[] language sql immutable as $$
    select coalesce(array_agg(distinct lower(s ->> 'name')), '{}') from jsonb_array_elements(body -> 'skills') s
$$;

create function talent_chunks_of(wanted uuid[]) returns setof talent_chunks language sql stable as $$
    select o.organization_id, k.id, d.id, d.candidate_id, k.model_revision, lower(c.location),
        (p.body ->> 'total_years')::real, coalesce(resume_skills(p.body), '{}'), k.embedding::halfvec(384)
    from documents d
    join chunks k on k.document_id = d.id
    join candidates c on c.id = d.candidate_id
    left join parsed_resumes p on p.document_id = d.id
    cross join lateral (
        select c.organization_id where c.organization_id is not null
        union
        select a.organization_id from applications a where a.document_id = d.id) o
    where d.id = any (wanted)
$$;

-- Whoever adds pieces and whoever applies with their file wait for each other: else neither would see the other's rows.
create function talent_chunks_add(changed uuid[]) returns void language plpgsql as $$
begin
    perform from documents d where d.id = any (changed) order by d.id for no key update;
    insert into talent_chunks select * from talent_chunks_of(changed) on conflict do nothing;
end $$;

create function talent_chunks_after_chunks() returns trigger language plpgsql as $$
begin
    perform talent_chunks_add(array(select distinct document_id from added));
    return null;
end $$;
create trigger talent_chunks_insert after insert on chunks
    referencing new table as added for each statement execute function talent_chunks_after_chunks();

create function talent_chunks_after_application() returns trigger language plpgsql as $$
begin
    perform talent_chunks_add(array[new.document_id]);
    return null;
end $$;
create trigger talent_chunks_insert after insert or update of document_id on applications
    for each row when (new.document_id is not null) execute function talent_chunks_after_application();

create function talent_chunks_after_candidate() returns trigger language plpgsql as $$
begin
    update talent_chunks set location = lower(new.location) where candidate_id = new.id;
    return null;
end $$;
create trigger talent_chunks_update after update of location on candidates
    for each row when (new.location is distinct from old.location) execute function talent_chunks_after_candidate();

create function talent_chunks_after_resume() returns trigger language plpgsql as $$
begin
    update talent_chunks t
    set years = (new.body ->> 'total_years')::real, skills = coalesce(resume_skills(new.body), '{}')
    from documents d
    where d.id = new.document_id and t.candidate_id = d.candidate_id and t.document_id = d.id;
    return null;
end $$;
create trigger talent_chunks_update after update of body on parsed_resumes
    for each row when (new.body is distinct from old.body) execute function talent_chunks_after_resume();

insert into talent_chunks select * from talent_chunks_of(array(select distinct document_id from chunks));

drop index chunks_embedding_idx;
