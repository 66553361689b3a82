-- What a file said before its owner corrected it: recruiters see it beside the correction. Of what was corrected before
-- this, nobody knows it any more.

alter table parsed_resumes add column first_body jsonb;
