-- Whether a job that is over ends its open applications with it: whoever closes it says so. A task closes them batch by
-- batch, and takes them up again once the job is opened anew.
alter table jobs add column ends_applications boolean not null default false;
