-- Search by meaning follows this index. Half the bytes find the same: what is found is compared in full.
drop index chunks_embedding_idx;
create index chunks_embedding_idx on chunks using hnsw ((embedding::halfvec(384)) halfvec_cosine_ops);

-- A vector is read for every row that is compared, the text for the few that are shown: rather the text is moved out.
alter table chunks alter column embedding set storage main;
