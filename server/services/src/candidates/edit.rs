//! Recruiters' changes of the details of people without an account. Whoever has one changes their own.

use super::{check_lines, check_links, check_phones, lines};
use crate::{Result, ServiceError, Services, auth::Hr, events::record};
use chrono::{DateTime, Utc};
use hireq_domain::{
    FieldErrors,
    account::{Email, checked_name},
    candidate::{CandidateInfo, PersonChange, PersonField},
    event::Event,
    ids::CandidateId,
};
use hireq_store::candidates::{
    self as rows,
    details::{self, Details, NewChange},
};

/// The form; list fields have one entry per line.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    pub name: String,
    pub headline: String,
    pub location: String,
    pub emails: String,
    pub phones: String,
    pub links: String,
    /// [`CandidateInfo::updated_at`] of the details that the form showed.
    pub seen: Option<DateTime<Utc>>,
}

/// Saves the details of a person in the organisation's own pool, and keeps the former ones.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `NotFound`; `Conflict` if the person has an account, or somebody
/// else changed the details meanwhile.
pub async fn edit(services: &Services, hr: &Hr, id: CandidateId, input: Edit) -> Result<()> {
    let seen = input.seen;
    let after = checked(input)?;
    let mut tx = services.begin(&hr.user).await?;
    rows::lock(&mut *tx, id).await?;
    let info = rows::visible(&mut *tx, hr.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    let updated_at = info.updated_at;
    if info.has_account {
        let why = "This person has an account, and only they can change these details";
        return Err(ServiceError::Conflict(why.into()));
    }
    let now_stored = of(info);
    let after = match seen {
        Some(seen) if seen != updated_at => {
            let meanwhile = details::changes_since(&mut *tx, hr.scope(), id, seen).await?;
            merged(&now_stored, after, &meanwhile)?
        }
        _ => after,
    };
    let changes = changed(&now_stored, &after);
    if changes.is_empty() {
        return Ok(());
    }
    let now = services.clock.now();
    if !details::set(&mut *tx, hr.scope(), id, &after, now).await? {
        return Err(ServiceError::NotFound);
    }
    for (field, before, after) in &changes {
        let (candidate, author, field) = (id, hr.user.id, *field);
        let change = NewChange { candidate, author, field, before, after, at: now };
        details::add_change(&mut *tx, hr.scope(), change).await?;
    }
    let fields = changes.into_iter().map(|(field, ..)| field).collect();
    record(services, &mut tx, hr, Event::PersonEdited { candidate: id, fields }).await?;
    tx.commit().await?;
    Ok(())
}

fn of(info: CandidateInfo) -> Details {
    let CandidateInfo { name, headline, location, emails, phones, links, .. } = info;
    Details { name, headline, location, emails, phones, links }
}

fn checked(input: Edit) -> Result<Details> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", checked_name(&input.name, "the person's name")).unwrap_or_default();
    let (headline, location) = (input.headline.trim().to_owned(), input.location.trim().to_owned());
    let (emails, phones, links) = (lines(&input.emails), lines(&input.phones), lines(&input.links));
    check_lines(&mut errors, "headline", std::slice::from_ref(&headline));
    check_lines(&mut errors, "location", std::slice::from_ref(&location));
    check_lines(&mut errors, "emails", &emails);
    check_phones(&mut errors, &phones);
    check_links(&mut errors, &links);
    // In the form in which those from résumés are compared.
    let mut addresses: Vec<String> = Vec::new();
    for line in emails {
        match line.parse::<Email>() {
            Err(why) => errors.add("emails", format!("{line}: {why}")),
            Ok(email) if !addresses.contains(&email.key()) => addresses.push(email.key()),
            Ok(_) => {}
        }
    }
    errors.into_result()?;
    Ok(Details { name, headline, location, emails: addresses, phones, links })
}

/// What somebody saves who began before others changed the same person's details: fields that only the others changed
/// stay as they left them.
fn merged(stored: &Details, mut mine: Details, meanwhile: &[PersonChange]) -> Result<Details> {
    if meanwhile.is_empty() {
        // A résumé that was read, or a merge, changed them.
        let why = "These details changed while you wrote. Look at them again, then save";
        return Err(ServiceError::Conflict(why.into()));
    }
    let (mut theirs, mut both) = (Vec::new(), false);
    for field in PersonField::ALL {
        // Newest first: the last one knows the value that this form began with.
        let of_field = || meanwhile.iter().filter(|change| change.field == *field);
        let (Some(newest), Some(oldest)) = (of_field().next(), of_field().next_back()) else { continue };
        let (mine_now, stored_now) = (values(&mine, *field), values(stored, *field));
        if mine_now == stored_now {
            continue;
        }
        let value =
            if stored_now.is_empty() { "nothing".to_owned() } else { format!("“{}”", stored_now.join(", ")) };
        theirs.push(format!("{} changed the {} to {value}", newest.by, field.label().to_lowercase()));
        both |= mine_now != oldest.before;
        take(&mut mine, stored, *field);
    }
    if both {
        let why = "while you wrote. What you wrote is still here: save again to replace it";
        return Err(ServiceError::Conflict(format!("{} {why}", theirs.join(", "))));
    }
    Ok(mine)
}

fn take(mine: &mut Details, stored: &Details, field: PersonField) {
    match field {
        PersonField::Name => mine.name.clone_from(&stored.name),
        PersonField::Headline => mine.headline.clone_from(&stored.headline),
        PersonField::Location => mine.location.clone_from(&stored.location),
        PersonField::Emails => mine.emails.clone_from(&stored.emails),
        PersonField::Phones => mine.phones.clone_from(&stored.phones),
        PersonField::Links => mine.links.clone_from(&stored.links),
    }
}

fn values(details: &Details, field: PersonField) -> Vec<String> {
    match field {
        PersonField::Name => one(&details.name),
        PersonField::Headline => one(&details.headline),
        PersonField::Location => one(&details.location),
        PersonField::Emails => details.emails.clone(),
        PersonField::Phones => details.phones.clone(),
        PersonField::Links => details.links.clone(),
    }
}

/// The details that differ, with their former and new values.
fn changed(before: &Details, after: &Details) -> Vec<(PersonField, Vec<String>, Vec<String>)> {
    let pairs = PersonField::ALL.iter().map(|field| (*field, values(before, *field), values(after, *field)));
    pairs.filter(|(_, before, after)| before != after).collect()
}

fn one(value: &str) -> Vec<String> {
    if value.is_empty() { vec![] } else { vec![value.to_owned()] }
}
