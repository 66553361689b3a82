-- Each of these names a row elsewhere: taking that one away, or looking for what belongs to it, would read the whole table.

create index password_resets_user_idx on password_resets (user_id);
create index jobs_created_by_idx on jobs (created_by);
create index parsed_resumes_corrected_by_idx on parsed_resumes (corrected_by);
create index applications_match_run_idx on applications (match_run_id);
create index application_events_actor_idx on application_events (actor_id);
create index application_events_from_stage_idx on application_events (from_stage_id);
create index application_events_to_stage_idx on application_events (to_stage_id);
create index notes_of_candidate_idx on notes (candidate_id);
create index notes_of_application_idx on notes (application_id);
create index notes_author_idx on notes (author_id);
create index consents_candidate_idx on consents (candidate_id);
create index consents_application_idx on consents (application_id);
create index outbox_application_idx on outbox (application_id);
create index audit_log_organization_idx on audit_log (organization_id);
