//! Forms: what stands before a colon, or in the cell before, says what follows.

use super::{headings, text::trim};

/// What a form writes before a post.
const TITLE_LABELS: [&str; 22] = [
    "position",
    "title",
    "job title",
    "role",
    "designation",
    "post",
    "post held",
    "cargo",
    "funcao",
    "puesto",
    "posicion",
    "funcion",
    "poste",
    "fonction",
    "stelle",
    "funktion",
    "tatigkeit",
    "ruolo",
    "mansione",
    "posizione",
    "functie",
    "stanowisko",
];

/// What a form writes before an employer.
const EMPLOYER_LABELS: [&str; 17] = [
    "employer",
    "employer name",
    "company",
    "company name",
    "organisation",
    "organization",
    "empresa",
    "entreprise",
    "employeur",
    "societe",
    "firma",
    "arbeitgeber",
    "unternehmen",
    "azienda",
    "datore di lavoro",
    "werkgever",
    "bedrijf",
];

/// What a form writes before anything else about a position.
const OTHER_LABELS: [&str; 31] = [
    "client",
    "location",
    "period",
    "duration",
    "dates",
    "date",
    "periodo",
    "lugar",
    "lieu",
    "periode",
    "zeitraum",
    "ort",
    "project",
    "project name",
    "department",
    "departamento",
    "abteilung",
    "departement",
    "jefe inmediato",
    "supervisor",
    "telefono",
    "funciones",
    "actividades",
    "atividades",
    "principais atividades",
    "responsibilities",
    "key responsibilities",
    "reason for leaving",
    "job scope",
    "fecha",
    "data",
];

/// What a label says a part is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    Title,
    Employer,
}

/// The pieces of a head's line without their labels, each with what its label says. A label in a cell of its own speaks
/// of the next.
pub(super) fn labelled(pieces: Vec<&str>) -> Vec<(Option<Role>, &str)> {
    let mut found = Vec::new();
    let mut before = None;
    for piece in pieces {
        let label = headings::fold(piece.split_once(':').map_or(piece, |(label, _)| label));
        let role = if TITLE_LABELS.contains(&label.as_str()) {
            Some(Role::Title)
        } else if EMPLOYER_LABELS.contains(&label.as_str()) {
            Some(Role::Employer)
        } else {
            None
        };
        if role.is_none() && !OTHER_LABELS.contains(&label.as_str()) {
            found.push((before.take(), piece));
            continue;
        }
        match piece.split_once(':').map(|(_, rest)| trim(rest)).filter(|rest| !rest.is_empty()) {
            Some(rest) => found.push((role, rest)),
            None => before = role,
        }
    }
    found
}
