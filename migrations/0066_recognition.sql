-- How far the recognition of text on the pictures of a file's pages is; none while none goes on.
alter table documents
    add column pages_done smallint,
    add column pages smallint,
    add constraint documents_pages_check check (pages_done between 0 and pages or (pages_done is null and pages is null));
