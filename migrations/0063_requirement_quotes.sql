-- A requirement keeps the words of the advert that it was read from, and may ask for what is no skill, degree or paper.
alter table requirements add column quote text;
alter table requirements drop constraint requirements_kind_check;
alter table requirements add constraint requirements_kind_check
    check (kind in ('skill', 'years', 'degree', 'language', 'licence', 'other'));
