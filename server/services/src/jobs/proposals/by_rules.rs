//! Proposes requirements from a description with rules: skills in the taxonomy, years, degrees, languages and licences,
//! each a must-have or nice-to-have depending on the words around it and the heading above it. The same text always
//! gives the same proposal; the recruiter decides.

use super::{LONGEST_TITLE, MOST, add, wording, wording::Context};
use crate::{jobs::markdown, pattern::regex};
use hireq_documents::skills::Taxonomy;
use hireq_domain::job::{Requirement, RequirementKind};
use regex::Regex;
use std::{collections::HashSet, sync::LazyLock};

/// A pattern and what it stands for.
type Named = (Regex, &'static str);

static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s*\(\d{1,2}\))?\s*(?:\+|plus|or more)?\s*(?:(?:-|–|—|to|bis|à)\s*\d{1,2}\s*\+?)?\s*(?:years?|yrs?\.?|jahren?|ans|años)['’]?(?:\s|[.,;)]|$)",
    )
});
static EXPERIENCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:experience[ds]?|working|worked|work|hands[- ]on|practice|background|track record|professional|industry|berufserfahrung|erfahrung|expérience|experiencia|building|developing|managing|leading|in an?|as an?|of)\b",
    )
});
static NO_EXPERIENCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:years? old|years of age|ago|founded|for over|for more than|history|last \d|past \d|(?:we|our)\b.{0,40}\byears)\b",
    )
});
static AFTER_YEARS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:of|in|with)?\s*(?:(?:professional|hands[- ]on|relevant|solid|proven|commercial|practical|work(?:ing)?|industry|production)\s+)*(?:experience\s+)?(?:of|in|with|using)?\s*$",
    )
});

// Lowest first: if a text accepts several degrees, the lowest one is what it requires.
static DEGREES: LazyLock<Vec<Named>> = LazyLock::new(|| {
    [
        (r"(?i)\b(?:high[- ]school diploma|GED|secondary school|abitur|baccalauréat)\b", "High school diploma"),
        (r"(?i)\b(?:associate['’]?s? degree|vocational (?:training|degree|qualification)|apprenticeship|(?:abgeschlossene\s+)?(?:berufs)?ausbildung|BTS|DUT)\b", "Vocational training"),
        (r"(?i:\bbachelor(?:['’]?s)?\b|\bundergraduate degree\b|\b(?:university|college|four[- ]year|4[- ]year) degree\b|\bdegree in\b|\bdegree or equivalent\b|\bhochschulabschluss\b|\b(?:abgeschlossenes\s+)?(?:hochschul)?studium\b|\blicence universitaire\b)|\bB\.?Sc\.?\b|\bB\.?Eng\.?\b|\bB\.?Tech\.?\b|\b(?:BS|BA)(?:/(?:BA|BS|MS|MA))?\b|\bB\.S\.|\bB\.A\.", "Bachelor"),
        (r"(?i:\bmaster['’]s\b|\bmasters? degree\b|\bmasters? (?:of|in) (?:science|arts|business|engineering|public|computer|data|mathematics)|\bmaster(?:abschluss|studium)\b|\bdiplom-?ingenieur|\badvanced degree\b|\bgraduate degree\b)|\bM\.?Sc\.?\b|\bMBA\b|\bM\.?Eng\.?\b|\bM\.?Tech\.?\b|\bM\.S\.|\b(?:BS|BA)/(?:MS|MA)\b|\bMaster(?:\s*(?:/|or|oder|ou)\s*(?:PhD|Ph\.D)|\s*(?:,|$))", "Master"),
        (r"(?i:\bph\.?\s?d\b\.?|\bdoctorate\b|\bdoctoral\b|\bpromotion in\b|\bdoctorat\b)", "Doctorate"),
    ]
    .into_iter()
    .map(|(pattern, name)| (regex(pattern), name))
    .collect()
});

static LANGUAGE_CUE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:fluen\w*|languages?|speak\w*|spoken|written|writing|verbal|oral|native|mother tongue|proficien\w*|command of|[abc][12]|bilingual|conversational|skills?|knowledge of|communicat\w*|level|business|sprachkenntnisse|kenntnisse|fließend\w*|muttersprach\w*|verhandlungssicher\w*|deutschkenntnisse|englischkenntnisse|courante?|maîtrise|langue|parl\w+)\b",
    )
});
static NOT_A_LANGUAGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[\s-]*(?:market|customer|client|office|compan|team|law\b|tax|accounting|gaap|food|cuisine|culture|citizen|passport|supplier|government|authorit|subsidiar|hours|holiday|literature|shepherd)",
    )
});
static LANGUAGES: LazyLock<Vec<Named>> = LazyLock::new(|| {
    [
        (r"\b(?:English|Englisch(?:kenntnisse)?|Anglais|anglais|Inglés|inglés)\b", "English"),
        (r"\b(?:German|Deutsch(?:kenntnisse)?|Allemand|allemand)\b", "German"),
        (r"\b(?:French|Französisch|Français|français)\b", "French"),
        (r"\b(?:Spanish|Spanisch|Español|español|Espagnol|espagnol)\b", "Spanish"),
        (r"\b(?:Italian|Italienisch)\b", "Italian"),
        (r"\b(?:Portuguese|Portugiesisch)\b", "Portuguese"),
        (r"\b(?:Dutch|Niederländisch)\b", "Dutch"),
        (r"\b(?:Polish|Polnisch)\b", "Polish"),
        (r"\bCzech\b", "Czech"),
        (r"\bSwedish\b", "Swedish"),
        (r"\bDanish\b", "Danish"),
        (r"\bNorwegian\b", "Norwegian"),
        (r"\bFinnish\b", "Finnish"),
        (r"\b(?:Russian|Russisch)\b", "Russian"),
        (r"\bUkrainian\b", "Ukrainian"),
        (r"\b(?:Turkish|Türkisch)\b", "Turkish"),
        (r"\bGreek\b", "Greek"),
        (r"\bRomanian\b", "Romanian"),
        (r"\bHungarian\b", "Hungarian"),
        (r"\bArabic\b", "Arabic"),
        (r"\bHebrew\b", "Hebrew"),
        (r"\bHindi\b", "Hindi"),
        (r"\bTamil\b", "Tamil"),
        (r"\bUrdu\b", "Urdu"),
        (r"\bBengali\b", "Bengali"),
        (r"\b(?:Mandarin|Chinese|Chinesisch)\b", "Chinese"),
        (r"\bCantonese\b", "Cantonese"),
        (r"\bJapanese\b", "Japanese"),
        (r"\bKorean\b", "Korean"),
        (r"\bVietnamese\b", "Vietnamese"),
        (r"\bThai\b", "Thai"),
        (r"\bIndonesian\b", "Indonesian"),
    ]
    .into_iter()
    .map(|(pattern, name)| (regex(pattern), name))
    .collect()
});

static LICENCES: LazyLock<Vec<Named>> = LazyLock::new(|| {
    [
        (r"(?i)\b(?:driv(?:ing|er['’]?s?)\s+licen[cs]e|führerschein|permis de conduire|permis b)\b", "Driving licence"),
        (r"(?i:\bcommercial driver['’]?s licen[cs]e\b)|\bCDL\b", "Commercial driving licence"),
        (r"(?i)\b(?:forklift (?:licen[cs]e|certificat\w+|operator certificat\w+)|staplerschein)\b", "Forklift licence"),
        (r"(?i:\bregistered nurse\b|\bnursing licen[cs]e\b)|\bRN\b", "Registered nurse"),
        (r"(?i:\bteaching (?:licen[cs]e|certificate|credential)\b)|\bQTS\b", "Teaching licence"),
        (r"(?i:\breal estate licen[cs]e\b)", "Real estate licence"),
        (r"\bPMP\b|(?i:\bproject management professional\b)", "PMP"),
        (r"\bPRINCE2\b", "PRINCE2"),
        (r"\b(?:CSM|PSM(?:\s?I{1,3})?)\b|(?i:\bcertified scrum ?master\b)", "Certified ScrumMaster"),
        (r"\bCPA\b|(?i:\bcertified public accountant\b)", "CPA"),
        (r"\bACCA\b", "ACCA"),
        (r"\bCFA\b", "CFA"),
        (r"\bCISSP\b", "CISSP"),
        (r"\bCISA\b", "CISA"),
        (r"\bCISM\b", "CISM"),
        (r"\bCEH\b", "CEH"),
        (r"\bCCNA\b", "CCNA"),
        (r"\bCCNP\b", "CCNP"),
        (r"\bITIL\b", "ITIL"),
        (r"\bSHRM-?(?:CP|SCP)?\b|\bPHR\b", "SHRM or PHR"),
        (r"(?i)\baws certified [a-z]+(?: [a-z]+)?|\baws certifications?\b", "AWS certification"),
        (r"(?i)\bazure certifications?\b|\bmicrosoft certified\b", "Microsoft certification"),
        (r"(?i)\b(?:certified kubernetes administrator)\b|\bCKA\b", "Certified Kubernetes Administrator"),
        (r"(?i)\b(?:lean )?six sigma (?:green|black|yellow) belt\b", "Six Sigma belt"),
        (r"(?i)\b(?:first[- ]aid|CPR|BLS|ACLS) (?:certificat\w+|licen[cs]e)\b", "First aid certificate"),
        (r"(?i)\b(?:security clearance|secret clearance|sicherheitsüberprüfung)\b", "Security clearance"),
        (r"(?i)\b(?:bar admission|admitted to the bar|licensed attorney)\b", "Bar admission"),
    ]
    .into_iter()
    .map(|(pattern, name)| (regex(pattern), name))
    .collect()
});

/// What was found, in the order of finding.
#[derive(Default)]
struct Found(Vec<Requirement>);

impl Found {
    fn add(&mut self, kind: RequirementKind, text: &str, must: bool, weight: f32) {
        add(&mut self.0, Requirement { weight, ..Requirement::new(kind, text, must) });
    }
}

/// Proposes requirements from a job's title and its Markdown description.
#[must_use]
pub fn propose(title: &str, description: &str) -> Vec<Requirement> {
    let title = &title[..title.char_indices().nth(LONGEST_TITLE).map_or(title.len(), |(at, _)| at)];
    let text = markdown::to_text(description);
    let mut found = Found::default();
    let mut context = Context::Plain;
    let sections = text.lines().any(|line| wording::heading(line) == Some(Context::Must));
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let bare = line.trim_start_matches(['•', '-', '*', '–', '·', ' ']);
        if let Some(next) = wording::heading(bare) {
            context = next;
        } else {
            // "Nice to have: Docker" applies only to its own line.
            let here = wording::lead(bare).unwrap_or(context);
            if here != Context::Other {
                read_line(bare, here, sections, title, &mut found);
            }
        }
    }
    finish(found)
}

/// What one line below such a heading asks for.
pub(super) fn of_line(line: &str, context: Context, title: &str) -> Vec<Requirement> {
    let mut found = Found::default();
    read_line(line, context, true, title, &mut found);
    found.0
}

fn read_line(line: &str, context: Context, sections: bool, title: &str, found: &mut Found) {
    let default = match context {
        Context::Must => true,
        Context::Nice | Context::Other => false,
        // If the text has its own list of requirements, skills mentioned in the duties are not requirements.
        Context::Duties | Context::Plain => !sections,
    };
    let listed = matches!(context, Context::Must | Context::Nice);
    // Repeated sentences add nothing, and each sentence costs one search per pattern.
    let mut said = HashSet::new();
    for sentence in wording::sentences(line).into_iter().filter(|sentence| sentence.contains(char::is_alphanumeric)) {
        if !said.insert(sentence) {
            continue;
        }
        let must = |at: usize| wording::must(sentence, at, default);
        let licences = named(&LICENCES, sentence);
        for (span, name) in &licences {
            found.add(RequirementKind::Licence, name, must(span.start), 1.0);
        }
        read_degrees(sentence, &must, found);
        read_languages(sentence, listed, &must, found);
        let skills = skills(sentence, listed, &licences);
        for (at, name) in &skills {
            let weight = if Taxonomy::get().find(title).iter().any(|m| m.name == *name) { 2.0 } else { 1.0 };
            found.add(RequirementKind::Skill, name, must(*at), weight);
        }
        read_years(sentence, listed, &skills, &must, found);
    }
}

fn named(patterns: &[Named], sentence: &str) -> Vec<(std::ops::Range<usize>, &'static str)> {
    patterns.iter().flat_map(|(pattern, name)| pattern.find_iter(sentence).map(|m| (m.range(), *name))).collect()
}

/// Skills, each with the byte position where it occurs. In prose, only skills with unambiguous names are looked for.
fn skills(
    sentence: &str,
    listed: bool,
    licences: &[(std::ops::Range<usize>, &'static str)],
) -> Vec<(usize, &'static str)> {
    let taxonomy = Taxonomy::get();
    let mentions = if listed { taxonomy.find(sentence) } else { taxonomy.find_curated(sentence) };
    let byte = |chars: usize| sentence.char_indices().nth(chars).map_or(sentence.len(), |(byte, _)| byte);
    mentions
        .into_iter()
        .filter_map(|mention| {
            let at = byte(mention.span.start);
            let taken = licences.iter().any(|(range, _)| range.contains(&at))
                || LANGUAGES.iter().any(|(_, language)| *language == mention.name);
            (!taken).then_some((at, mention.name))
        })
        .collect()
}

fn read_degrees(sentence: &str, must: &impl Fn(usize) -> bool, found: &mut Found) {
    let mut seen: Vec<(usize, bool, &'static str)> = Vec::new();
    for (pattern, name) in DEGREES.iter() {
        if let Some(m) = pattern.find(sentence) {
            seen.push((m.start(), must(m.start()), name));
        }
    }
    // Of several must-have degrees in one sentence, only the lowest counts: "Bachelor's or Master's" accepts a
    // bachelor's degree.
    let lowest = seen.iter().find(|(_, must, _)| *must).map(|(_, _, name)| *name);
    for (_, must, name) in seen {
        if !must && lowest != Some(name) || lowest == Some(name) {
            found.add(RequirementKind::Degree, name, must, 1.0);
        }
    }
}

fn read_languages(sentence: &str, listed: bool, must: &impl Fn(usize) -> bool, found: &mut Found) {
    let hits = named(&LANGUAGES, sentence);
    // A short list item that begins with a language needs no further words: "German (C1)", "English".
    let short = listed && sentence.split_whitespace().count() <= 4;
    if hits.is_empty() || !(short || LANGUAGE_CUE.is_match(sentence)) {
        return;
    }
    for (range, name) in hits {
        if !NOT_A_LANGUAGE.is_match(&sentence[range.end..]) {
            found.add(RequirementKind::Language, name, must(range.start), 1.0);
        }
    }
}

fn read_years(
    sentence: &str,
    listed: bool,
    skills: &[(usize, &'static str)],
    must: &impl Fn(usize) -> bool,
    found: &mut Found,
) {
    if NO_EXPERIENCE.is_match(sentence) || !(listed || EXPERIENCE.is_match(sentence)) {
        return;
    }
    for capture in YEARS.captures_iter(sentence) {
        let (Some(whole), Some(count)) = (capture.get(0), capture.get(1)) else { continue };
        let Some(count) = counted(count.as_str()).filter(|n| (1..=30).contains(n)) else { continue };
        let unit = if count == 1 { "year" } else { "years" };
        let of = skills.iter().find(|(at, _)| {
            sentence.get(whole.end()..*at).is_some_and(|between| AFTER_YEARS.is_match(between.trim_start_matches(',')))
        });
        let text = of.map_or_else(|| format!("{count} {unit}"), |(_, skill)| format!("{count} {unit} of {skill}"));
        found.add(RequirementKind::Years, &text, must(whole.start()), 1.0);
    }
}

fn counted(text: &str) -> Option<u32> {
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let text = text.to_lowercase();
    text.parse().ok().or_else(|| (1..).zip(WORDS).find(|(_, word)| *word == text).map(|(n, _)| n))
}

/// Sorts: years first, then skills, degrees, languages and licences, with must-haves before the rest. Among the
/// must-haves, keeps at most one number of years without a subject and one degree.
fn finish(found: Found) -> Vec<Requirement> {
    let mut all = found.0;
    let bare = |r: &Requirement| r.kind == RequirementKind::Years && r.must && !r.text.contains(" of ");
    if let Some(first) = all.iter().find(|r| bare(r)).map(|r| r.text.clone()) {
        all.retain(|r| !bare(r) || r.text == first);
    }
    let level = |text: &str| DEGREES.iter().position(|(_, name)| *name == text);
    if let Some(lowest) =
        all.iter().filter(|r| r.kind == RequirementKind::Degree && r.must).filter_map(|r| level(&r.text)).min()
    {
        all.retain(|r| {
            r.kind != RequirementKind::Degree || level(&r.text).is_some_and(|l| l == lowest || (l > lowest && !r.must))
        });
    }
    let rank = |kind: RequirementKind| match kind {
        RequirementKind::Years => 0,
        RequirementKind::Skill => 1,
        RequirementKind::Degree => 2,
        RequirementKind::Language => 3,
        RequirementKind::Licence => 4,
        RequirementKind::Other => 5,
    };
    all.sort_by_key(|r| (rank(r.kind), !r.must));
    all.truncate(MOST);
    all
}

#[cfg(test)]
mod tests;
