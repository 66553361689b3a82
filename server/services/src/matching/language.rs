//! Spoken languages, under their names in several languages, with levels where both sides give one.

use super::{Finding, Profile, words};
use hireq_domain::resume::Span;

/// ISO code, then the names that résumés and jobs use.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("ar", &["arabic", "arabisch", "arabe", "árabe"]),
    ("bn", &["bengali"]),
    ("bg", &["bulgarian", "bulgarisch"]),
    ("ca", &["catalan", "katalanisch"]),
    ("cs", &["czech", "tschechisch", "tchèque"]),
    ("da", &["danish", "dänisch", "danois"]),
    ("de", &["german", "deutsch", "allemand", "alemán", "tedesco"]),
    ("el", &["greek", "griechisch", "grec"]),
    ("en", &["english", "englisch", "anglais", "inglés", "inglese", "英语"]),
    ("es", &["spanish", "spanisch", "espagnol", "español", "spagnolo"]),
    ("fa", &["persian", "farsi", "persisch"]),
    ("fi", &["finnish", "finnisch", "finnois"]),
    ("fr", &["french", "französisch", "français", "francés", "francese"]),
    ("he", &["hebrew", "hebräisch"]),
    ("hi", &["hindi"]),
    ("hr", &["croatian", "kroatisch"]),
    ("hu", &["hungarian", "ungarisch", "hongrois"]),
    ("id", &["indonesian", "bahasa"]),
    ("it", &["italian", "italienisch", "italien", "italiano"]),
    ("ja", &["japanese", "japanisch", "japonais", "日本語"]),
    ("ko", &["korean", "koreanisch", "coréen"]),
    ("nl", &["dutch", "niederländisch", "néerlandais", "nederland", "nederlands"]),
    ("no", &["norwegian", "norwegisch", "norvégien"]),
    ("pl", &["polish", "polnisch", "polonais"]),
    ("pt", &["portuguese", "portugiesisch", "portugais", "português"]),
    ("ro", &["romanian", "rumänisch", "roumain"]),
    ("ru", &["russian", "russisch", "russe", "ruso"]),
    ("sk", &["slovak", "slowakisch"]),
    ("sl", &["slovenian", "slowenisch"]),
    ("sr", &["serbian", "serbisch"]),
    ("sv", &["swedish", "schwedisch", "suédois"]),
    ("ta", &["tamil"]),
    ("th", &["thai"]),
    ("tr", &["turkish", "türkisch", "turc"]),
    ("uk", &["ukrainian", "ukrainisch", "ukrainien"]),
    ("ur", &["urdu"]),
    ("vi", &["vietnamese", "vietnamesisch"]),
    ("zh", &["chinese", "mandarin", "chinesisch", "chinois", "cantonese", "中文"]),
];

/// Finds a spoken language.
pub(super) fn find(text: &str, profile: &Profile) -> Finding {
    let Some((code, names)) = language(text) else {
        return super::skill::find(text, profile);
    };
    let wanted = level(text);
    let mut best: Option<(String, Option<u8>, Vec<Span>)> = None;
    for (listed, span) in &profile.languages {
        if language(listed).is_some_and(|(c, _)| c == code) {
            let found = level(listed);
            if best.as_ref().is_none_or(|(_, known, _)| found > *known) {
                best = Some((listed.clone(), found, span.iter().copied().collect()));
            }
        }
    }
    let mentions: Vec<Span> = names.iter().flat_map(|n| words::phrase(&profile.words, &words::split(n))).collect();
    if best.is_none() {
        // Elsewhere in the text a language counts as spoken where a word of level stands beside it.
        let spoken = mentions.iter().find_map(|s| {
            let around = Span { start: s.start.saturating_sub(40), end: s.end + 40 };
            level(around.slice(&profile.text)).map(|l| (around.slice(&profile.text).trim().to_owned(), l, *s))
        });
        if let Some((_, found, span)) = spoken {
            best = Some((span.slice(&profile.text).to_owned(), Some(found), vec![span]));
        }
    }
    match best {
        Some((listed, found, spans)) => match (wanted, found) {
            (Some(wanted), Some(found)) if found + 1 < wanted => {
                Finding::partial(0.5, format!("Lists “{listed}”, which is below “{text}”."), spans)
            }
            (Some(_), None) => Finding::partial(0.8, format!("Lists “{listed}” without a level."), spans),
            _ => Finding::met(format!("Lists “{listed}”."), spans),
        },
        None if profile.written_in.as_deref() == Some(code) => {
            Finding::met("The résumé is written in this language.".into(), vec![])
        }
        None if !mentions.is_empty() => {
            Finding::partial(0.4, "Mentioned, but not as a language that is spoken.".into(), mentions)
        }
        None if profile.languages.is_empty() => Finding::unknown("The résumé lists no languages.".into()),
        None => Finding::missing("Not among the languages that the résumé lists.".into()),
    }
}

fn language(text: &str) -> Option<(&'static str, &'static [&'static str])> {
    let stems: Vec<String> = words::split(text).into_iter().map(|w| w.stem).collect();
    LANGUAGES
        .iter()
        .find(|(_, names)| names.iter().any(|n| stems.contains(&words::stem(n)) || (!n.is_ascii() && text.contains(n))))
        .map(|(code, names)| (*code, *names))
}

/// A level from 1 (A1) to 7 (native), the highest that the text names.
fn level(text: &str) -> Option<u8> {
    words::split(text)
        .iter()
        .filter_map(|w| {
            Some(match w.stem.as_str() {
                "a1" | "beginner" | "grundkenntnisse" => 1,
                "a2" | "basic" | "elementary" | "notion" => 2,
                "b1" | "intermediate" | "conversational" => 3,
                "b2" | "good" | "gut" | "gute" | "professional" | "working" => 4,
                "c1" | "advanced" | "fluent" | "fluently" | "fließend" | "courant" | "proficient" | "business"
                | "verhandlungssicher" => 5,
                "c2" | "bilingual" | "excellent" => 6,
                "native" | "mother" | "muttersprache" | "maternelle" | "muttersprachler" => 7,
                _ => return None,
            })
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_names() {
        assert_eq!(language("Fluent German").map(|l| l.0), Some("de"));
        assert_eq!(language("Deutsch (C1)").map(|l| l.0), Some("de"));
        assert_eq!(language("Rust"), None);
    }

    #[test]
    fn a_level_is_read_from_words_and_from_cefr() {
        assert_eq!((level("German B2"), level("native English"), level("French")), (Some(4), Some(7), None));
    }
}
