-- The positions of the words on the pages of the file; null for texts that were read before positions were stored.
alter table parsed_resumes add column places json;
