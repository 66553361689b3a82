-- People are told apart by their addresses, and an address is the same however its letters are cased: from now on those
-- read from résumés are kept in small letters; this writes those from before so.

update candidates c set emails = lowered.emails
from (
    -- Each once, in the order in which they stood: the first is the one that is shown.
    select id, array(
        select lower(email) from unnest(emails) with ordinality as e (email, place)
        group by lower(email) order by min(place)) as emails
    from candidates
) as lowered
where lowered.id = c.id and c.user_id is null and c.emails <> lowered.emails;
