-- Organisations of a like name are told to whoever approves the next: "Acme Ltd", "ACME ltd." and "Acme Limited" are
-- one name once case, signs and the form of company at its end are left out.

alter table organizations add column like_name text generated always as (
    regexp_replace(
        regexp_replace(
            regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g'),
            '( (ltd|limited|llc|llp|inc|incorporated|corp|corporation|co|company|plc|gmbh|ag|ug|kg|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|oy))+ *$',
            ''
        ),
        ' ', '', 'g'
    )
) stored;

create index organizations_like_name_idx on organizations (like_name);
