//! Decides the verdict on a requirement from the judge's answers for each sentence and what the rules found.
//!
//! Required years are computed from the dates of the relevant positions. All other verdicts follow from named features,
//! each with one weight per verdict; the weights were fitted to verdicts made by hand (`scripts/tools/judge`).

use super::{Judged, Profile, finding::Finding, lexicon, years};
use hireq_domain::{
    job::{Requirement, RequirementKind},
    matching::Verdict,
    resume::Span,
};
use hireq_ml::judge::Bearing;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// In the order of the columns in [`TABLE`].
const VERDICTS: [Verdict; 3] = [Verdict::Met, Verdict::Partial, Verdict::Missing];

/// A feature's name in the table, and its value.
pub type Number = (&'static str, f32);

/// The fitted weights: one line per feature, with a weight for each verdict. Written by `scripts/tools/judge/fit.py`.
const TABLE: &str = include_str!("../../data/verdicts.tsv");

static WEIGHTS: LazyLock<Vec<(&'static str, [f32; 3])>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let mut cells = line.split('\t');
        let name = cells.next()?;
        let mut weight = || cells.next()?.parse().ok();
        Some((name, [weight()?, weight()?, weight()?]))
    };
    TABLE.lines().skip(1).filter_map(line).collect()
});

/// Identifies the exact weights.
pub(super) static REVISION: LazyLock<String> = LazyLock::new(|| hex::encode(&Sha256::digest(TABLE)[..4]));

/// The verdict on a requirement, with the sentences that support it.
pub(super) fn find(
    judged: &Judged,
    at: usize,
    requirement: &Requirement,
    profile: &Profile,
    rules: &Finding,
) -> Finding {
    if let Some(finding) = by_dates(judged, at, requirement, profile) {
        return finding;
    }
    let verdict = decide(&numbers_of(judged, at, requirement, profile, rules));
    // What a list of languages or a degree says is better evidence than any sentence.
    if verdict == rules.verdict && matches!(requirement.kind, RequirementKind::Language | RequirementKind::Degree) {
        return finding_of(verdict, rules.reason.clone(), rules.evidence.clone());
    }
    let shown = judged.surest(at, |v| v.supports + 0.9 * v.partly);
    let denied = judged.surest(at, |v| v.denies);
    let (before, sentences) = match verdict {
        Verdict::Met => ("", shown),
        Verdict::Partial => ("In part: ", [shown, denied].concat()),
        _ => ("The résumé says otherwise: ", denied),
    };
    if let Some(first) = sentences.first() {
        let stated = if first.span.is_none() { ", as the candidate says beside the file" } else { "" };
        let reason = format!("{before}“{}”{stated}", first.text.trim());
        return finding_of(verdict, reason, sentences.iter().filter_map(|sentence| sentence.span).collect());
    }
    // A requirement is not met without any evidence to show; then the rules' verdict counts.
    match (verdict, rules.verdict) {
        (Verdict::Met, Verdict::Met) | (Verdict::Met | Verdict::Partial, Verdict::Partial) => {
            finding_of(rules.verdict, rules.reason.clone(), rules.evidence.clone())
        }
        (Verdict::Partial, Verdict::Met) => finding_of(verdict, rules.reason.clone(), rules.evidence.clone()),
        _ if requirement.kind == RequirementKind::Other => Finding::unknown("The résumé does not say.".into()),
        _ if rules.verdict == Verdict::Met && !rules.evidence.is_empty() => finding_of(
            Verdict::Missing,
            format!("Mentioned, but without evidence of it. {}", rules.reason),
            rules.evidence.clone(),
        ),
        _ => Finding::missing(judged.silent()),
    }
}

/// The verdict on required years, if relevant positions have dates.
fn by_dates(judged: &Judged, at: usize, requirement: &Requirement, profile: &Profile) -> Option<Finding> {
    let asked = years::least(&requirement.text).filter(|_| requirement.kind == RequirementKind::Years)?;
    let (have, positions) = judged.relevant_years(at, &requirement.text, profile);
    (have > 0.0).then(|| years::compared(have, asked, " in positions that belong to it", positions))
}

/// A finding with the credit that its verdict earns.
fn finding_of(verdict: Verdict, reason: String, evidence: Vec<Span>) -> Finding {
    match verdict {
        Verdict::Met => Finding::met(reason, evidence),
        Verdict::Partial => Finding::partial(0.5, reason, evidence),
        _ => Finding { evidence, ..Finding::missing(reason) },
    }
}

/// The verdict with the highest score.
fn decide(numbers: &[Number]) -> Verdict {
    let mut scores = [0.0; 3];
    for (name, weights) in WEIGHTS.iter() {
        let number = numbers.iter().find(|(n, _)| n == name).map_or(0.0, |(_, number)| *number);
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += weight * number;
        }
    }
    let best = scores.into_iter().zip(VERDICTS).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(Verdict::Missing, |(_, verdict)| verdict)
}

/// The features of a requirement.
#[must_use]
pub(super) fn numbers_of(
    judged: &Judged,
    at: usize,
    requirement: &Requirement,
    profile: &Profile,
    rules: &Finding,
) -> Vec<Number> {
    let mut numbers = of_sentences(judged, at).to_vec();
    numbers.extend(of_years(judged, at, requirement, profile));
    let kind = |kind| indicator(requirement.kind == kind);
    let (met, partial) = (indicator(rules.verdict == Verdict::Met), indicator(rules.verdict == Verdict::Partial));
    let language = kind(RequirementKind::Language);
    let there = judged.where_found(at, &rules.evidence).filter(|_| rules.is_found()).unwrap_or(Bearing::UNRELATED);
    let most = judged.about(at).map(|(_, v)| v.supports).fold(0.0, f32::max);
    let unnamed = most * indicator(!rules.is_found());
    let known = indicator(!lexicon::mentions(&requirement.text).is_empty());
    numbers.extend([
        ("supports_where_found", there.supports),
        ("partly_where_found", there.partly),
        ("denies_where_found", there.denies),
        ("unrelated_where_found", there.unrelated * indicator(rules.is_found())),
        ("unnamed", unnamed),
        ("unnamed_known", unnamed * known),
        ("unnamed_likely", indicator(unnamed > 0.6)),
        ("unnamed_sure", indicator(unnamed > 0.85)),
        ("unnamed_known_sure", indicator(unnamed > 0.85) * known),
        ("likely", indicator(most > 0.6)),
        ("sure", indicator(most > 0.85)),
        ("unnamed_licence", unnamed * kind(RequirementKind::Licence)),
        ("unnamed_language", unnamed * language),
        ("unnamed_degree", unnamed * kind(RequirementKind::Degree)),
        ("rules_met_undenied", met * (1.0 - there.denies)),
        ("licence_rules_met", met * kind(RequirementKind::Licence)),
        ("degree_rules_met", met * kind(RequirementKind::Degree)),
        ("is_degree", kind(RequirementKind::Degree)),
        ("is_language", language),
        ("is_licence", kind(RequirementKind::Licence)),
        ("is_other", kind(RequirementKind::Other)),
        ("rules_met", met),
        ("rules_partial", partial),
        ("language_rules_met", language * met),
        ("language_rules_partial", language * partial),
        ("constant", 1.0),
    ]);
    numbers
}

fn indicator(so: bool) -> f32 {
    f32::from(u8::from(so))
}

/// Features of the strongest sentences for each answer.
fn of_sentences(judged: &Judged, at: usize) -> [Number; 14] {
    let mut supports: Vec<f32> = judged.about(at).map(|(_, v)| v.supports).collect();
    supports.sort_by(|a, b| b.total_cmp(a));
    let most = |of: fn(&Bearing) -> f32| judged.about(at).map(|(_, v)| of(v)).fold(0.0, f32::max);
    let (first, second) = (supports.first().copied().unwrap_or(0.0), supports.get(1).copied().unwrap_or(0.0));
    let (partly, denies) = (most(|v| v.partly), most(|v| v.denies));
    let some = most(|v| v.supports + v.partly);
    // Counted up to five sentences; more make no difference.
    let share = |of: fn(&Bearing) -> bool| {
        f32::from(u8::try_from(judged.about(at).filter(|(_, v)| of(v)).count().min(5)).unwrap_or(5)) / 5.0
    };
    // Log odds, scaled to 1 at 99 %.
    let odds = |p: f32| (p.clamp(0.01, 0.99) / (1.0 - p.clamp(0.01, 0.99))).ln() / 4.6;
    [
        ("supports", first),
        ("second", second),
        ("partly", partly),
        ("denies", denies),
        ("some", some),
        ("supports_odds", odds(first)),
        ("some_odds", odds(some)),
        ("denies_odds", odds(denies)),
        ("supported_undenied", first * (1.0 - denies)),
        ("supported_denied", first * denies),
        ("partly_only", partly * (1.0 - first)),
        ("supporting_sentences", share(|v| v.supports > 0.5)),
        ("partly_sentences", share(|v| v.partly > 0.5)),
        ("denying_sentences", share(|v| v.denies > 0.5)),
    ]
}

/// Features of the years in relevant positions, as a fraction of those required.
fn of_years(judged: &Judged, at: usize, requirement: &Requirement, profile: &Profile) -> [Number; 4] {
    let is_years = requirement.kind == RequirementKind::Years;
    let asked = years::least(&requirement.text).filter(|_| is_years);
    let share = asked.map_or(0.0, |asked| (judged.relevant_years(at, &requirement.text, profile).0 / asked).min(1.5));
    [
        ("is_years", indicator(is_years)),
        ("years_share", share),
        // A tolerance, because dates are given in months at best.
        ("years_enough", indicator(share >= 0.97)),
        ("years_half", indicator(share >= 0.45)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::judged::Questions;
    use chrono::NaiveDate;
    use hireq_domain::resume::{Field, ParsedResume};

    #[test]
    fn every_number_has_its_weights_and_every_weight_its_number() {
        let profile = Profile::read("Nurse", &ParsedResume::default(), NaiveDate::MIN);
        let requirement = Requirement::new(RequirementKind::Skill, "Nursing", true);
        let questions = Questions::of(&profile, 1);
        let answers = questions.pairs(std::slice::from_ref(&requirement)).iter().map(|_| Bearing::UNRELATED).collect();
        let judged = questions.answered(answers);
        let rules = Finding::missing(String::new());
        let numbers = numbers_of(&judged, 0, &requirement, &profile, &rules);
        let (ours, theirs): (Vec<_>, Vec<_>) =
            (numbers.iter().map(|(name, _)| *name).collect(), WEIGHTS.iter().map(|(name, _)| *name).collect());
        assert_eq!(ours, theirs);
        assert_eq!(decide(&numbers), Verdict::Missing);
    }

    const SUPPORTED: Bearing = Bearing { supports: 0.97, partly: 0.01, denies: 0.01, unrelated: 0.01 };

    /// The verdict on a skill, for a résumé whose sentences get the answers in `said`.
    fn found(text: &str, resume: &ParsedResume, asked: &str, said: impl Fn(&str) -> Bearing) -> Finding {
        let profile = Profile::read(text, resume, NaiveDate::MIN);
        let requirement = Requirement::new(RequirementKind::Skill, asked, true);
        let questions = Questions::of(&profile, 1);
        let pairs = questions.pairs(std::slice::from_ref(&requirement));
        let judged = questions.answered(pairs.iter().map(|pair| said(&pair.sentence)).collect());
        let rules = crate::matching::skill::find(asked, &profile);
        find(&judged, 0, &requirement, &profile, &rules)
    }

    #[test]
    fn nothing_is_met_of_which_nothing_can_be_shown() {
        // The judge is unsure of every sentence, and the rules find nothing.
        for supports in [0.1, 0.2, 0.3, 0.38] {
            let unsure = Bearing { supports, partly: 0.02, denies: 0.0, unrelated: 0.98 - supports };
            let finding = found("Drove a van.\nBaked bread.", &ParsedResume::default(), "Welding", |_| unsure);
            assert_eq!(finding.verdict, Verdict::Missing, "{supports}: {}", finding.reason);
        }
    }

    #[test]
    fn what_is_named_and_not_credited_is_said_to_be_named() {
        let finding = found("Skills\nKafka", &ParsedResume::default(), "Kafka", |_| Bearing::UNRELATED);
        assert_eq!(finding.verdict, Verdict::Missing, "{}", finding.reason);
        assert!(finding.reason.starts_with("Mentioned,") && !finding.evidence.is_empty(), "{}", finding.reason);
    }

    #[test]
    fn what_somebody_states_beside_the_file_counts_as_theirs() {
        let typed =
            Field { value: "Welding certificate, 2024".to_owned(), confidence: 1.0, span: None, page_box: None };
        let resume = ParsedResume { certificates: vec![typed], ..ParsedResume::default() };
        let said = |sentence: &str| if sentence.starts_with("Welding") { SUPPORTED } else { Bearing::UNRELATED };
        let finding = found("Baked bread.", &resume, "Welding", said);
        assert_eq!(finding.verdict, Verdict::Met, "{}", finding.reason);
        assert!(finding.reason.ends_with("as the candidate says beside the file"), "{}", finding.reason);
        assert!(finding.evidence.is_empty());
    }
}
