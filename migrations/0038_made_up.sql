-- Which model a file's vectors were last made with, pieces or none: a file read without the model is found by this.

alter table parsed_resumes add column vectors_revision text;

update parsed_resumes p set vectors_revision = c.model_revision
from (select distinct on (document_id) document_id, model_revision from chunks) c
where c.document_id = p.document_id;

create index documents_unread_idx on documents (created_at) where status = 'queued';
create index documents_uploaded_idx on documents (uploaded_by, created_at);
