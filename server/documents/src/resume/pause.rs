//! Time without a position that people account for in their list of positions.

use super::{headings::fold, lexicon::title_score};

/// Whether an entry's words say that there was no position.
pub(super) fn is_pause(text: &str) -> bool {
    let folded = fold(text);
    // Who stands in for somebody works.
    let covered = folded.split(' ').any(|w| {
        matches!(
            w,
            "cover" | "replacement" | "remplacement" | "vertretung" | "sustitucion" | "substituicao" | "vervanging"
        )
    });
    [
        "career break",
        "parental leave",
        "maternity leave",
        "paternity leave",
        "family leave",
        "sabbatical",
        "elternzeit",
        "sabbatjahr",
        "conge parental",
        "conge maternite",
        "annee sabbatique",
        "baja maternal",
        "excedencia",
        "licenca maternidade",
        "full time parent",
        "stay at home",
        "raising children",
        "homemaker",
        "family caregiver",
        "kindererziehung",
        "familienphase",
        "familienzeit",
        "arbeitssuchend",
        "arbeitsuchend",
        "arbeitslos",
        "unemployed",
        "looking for work",
        "sans emploi",
        "recherche d emploi",
        "demandeur d emploi",
        "desempleado",
        "desempleada",
        "desempregado",
        "desempregada",
        "disoccupato",
        "disoccupata",
        "werkzoekend",
        "mutterschutz",
        "pflege von angehorigen",
        "gap year",
        "weltreise",
        "wereldreis",
    ]
    .iter()
    .any(|pause| begins(&folded, pause) || pause.contains(' ') && folded.contains(pause) && title_score(text) == 0)
        && !covered
}

/// Whether words begin with other whole words.
fn begins(folded: &str, words: &str) -> bool {
    folded.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
