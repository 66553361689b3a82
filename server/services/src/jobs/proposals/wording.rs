//! The words by which a job description marks must-haves and nice-to-haves.

use crate::pattern::regex;
use regex::Regex;
use std::sync::LazyLock;

/// What the lines below a heading are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// No heading says.
    Plain,
    /// Must-haves.
    Must,
    /// Nice-to-haves.
    Nice,
    /// What the work involves.
    Duties,
    /// What the employer offers, or is: nothing here is a requirement.
    Other,
}

// The order matters: "preferred qualifications" are nice-to-haves, although "qualifications" are must-haves.
static HEADINGS: LazyLock<[(Regex, Context); 4]> = LazyLock::new(|| {
    [
        (
            regex(
                r"(?i)\b(?:nice[- ]to[- ]haves?|good to have|great to have|bonus|plus(?:es)?|preferred|desir\w+|optional|ideally|extra points|brownie points|would be (?:great|nice|a plus)|advantage\w*|von vorteil|wünschenswert|idealerweise|un plus|atouts?)\b",
            ),
            Context::Nice,
        ),
        (
            regex(
                r"(?i)\b(?:benefits?|perks?|we offer|what you(?:['’]ll| will)? get|about (?:us|the company|our)|who we are|our (?:company|mission|values|team|culture)|compensation|salary|how to apply|application process|hiring process|equal opportunit\w+|diversity|wir bieten|über uns|nous offrons|why (?:join|us|work)|what['’]s in it for you)\b",
            ),
            Context::Other,
        ),
        (
            regex(
                r"(?i)\b(?:requirements?|required|must[- ]haves?|qualifications?|what you(?:['’]ll)? (?:bring|need|have)|you have|you bring|your profile|about you|who you are|skills?|experience|what we(?:['’]re| are)? (?:expect|look(?:ing)? for|need)|essentials?|competenc\w+|education|languages?|ihr profil|dein profil|anforderungen|das bringst du mit|voraussetzungen|votre profil|profil recherché|knowledge)\b",
            ),
            Context::Must,
        ),
        (
            regex(
                r"(?i)\b(?:responsibilit\w+|duties|what you(?:['’]ll| will) (?:do|be doing|work on)|the role|your (?:role|tasks|mission|job)|our stack|tasks|day[- ]to[- ]day|job description|aufgaben|deine aufgaben|ihre aufgaben|vos missions|overview|summary)\b",
            ),
            Context::Duties,
        ),
    ]
});
static NICE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:nice[- ]to[- ]have|good to have|great to have|a (?:big |strong |real |definite |huge |major )?plus|pluses|a bonus|bonus(?: points)?(?: for)?|preferred|preferably|preference|desir(?:able|ed)|ideally|optional(?:ly)?|an? (?:added |clear |real )?(?:advantage|asset)|advantageous|beneficial|welcome|helpful|not (?:strictly )?(?:required|necessary|a must|essential|mandatory)|appreciated|would be (?:great|nice|good)|von vorteil|wünschenswert|idealerweise|un plus|un atout|apprécié\w*|souhaité\w*)\b",
    )
});
static MUST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:must(?:[- ]haves?)?|required?|requires|requirement|essential|mandatory|necessary|needed|you (?:have|need|bring|know)|strong|solid|proven|deep|excellent|minimum|at least|erforderlich|zwingend|vorausgesetzt|exigée?|indispensable|impératif)\b",
    )
});

/// What a line announces if it is a heading: a few words, followed by a colon or nothing.
pub(super) fn heading(line: &str) -> Option<Context> {
    let line = line.trim().trim_start_matches(['•', '#', '*', ' ']).trim_end_matches(['*', ' ']);
    let colon = line.ends_with(':');
    let bare = line.trim_end_matches([':', '?', '!']);
    let words = bare.split_whitespace().count();
    if words == 0 || words > if colon { 9 } else { 5 } || bare.ends_with('.') || bare.contains([',', ';', ':']) {
        return None;
    }
    let found = HEADINGS.iter().find_map(|(pattern, context)| pattern.find(bare).map(|m| (m, *context)));
    match found {
        // Without a colon, only lines with little besides the heading's words: "Python experience" is itself a
        // requirement.
        Some((m, _)) if !colon && bare.len() > m.len() + 18 => None,
        Some((m, Context::Must))
            if !colon && WEAK.is_match(m.as_str()) && !bare.split_whitespace().all(|w| PLAIN.is_match(w)) =>
        {
            None
        }
        Some((_, Context::Nice)) if !colon && NICE_TAIL.is_match(bare) => None,
        Some((_, context)) => Some(context),
        None => colon.then_some(Context::Plain).filter(|_| words <= 4),
    }
}

// Words that only make a heading together with other heading words: "Technical skills", but not "Redis experience".
static WEAK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:experience|skills?|required|education|languages?|knowledge|competenc\w+|essentials?|qualifications?)$",
    )
});
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:experience|skills?|required|education|languages?|knowledge|competenc\w+|essentials?|qualifications?|technical|key|core|minimum|basic|professional|work|your|our|the|and|&|soft|hard|job|position|must|have|other|additional|relevant)$",
    )
});

// "Docker is a plus" is a nice-to-have, not a heading.
static NICE_TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:is|are|be)\b|\w[^:]*\b(?:preferred|desirable|desired|a plus|optional|von vorteil|advantage)\s*$")
});

/// What the words before a colon at the start of a line say about that line.
pub(super) fn lead(line: &str) -> Option<Context> {
    let (head, rest) = line.split_once(':')?;
    if rest.trim().is_empty() || head.split_whitespace().count() > 6 {
        return None;
    }
    if head.trim().eq_ignore_ascii_case("nice") {
        return Some(Context::Nice);
    }
    HEADINGS.iter().find(|(pattern, _)| pattern.is_match(head)).map(|(_, context)| *context)
}

static NOT_NEEDED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^\W*(?:no|kein\w*|geen|pas de|aucune?|ingen|inga|brak|sin)\b.*\b(?:needed|required|necessary|please|notwendig|erforderlich|nötig|vereist|nodig|nécessaire|exigée?|requise?|necesari\w|wymagan\w)\b|\b(?:is|are)?\s*(?:not|n['’]t) (?:required|needed|necessary|a requirement)\b|\bnicht (?:erforderlich|notwendig|nötig|vorausgesetzt)\b|\bniet (?:vereist|nodig|noodzakelijk)\b|\b(?:n['’]est|ne sont) pas (?:nécessaires?|exigée?s?|requise?s?)\b|\bwe (?:do not|don['’]t) (?:use|mind|care|ask|need|require)\b",
    )
});

/// Whether a line says that something is not asked for: "No prior experience of Oracle needed".
pub(super) fn says_not_needed(line: &str) -> bool {
    // "Not required, but a plus" is a nice-to-have.
    NOT_NEEDED.is_match(line) && !NICE.is_match(&NOT_NEEDED.replace_all(line, ""))
}

/// A line's sentences. A full stop inside a term ("Node.js", "B.Sc. in") does not end a sentence.
pub(super) fn sentences(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = line.as_bytes();
    for (at, c) in line.char_indices() {
        let ends = match c {
            ';' => true,
            '.' | '!' | '?' => {
                // The check that looks back over a word comes last, because a word may be as long as the line.
                let short = || {
                    let word = line[start..at].rsplit([' ', '(']).next();
                    word.is_some_and(|w| !w.is_empty() && (w.chars().nth(2).is_none() || w.contains('.')))
                };
                bytes.get(at + 1) == Some(&b' ')
                    && line[at + 1..].trim_start().chars().next().is_some_and(char::is_uppercase)
                    && !short()
            }
            _ => false,
        };
        if ends {
            out.push(line[start..=at].trim());
            start = at + c.len_utf8();
        }
    }
    out.push(line[start..].trim());
    out.retain(|s| !s.is_empty());
    out
}

/// For how many bytes the words of a nice-to-have apply: the length of a long enumeration.
const REACH: usize = 200;

/// Whether the thing mentioned at byte `at` of a sentence is a must-have; `default` if the sentence does not say.
pub(super) fn must(sentence: &str, at: usize, default: bool) -> bool {
    let nice: Vec<_> = NICE.find_iter(sentence).map(|m| m.range()).collect();
    if nice.is_empty() {
        return default || MUST.is_match(sentence) && strict(sentence);
    }
    let musts: Vec<usize> =
        MUST.find_iter(sentence).map(|m| m.start()).filter(|m| !nice.iter().any(|n| n.contains(m))).collect();
    let between = |low: usize, high: usize| musts.iter().any(|m| (low..high).contains(m)) || high - low > REACH;
    // Words of a nice-to-have apply forwards and backwards until words of a must-have come in between: "Python is a
    // must, Docker is a plus".
    let wished = nice.iter().any(|n| {
        if n.start < at {
            !between(n.end.min(at), at)
                && (announces(sentence, n) || !sentence.get(n.end..at).unwrap_or_default().contains([',', '.']))
        } else {
            !between(at, n.start) && !other_clause(&sentence[at..n.start])
        }
    });
    if wished { false } else { default || musts.iter().any(|m| *m < at) || !musts.is_empty() }
}

/// Whether the words of a nice-to-have open the sentence, so that they apply to all that follows.
fn announces(sentence: &str, cue: &std::ops::Range<usize>) -> bool {
    cue.start < 12 || sentence[cue.end..].trim_start().starts_with(':')
}

static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:,|\s[-–—]\s)[^,]*\b(?:is|are|be)\b|\bbut\b|,\s*(?:and\s+)?(?:an?|some|any|experience|knowledge|familiarity)\b",
    )
});

/// Whether a new clause with its own subject begins in between: "Fluent German, English is a plus".
fn other_clause(between: &str) -> bool {
    CLAUSE.is_match(between) && !between.to_lowercase().contains(" are")
}

// Words that make a must-have even below a heading that says otherwise.
static STRICT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:must|required|mandatory|essential|erforderlich|zwingend|exigée?|indispensable)\b")
});

fn strict(sentence: &str) -> bool {
    STRICT.is_match(sentence)
}
