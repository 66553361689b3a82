-- The current match beside its application, so that a page of applicants needs no search for the latest run.

alter table applications add column match_run_id uuid references match_runs (id) on delete set null;
alter table applications add column musts_met boolean not null default false;

-- A job need not ask for every kind of thing; a run says so by leaving the share out.
alter table match_runs alter column skills drop not null;
alter table match_runs alter column experience drop not null;
alter table match_runs alter column education drop not null;
alter table match_runs alter column closeness drop not null;
