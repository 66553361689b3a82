//! Time between two positions that people account for.

/// Time that people account for between two positions.
pub(super) fn is_pause(text: &str) -> bool {
    let folded = super::headings::fold(text);
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
        "desemplead",
        "desempregad",
        "disoccupat",
        "werkzoekend",
        "mutterschutz",
        "pflege von angehorigen",
        "gap year",
        "weltreise",
        "wereldreis",
    ]
    .iter()
    .any(|pause| folded.starts_with(pause) || pause.contains(' ') && folded.contains(pause))
}
