//! The talent pool: everybody whom the organisation may see, searched by words and by meaning.

pub mod index;
mod index_task;
pub(crate) mod places;
mod question;

pub use index_task::IndexTalent;

use crate::{Result, Services, auth::Hr, pattern::regex};
use hireq_documents::skills::Taxonomy;
use hireq_domain::{
    candidate::{OpenJob, SnippetPart, TalentHit, TalentPage, TalentQuery},
    ids::CandidateId,
    page::{Page, offset},
};
use hireq_ml::embed::Priority;
use hireq_store::{
    applications::apply,
    notes,
    talent::{self as rows, Among, Found, Shown},
};
use regex::Regex;
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Rows per page.
const SIZE: i64 = 20;
/// The most words of a person's name.
const NAME_WORDS: usize = 5;
/// The usual constant of reciprocal rank fusion: keeps the first place in one ranking from beating the second place in
/// both.
const FUSION_K: f64 = 60.0;

/// A page of the talent pool: search results if words are given, otherwise the newest first. Without the model, or if
/// it is busy, the search uses the words alone.
///
/// # Errors
/// If the database query fails. A missing or busy model leaves the search to the words alone.
pub async fn search(services: &Services, hr: &Hr, query: &TalentQuery) -> Result<TalentPage> {
    let scope = hr.scope();
    let mut query = query.clone();
    query.q = query.q.trim().chars().take(300).collect();
    query.page = query.page.clamp(1, 10_000);
    let skip = offset(query.page, SIZE);
    let (query, asked) = question::understand(&query);
    let (among, known_as) = (among(services, hr, &query).await?, known_as(&query.q));
    let mut by_meaning = false;
    let (found, total) = if query.q.is_empty() {
        rows::newest(&services.pool, scope, &query, &among, skip, SIZE).await?
    } else {
        let named = rows::by_name(&services.pool, scope, &query, &among, &name_words(&query.q)).await?;
        let words = rows::by_words(&services.pool, scope, &query, &among, &known_as).await?;
        let strange = named.is_empty() && words.is_empty() && !has_any(services, hr, &known_as).await?;
        let least = if strange { rows::LEAST_OF_STRANGE_WORDS } else { rows::LEAST_CLOSENESS };
        let meant = match meaning(services, hr, &query, &among, (&known_as, least)).await? {
            Some(found) => {
                by_meaning = true;
                found
            }
            None => Vec::new(),
        };
        let fused = named_first(named, fuse(&words, &meant));
        let total = i64::try_from(fused.len()).unwrap_or(i64::MAX);
        let page = usize::try_from(skip).unwrap_or(usize::MAX);
        (fused.into_iter().skip(page).take(usize::try_from(SIZE).unwrap_or(0)).collect(), total)
    };
    let shown = rows::shown(&services.pool, scope, &found, &query.q, &known_as).await?;
    let mut shown: HashMap<CandidateId, Shown> = shown.into_iter().map(|s| (CandidateId(s.candidate), s)).collect();
    let items =
        found.iter().filter_map(|f| shown.remove(&f.candidate)).map(|row| hit(row, &query.q, &known_as)).collect();
    Ok(TalentPage {
        hits: Page { items, total, number: query.page, size: SIZE },
        tags: notes::all_tags(&services.pool, scope).await?,
        by_meaning: by_meaning || services.embedder.is_some() && query.q.is_empty(),
        asked,
    })
}

/// The organisation's jobs that people can be added to.
///
/// # Errors
/// If the database query fails.
pub async fn open_jobs(services: &Services, hr: &Hr) -> Result<Vec<OpenJob>> {
    Ok(apply::open_jobs(&services.pool, hr.scope(), None).await?)
}

/// The search words with skills replaced by their usual names: “k8s” by “Kubernetes”.
fn known_as(words: &str) -> String {
    let known = |word: &str| Taxonomy::get().canonical(word).map_or_else(|| word.to_owned(), str::to_lowercase);
    words.split_whitespace().map(known).collect::<Vec<_>>().join(" ")
}

/// Resolves the query's filters to the set of people to search.
async fn among(services: &Services, hr: &Hr, query: &TalentQuery) -> Result<Among> {
    let denied = places::names_of(&query.not_place);
    let denies = !denied.is_empty() || !query.not_skill.is_empty() || query.most_years.is_some();
    let left_out = if denies { rows::left_out(&services.pool, hr.scope(), query, &denied).await? } else { Vec::new() };
    Ok(Among { places: places::names_of(&query.place), left_out })
}

/// The words of a question that may be a person's name, in lower case without accents; empty if it cannot be one.
fn name_words(question: &str) -> Vec<String> {
    let bare = |c: char| match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        'ß' => 's',
        'æ' => 'a',
        'œ' => 'o',
        'ı' => 'i',
        c => c,
    };
    let folded: String = question.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)).map(bare).collect();
    let words: Vec<String> = letters(&folded).map(|(_, word)| word.to_owned()).collect();
    let plain = question.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || ".-'’".contains(c));
    if plain && words.len() <= NAME_WORDS { words } else { Vec::new() }
}

/// Whether any of the words occurs in any file.
async fn has_any(services: &Services, hr: &Hr, words: &str) -> Result<bool> {
    let words: Vec<&str> = letters(words).map(|(_, word)| word).collect();
    Ok(rows::has_any(&services.pool, hr.scope(), &words).await?)
}

/// Those found by name first, then the others.
fn named_first(named: Vec<Found>, mut others: Vec<Found>) -> Vec<Found> {
    others.retain(|found| named.iter().all(|one| one.candidate != found.candidate));
    [named, others].concat()
}

async fn meaning(
    services: &Services,
    hr: &Hr,
    query: &TalentQuery,
    among: &Among,
    (known_as, least): (&str, f64),
) -> Result<Option<Vec<Found>>> {
    let Some(embedder) = &services.embedder else { return Ok(None) };
    // A mail address has no meaning to search by: its owner has been found by the address itself.
    if known_as.contains('@') && !known_as.contains(' ') {
        return Ok(Some(Vec::new()));
    }
    let vector = match embedder.embed(vec![known_as.to_owned()], Priority::Interactive).await {
        Ok(mut vectors) => vectors.pop(),
        Err(error) => {
            tracing::warn!(error = %error, "a search went without meaning");
            None
        }
    };
    let Some(vector) = vector else { return Ok(None) };
    let mut tx = services.pool.begin().await?;
    let found = rows::by_meaning(&mut tx, hr.scope(), query, among, (vector, embedder.revision()), least).await?;
    tx.commit().await?;
    Ok(Some(found))
}

/// Combines two rankings by reciprocal rank: place n in each gives 1/(60+n), and the sums decide. The excerpt comes
/// from the word search if possible, because the words can be highlighted in it.
fn fuse(words: &[Found], meant: &[Found]) -> Vec<Found> {
    let mut sums: HashMap<CandidateId, (f64, Found)> = HashMap::new();
    for ranking in [words, meant] {
        for (n, found) in (1_u32..).zip(ranking) {
            let entry = sums.entry(found.candidate).or_insert((0.0, *found));
            entry.0 += 1.0 / (FUSION_K + f64::from(n));
            if entry.1.chunk.is_none() && entry.1.document == found.document {
                entry.1.chunk = found.chunk;
            }
        }
    }
    let mut fused: Vec<(f64, Found)> = sums.into_values().collect();
    fused.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.candidate.cmp(&y.candidate)));
    fused.into_iter().map(|(_, found)| found).collect()
}

fn hit(row: Shown, words: &str, known_as: &str) -> TalentHit {
    let snippet = match (row.headlined, row.piece) {
        (Some(marked), _) => parts(&marked),
        (None, Some(piece)) => near(&piece, &row.headline, &format!("{words} {known_as}")),
        (None, None) => Vec::new(),
    };
    TalentHit {
        candidate_id: CandidateId(row.candidate),
        name: row.name,
        headline: row.headline,
        location: row.location,
        do_not_contact: row.do_not_contact,
        years: row.years,
        skills: row.skills,
        tags: row.tags,
        snippet,
        created_at: row.created_at,
    }
}

/// The start of the chunk nearest in meaning, with the search words highlighted; empty if it only repeats the headline.
fn near(piece: &str, headline: &str, words: &str) -> Vec<SnippetPart> {
    let short: String = piece.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(220).collect();
    if short.eq_ignore_ascii_case(headline.trim()) {
        return Vec::new();
    }
    let wanted: Vec<String> = letters(words).map(|(_, word)| word.to_lowercase()).collect();
    let (mut parts, mut plain) = (Vec::new(), 0);
    for (at, word) in letters(&short) {
        if word.chars().count() > 2 && wanted.contains(&word.to_lowercase()) {
            parts.push(SnippetPart { text: short[plain..at].to_owned(), hit: false });
            parts.push(SnippetPart { text: word.to_owned(), hit: true });
            plain = at + word.len();
        }
    }
    parts.push(SnippetPart { text: short[plain..].to_owned(), hit: false });
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// The words of a text, each with the byte position where it begins.
fn letters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| regex(r"[\p{Alphabetic}\p{Nd}]+"));
    WORD.find_iter(text).map(|word| (word.start(), word.as_str()))
}

/// Splits a marked text into parts: words between U+0002 and U+0003 are those that were searched for.
fn parts(marked: &str) -> Vec<SnippetPart> {
    let mut parts = Vec::new();
    for (i, piece) in marked.split('\u{2}').enumerate() {
        let (hit, rest) = if i == 0 { ("", piece) } else { piece.split_once('\u{3}').unwrap_or((piece, "")) };
        for (text, hit) in [(hit, true), (rest, false)] {
            let blank = text.chars().all(char::is_whitespace);
            let text = text.replace(char::is_whitespace, " ");
            if !(text.is_empty() || hit && blank) {
                parts.push(SnippetPart { text, hit });
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use hireq_domain::ids::DocumentId;
    use uuid::Uuid;

    fn found(n: u128, chunk: Option<u128>) -> Found {
        Found {
            candidate: CandidateId(Uuid::from_u128(n)),
            document: Some(DocumentId(Uuid::from_u128(n))),
            chunk: chunk.map(Uuid::from_u128),
        }
    }

    #[test]
    fn who_is_in_both_rankings_comes_before_the_first_of_one() {
        let fused = fuse(&[found(1, None), found(2, None)], &[found(3, Some(9)), found(2, Some(8))]);
        let order: Vec<u128> = fused.iter().map(|f| f.candidate.0.as_u128()).collect();
        assert_eq!(order, [2, 1, 3]);
        assert_eq!(fused[0].chunk, Some(Uuid::from_u128(8)));
    }

    #[test]
    fn a_piece_that_says_the_headline_again_is_not_shown() {
        assert!(near(" Frontend\nEngineer ", "Frontend Engineer", "shops").is_empty());
        let parts = near("Frontend Engineer. Built Shops, for all.", "Frontend Engineer", "web shops for");
        let shown: Vec<(&str, bool)> = parts.iter().map(|p| (p.text.as_str(), p.hit)).collect();
        let hits =
            [("Frontend Engineer. Built ", false), ("Shops", true), (", ", false), ("for", true), (" all.", false)];
        assert_eq!(shown, hits);
    }

    #[test]
    fn a_name_is_looked_for_without_its_accents() {
        assert_eq!(name_words("Ola Nyström"), ["ola", "nystrom"]);
        assert_eq!(name_words("Łukasz O’Dvořák"), ["lukasz", "o", "dvorak"]);
        assert!(name_words("\"cared for\" -rust").is_empty() && name_words("a b c d e f").is_empty());
    }

    #[test]
    fn a_skill_is_searched_for_under_its_usual_name_too() {
        assert_eq!(known_as("k8s in production"), "kubernetes in production");
    }

    #[test]
    fn a_snippet_marks_the_words_that_were_searched_for() {
        let parts = parts("built \u{2}Rust\u{3} and\n\u{2}SQL\u{3} services");
        let shown: Vec<(&str, bool)> = parts.iter().map(|p| (p.text.as_str(), p.hit)).collect();
        assert_eq!(shown, [("built ", false), ("Rust", true), (" and ", false), ("SQL", true), (" services", false)]);
    }
}
