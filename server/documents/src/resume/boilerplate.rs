//! Lines inside a section that do not belong to it: references, signatures, clauses, tables of language levels.

use super::{
    dates,
    lexicon::is_town,
    text::{Row, trim},
};
use crate::{fold::fold, vocabulary::vocabulary};

/// “References available on request.”, at the end of whatever section comes last.
pub(super) fn is_referral(row: &Row<'_>) -> bool {
    let folded = fold(row.text);
    folded == "references available"
        || row.chars() < 80 && folded.starts_with("refer") && vocabulary().lines.referral.within(&folded)
}

/// The rows of a table of languages in the European framework (CEFR): its headings and its levels.
pub(super) fn is_language_table(row: &Row<'_>) -> bool {
    let level = |cell: &str| matches!(cell, "A1" | "A2" | "B1" | "B2" | "C1" | "C2");
    let heads = |cell: &str| fold(cell).split(' ').all(|word| vocabulary().labels.language_table.has(word));
    let cells: Vec<&str> = row.text.split('\t').map(trim).collect();
    cells.iter().filter(|cell| level(cell)).count() > 1 || cells.iter().filter(|cell| heads(cell)).count() > 1
}

/// “Stuttgart, Oktober 2026”: the place and date of a signature.
pub(super) fn is_signature(row: &Row<'_>) -> bool {
    row.text.split_once(", ").is_some_and(|(town, date)| is_town(town) && dates::is_mostly_date(date))
}

/// The data processing consent clause that is common in Poland and Italy: its words are not skills.
pub(super) fn is_consent(row: &Row<'_>) -> bool {
    if row.chars() <= 60 {
        return false;
    }
    vocabulary().lines.consent.within(&row.text.to_lowercase())
}
