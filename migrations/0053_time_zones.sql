-- Where organisations, jobs and people are in time: names of IANA's database, checked by the server. None means that
-- nobody said: a job is then in its organisation's zone, and a person reads times in their browser's.
alter table organizations
    alter column time_zone drop not null,
    alter column time_zone drop default;
-- Nobody could choose one so far.
update organizations set time_zone = null;
alter table users add column time_zone text;
alter table jobs
    add column time_zone text,
    -- When the last day for applications is over at the job's place. The server writes it, and anew when the rules of
    -- time zones change.
    add column closes_at timestamptz;
update jobs set closes_at = (closes_on + 1)::timestamp at time zone 'UTC' where closes_on is not null;
alter table jobs add constraint jobs_closes_check check ((closes_on is null) = (closes_at is null));
