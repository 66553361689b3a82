//! Forms: what stands before a colon, or in the cell before, says what follows.

use super::{dates, headings, text::trim};

/// What a form writes before a post.
const TITLE_LABELS: [&str; 32] = [
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
    "occupation or position held",
    "tipo di impiego",
    "lavoro o posizione ricoperti",
    "fonction ou poste occupe",
    "poste occupe",
    "profesion o cargo desempenado",
    "puesto o cargo ocupados",
    "beruf oder funktion",
    "funcao ou cargo ocupado",
    "function or occupation",
];

/// What a form writes before an employer.
const EMPLOYER_LABELS: [&str; 25] = [
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
    "name and address of employer",
    "nome e indirizzo del datore di lavoro",
    "nom et adresse de l employeur",
    "nombre y direccion del empleador",
    "nombre y direccion de la empresa o empleador",
    "name und adresse des arbeitgebers",
    "nome e endereco do empregador",
    "naam en adres van de werkgever",
];

/// What a form writes before anything else about a position.
const OTHER_LABELS: [&str; 54] = [
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
    "type of business or sector",
    "tipo di azienda o settore",
    "tipo di attivita o settore",
    "type ou secteur d activite",
    "tipo de empresa o sector",
    "tatigkeitsbereich oder branche",
    "tipo de empresa ou sector",
    "dates from to",
    "date da a",
    "fechas de a",
    "datas de a",
    "main activities and responsibilities",
    "principali mansioni e responsabilita",
    "principales actividades y responsabilidades",
    "principales activites et responsabilites",
    "wichtigste tatigkeiten und zustandigkeiten",
    "principais atividades e responsabilidades",
    "duties",
    "main duties",
    "key duties",
    "job description",
    "job profile",
    "mansioni",
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

/// What the first cell of a form's line, or what stands before its colon, says of the rest. None of a line that is none of
/// a form's.
pub(super) fn line(text: &str) -> Option<Line> {
    let label = headings::fold(text.split(['\t', ':']).next().unwrap_or_default());
    let known = |labels: &[&str]| label.len() < text.len() && labels.contains(&label.as_str());
    if known(&TITLE_LABELS) || known(&EMPLOYER_LABELS) {
        Some(Line::Names)
    } else if known(&OTHER_LABELS) {
        Some(Line::Tells)
    } else {
        None
    }
}

/// What a form's line says is the title or the employer, whole: “Position: Corps Member – Teacher”. None where the line
/// has dates or other cells as well.
pub(super) fn form_line(text: &str) -> Option<(Role, &str)> {
    let at = text.find(['\t', ':'])?;
    let label = headings::fold(&text[..at]);
    let role = if TITLE_LABELS.contains(&label.as_str()) {
        Role::Title
    } else if EMPLOYER_LABELS.contains(&label.as_str()) {
        Role::Employer
    } else {
        return None;
    };
    let value = trim(&text[at..]);
    let alone = !value.is_empty() && !value.contains(['\t', '|', ':', '·', '•']) && dates::periods(value).is_empty();
    alone.then_some((role, value))
}

/// What a form's line is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Line {
    /// The post or the employer.
    Names,
    /// Anything else about a position.
    Tells,
}

/// “Technologies: Go, Kafka”: a line below a position that lists what it was done with.
pub(super) fn lists(text: &str) -> bool {
    const LABELS: [&str; 18] = [
        "technologies",
        "technologies used",
        "tech stack",
        "stack",
        "tools",
        "tools used",
        "environment",
        "skills used",
        "tecnologias",
        "entorno",
        "herramientas",
        "ferramentas",
        "technologien",
        "tecnologie",
        "environnement",
        "environnement technique",
        "outils",
        "technologieen",
    ];
    text.split_once(':')
        .is_some_and(|(label, rest)| !rest.trim().is_empty() && LABELS.contains(&headings::fold(label).as_str()))
}
