-- People are told apart by their addresses, and an address is the same however its letters are cased: from now on those
-- read from résumés are kept in small letters; this writes those from before so.

update candidates c set emails = lowered.emails
from (
    select id, array(select distinct lower(email) from unnest(emails) as email) as emails from candidates
) as lowered
where lowered.id = c.id and c.user_id is null and c.emails <> lowered.emails;
