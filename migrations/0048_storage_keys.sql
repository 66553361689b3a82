-- The sweep asks which of the stored files have a row.

create index documents_storage_key_idx on documents (storage_key);
