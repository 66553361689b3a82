-- One account an address, by one spelling that the program makes (compatibility forms composed, letters small). The
-- database folds letters by its locale, and not all letters as the program does: two answers to who an address is.

alter table users add column email_key text;
update users u set email_key = keyed.key || case when keyed.nth > 1 then ' ' || u.id else '' end
from (
    select id, key, row_number() over (partition by key order by created_at, id) as nth
    from (
        select id, created_at, normalize(lower(replace(normalize(email, NFKC), chr(304), 'i' || chr(775))), NFKC) as key
        from users
    ) as spelled
) as keyed
where keyed.id = u.id;
alter table users alter column email_key set not null;
drop index users_email_key;
alter table users add constraint users_email_key unique (email_key);

alter table address_links add column email_key text;
update address_links set email_key = lower(email);
alter table address_links alter column email_key set not null;
drop index address_links_email_idx;
create index address_links_email_idx on address_links (email_key, created_at);
