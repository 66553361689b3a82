-- In which language a mail is written, and what the button of its HTML part says.
alter table outbox
    add column locale text not null default 'en',
    add column action text not null default '';
