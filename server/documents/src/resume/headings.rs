//! Section headings in English, German, French, Spanish, Portuguese, and a few more.

use super::lexicon::{employer_score, is_degree, is_school, title_score};
use hireq_domain::resume::SectionKind::{self, *};
use std::{collections::HashMap, sync::OnceLock};
use unicode_normalization::UnicodeNormalization;

/// Phrases by what they announce, folded: lower case, without accents.
const PHRASES: &[(SectionKind, &str)] = &[
    (
        Experience,
        "experience|jobs i have done|jobs i have had|vocational|vocational experience|work experience|professional experience|career so far|career to date|employment to date|military experience|military service|employment|employment history|work history|career history|career summary history|relevant experience|related experience|industry experience|\
         experiences|working experience|job experience|professional background|work|career|employment experience|professional history|positions held|appointments|academic appointments|research experience|teaching experience|\
         internships|internship experience|work experiences|professional experiences|selected experience|practical experience|industrial experience|career experience|recent experience|employment record|jobs|my jobs|where i have worked|where i ve worked|where i worked|what i ve been up to|what i have been up to|what i ve done|what i have done|commercial experience|clinical experience|employment and experience|record of employment|employment details|employment summary|professional career|previous experience|current position|previous positions|additional experience|other experience|earlier experience|leadership experience|\
         berufserfahrung|berufserfahrungen|beruflicher werdegang|werdegang|berufspraxis|praktische erfahrung|praktika|berufliche erfahrung|berufliche erfahrungen|berufstatigkeit|berufsweg|beruflicher lebenslauf|tatigkeiten|berufliche laufbahn|berufliche stationen|praktische tatigkeit|praktische tatigkeiten|berufliche tatigkeit|berufliche tatigkeiten|beruflicher weg|mein weg|arbeitserfahrung|erfahrung|praxiserfahrung|\
         experience professionnelle|experiences professionnelles|parcours professionnel|experience de travail|experiences de travail|carriere|emplois occupes|activites professionnelles|activite professionnelle|experiences|emplois|stages|parcours|\
         experiencia|experiencia profesional|experiencia laboral|historial laboral|historial profesional|donde he trabajado|experiencia de trabajo|antecedentes laborales|antecedentes profesionales|actividad profesional|vida laboral|trayectoria profesional|trayectoria|\
         experiencia profissional|experiencias profissionais|atividade profissional|carreira|carreira profissional|historico profissional|percurso profissional|experiencia de trabalho|\
         esperienza|esperienza professionale|esperienze professionali|esperienza lavorativa|esperienze lavorative|ervaring|werkervaring|beroepservaring|stages en werkervaring|experience de terrain|experiencia laboral y profesional|doswiadczenie|doswiadczenie zawodowe|arbetslivserfarenhet|erhvervserfaring|arbeidserfaring|工作经历|工作经验|工作履历|职业经历|实习经历|職歴|職務経歴",
    ),
    (
        Education,
        "education|educational background|academic background|academia|academic details|academic profile|education and training|academic history|academic qualifications|academic credentials|educational attainment|educational attainments|educational history|qualifications|educational qualifications|education background|education history|academics|academic record|\
         studies|school and college|schools and colleges|schools attended|institutions attended|institutions attended with dates|what i studied|studied|where i studied|my education|academic and professional qualification|academic qualification|educational qualification|schooling|academic education|degrees|training|education details|educational details|professional education|formal education|\
         ausbildung|bildung|bildungsweg|studium|schulbildung|akademische ausbildung|schul und berufsausbildung|schule und ausbildung|schule und studium|berufsausbildung|ausbildung und studium|studium und ausbildung|schulische ausbildung|hochschulbildung|akademischer werdegang|bildungsgang|aus und weiterbildung|hochschulstudium|\
         formation|formations|formation academique|etudes|parcours academique|diplomes|scolarite|cursus|formation et diplomes|\
         educacion|formacion|formacion academica|estudios|titulacion|educacion y formacion|\
         educacao|formacao|formacao academica|escolaridade|habilitacoes|habilitacoes academicas|habilitacoes literarias|formacao escolar|formazione scolastica|titoli di studio|estudios realizados|formacion profesional|formation initiale|opleidingen en cursussen|istruzione|formazione|istruzione e formazione|opleiding|opleidingen|wyksztalcenie|wyksztalcenie i odbyte szkolenia|edukacja|utbildning|uddannelse|utdanning|教育背景|教育经历|学历|教育|学歴",
    ),
    (
        Skills,
        "skills|abilities|able to do|what i do|what i can do|das kann ich|was ich kann|meine starken|i can|know how|methods|systems|clinical|computer|computing|computer literacy|computer knowledge|technical skills|lab skills|laboratory skills|practical skills|digital competences|core skills|key skills|core competencies|competencies|competences|skills and tools|technologies|technical proficiencies|areas of expertise|expertise|technical expertise|skill set|skillset|professional skills|\
         skills summary|what i bring|what i am good at|good at|what i m good at|things i m good at|things i am good at|what i do well|skills matrix|skill summary|technical summary|tools|tools and technologies|programming languages|computer skills|it skills|soft skills|hard skills|additional skills|skills and abilities|skills and expertise|skills and competencies|skill highlights|key competencies|\
         areas of strength|strengths|proficiencies|software|software skills|tech stack|technical knowledge|technical competencies|digital skills|skills and qualifications|relevant skills|other skills|specialties|specialities|capabilities|core qualifications|key qualifications|programming skills|technology|technical|skills and technologies|specialization|domains|\
         kenntnisse|edv|systeme|methoden|methodenkenntnisse|labormethoden|edv und software|software und systeme|starken|personliche starken|fachliche kompetenzen|digitale kompetenzen|fahigkeiten|kompetenzen|fachkenntnisse|edv kenntnisse|it kenntnisse|kenntnisse und fahigkeiten|technische kenntnisse|fahigkeiten und kenntnisse|qualifikationen|besondere kenntnisse|weitere kenntnisse|schwerpunkte|\
         competences|atouts|qualites|competences numeriques|competences techniques|sommaire des competences|resume des competences|principales competences|competences cles|competences informatiques|savoir faire|savoir etre|outils|logiciels|connaissances|informatique|competences professionnelles|\
         habilidades|capacidades|competencias digitales|programas|herramientas|herramientas y habilidades|habilidades y herramientas|areas de practica|areas de practica y habilidades|competencias|aptitudes|conocimientos|habilidades tecnicas|conocimientos tecnicos|competencias tecnicas|informatica|destrezas|\
         conhecimentos|qualificacoes|qualificacoes e habilidades|habilidades tecnicas|competencias digitais|habilidades e competencias|competencias e habilidades|conhecimentos tecnicos|aptidoes|competenze|competenze digitali|capacita|competenties|computervaardigheden|digitale vaardigheden|belangrijkste vaardigheden|competenze tecniche|competenze professionali|competenze personali|capacita e competenze|vaardigheden|umiejetnosci|kompetenser|fardigheter|专业技能|技能|技能特长|掌握技能|スキル",
    ),
    (
        Summary,
        "summary|professional summary|profile|professional profile|about|about me|objective|career objective|summary of qualifications|executive summary|career summary|personal statement|personal profile|career profile|introduction|statement|bio|biography|overview|personal summary|qualifications summary|profile summary|who i am|\
         profil|uber mich|zusammenfassung|kurzprofil|personliches profil|kurzvorstellung|a propos|a propos de moi|resume|presentation|objectif|profil professionnel|objectif professionnel|accroche|\
         perfil|perfil profesional|resumen|resumen profesional|sobre mi|objetivo|extracto|perfil profissional|resumo|resumo profissional|sobre mim|objetivo profissional|sobre|profilo|profilo professionale|samenvatting|profiel|wie ben ik|over mij|chi sono|su di me|quem sou|quien soy|qui suis je|wer ich bin|kim jestem|persoonlijk profiel|sintesi|podsumowanie|profil zawodowy|o mnie|welcome|自我评价|个人简介|自我介绍|个人总结",
    ),
    (
        Projects,
        "projects|projects profile|project profile|selected credits|credits|projects summary|project summary|project details|personal projects|selected projects|key projects|academic projects|side projects|open source|open source projects|notable projects|portfolio|research projects|project experience|relevant projects|technical projects|\
         projekte|projektarbeit|ausgewahlte projekte|projets|projets personnels|realisations|proyectos|proyectos personales|projetos|projetos pessoais|progetti|projecten|projekty|项目经验|项目经历|项目",
    ),
    (
        Languages,
        "languages|language|jezyk ojczysty|inne jezyki|language skills|mother tongue|mother tongues|other languages|lingua materna|outras linguas|lengua materna|otras lenguas|lingua madre|altre lingue|muttersprache|weitere sprachen|langue maternelle|autres langues|languages known|known languages|languages spoken|spoken languages|foreign languages|language proficiency|competenze linguistiche|conoscenze linguistiche|competencias linguisticas|talenkennis|sprachen|sprachkenntnisse|fremdsprachen|langues|langues etrangeres|competences linguistiques|idiomas|lenguas|linguas|lingue|talen|jezyki|jezyki obce|sprak|语言能力|语言|外语|语言技能",
    ),
    (
        Certificates,
        "certifications|certificates|professional training|professional trainings|formations continues|formation continue|continuing education|certification|licenses|licences|licenses and certifications|certifications and licenses|licenses and certificates|cards and tickets|tickets and cards|tickets|cards|licences and tickets|qualifications and tickets|professional certifications|credentials|courses|courses and certifications|certifications and courses|training and certifications|job related training|certifications and training|professional development|training courses|trainings|trainings attended|training attended|workshops|seminars|short courses|\
         prawo jazdy|zertifikate|weiterbildung|zusatzqualifikationen|perfectionnement|patente|permiso de conducir|licencia de conducir|patente di guida|permis de conduire|carta de conducao|carnet de conducir|driving licence|driving license|zertifizierungen|weiterbildungen|fortbildungen|fuhrerschein|lehrgange|certificats|habilitations|certificaciones|certificados|cursos|capacitacion|capacitaciones|cursos complementares|cursos complementarios|formacion complementaria|formacao complementar|corsi|corsi di formazione|formations complementaires|cursos y certificaciones|certificacoes|certificazioni|certificaten|cursussen|certyfikaty|kursy|证书|资格证书|技能证书",
    ),
    (
        Publications,
        "publications|selected publications|papers|research publications|journal articles|conference papers|publikationen|veroffentlichungen|publicaciones|publicacoes|pubblicazioni|publicaties|peer reviewed publications|books|patents|patent|talks|presentations|invited talks|conference presentations|论文|发表论文",
    ),
    (
        Awards,
        "awards|career highlights|career achievements|honors|honours|honors and awards|awards and honors|awards and honours|awards and achievements|achievements|accomplishments|key achievements|scholarships|grants|grants and awards|recognition|selected honors|distinctions|fellowships|\
         auszeichnungen|preise|stipendien|erfolge|prix|recompenses|premios|premios y reconocimientos|logros|premiacoes|reconhecimentos|premi|onderscheidingen|nagrody|获奖经历|荣誉奖项|所获奖项|奖项",
    ),
    (
        Volunteering,
        "volunteer|engagements|societies|boards and community|community engagement|volunteering|volunteer experience|volunteer work|community service|community involvement|voluntary work|civic activities|ehrenamt|ehrenamtliche tatigkeiten|ehrenamtliches engagement|engagement|benevolat|voluntariado|voluntariato|vrijwilligerswerk|wolontariat|extracurricular activities|extracurricular|leadership|leadership and activities|activities|leadership and involvement|organizations|memberships|professional memberships|affiliations|professional affiliations|associations|service|professional service|academic service|teaching|mitgliedschaften|志愿者经历|社团经历|校园经历",
    ),
    (
        Other,
        "interests|hobbies|free time|personal info|bio data|biodata|personal profile details|hobbies and interests|interests and hobbies|references|reference|coursework|relevant coursework|hobby s|referencias personales|referencias familiares|referencias laborales|referees|referee|beyond work|outside work|outside of work|et aussi|personal information|personal details|personal data|contact|contact information|contact details|contact me|contacts|additional information|other|miscellaneous|find me|ask these people|personal|links|social|social media|details|info|get in touch|find me online|declaration|key facts|testimonials|my life philosophy|most proud of|a day of my life|\
         interessen|hobbys|referenzen|personliche daten|kontakt|personliche angaben|sonstiges|zur person|personliche informationen|kontaktdaten|hobbys und interessen|freizeit|\
         centres d interet|centres d interets|loisirs|references|coordonnees|informations personnelles|divers|interets|\
         intereses|aficiones|referencias|datos personales|contacto|otros datos|otros|informacion adicional|interesses|dados pessoais|contato|contacto|personalia|persoonlijk|overig|altro|varie|pozostale|persoonlijke gegevens|contactgegevens|weitere angaben|angaben zur person|personliches|uber meine person|autres informations|ulteriori informazioni|outros|informacoes adicionais|interessi|hobby|dati personali|contatti|interesses|hobbies|zainteresowania|informacje dodatkowe|informacje osobiste|dane osobowe|referencje|dane kontaktowe|inne|兴趣爱好|联系方式|个人信息|基本信息",
    ),
];

fn table() -> &'static HashMap<&'static str, SectionKind> {
    static TABLE: OnceLock<HashMap<&'static str, SectionKind>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        for (kind, phrases) in PHRASES {
            for phrase in phrases.split('|') {
                table.entry(phrase.trim()).or_insert(*kind);
            }
        }
        table
    })
}

/// Lower case, without accents or punctuation, single spaces; letter-spaced words closed up.
pub(crate) fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    let plain = plain
        .to_lowercase()
        .replace('ß', "ss")
        .replace('&', " and ")
        .replace('ł', "l")
        .replace('ø', "o")
        .replace('đ', "d");
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.len() >= 4 && words.iter().filter(|w| w.chars().count() == 1).count() * 4 >= words.len() * 3 {
        return words.concat();
    }
    words.join(" ")
}

/// What a line announces, if it is nothing but a heading.
pub(crate) fn classify(text: &str) -> Option<SectionKind> {
    if text.chars().count() > 60
        || text.contains('@')
        || text.ends_with('.')
        || text.contains(',') && text.matches(',').count() > 2
    {
        return None;
    }
    let folded = fold(unnumbered(without_remark(text)));
    if folded.is_empty() || folded.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let table = table();
    let lookup = |phrase: &str| table.get(phrase).or_else(|| table.get(squeeze(phrase).as_str())).copied();
    if let Some(kind) = lookup(&folded) {
        return Some(kind);
    }
    // “SKILLS / COMPÉTENCES”: in two languages.
    if let Some((first, rest)) = text.split_once('/')
        && let (Some(kind), Some(_)) = (lookup(&fold(first)), lookup(&fold(rest)))
    {
        return Some(kind);
    }
    // "Skills and Interests", "Education & Certifications": the first part names the section.
    for joint in [" and ", " und ", " et ", " y ", " e ", " i "] {
        if let Some((first, rest)) = folded.split_once(joint)
            && let (Some(kind), Some(second)) = (lookup(first), lookup(rest))
        {
            // “Teaching and research experience” are positions.
            let posts = second == Experience && matches!(kind, Volunteering | Projects | Publications);
            return Some(if posts { second } else { kind });
        }
    }
    for lead in [
        "my ",
        "professional ",
        "relevant ",
        "selected ",
        "additional ",
        "key ",
        "other ",
        "meine ",
        "mes ",
        "mis ",
        "ma ",
        "mon ",
        "mi ",
    ] {
        if let Some(kind) = folded.strip_prefix(lead).and_then(lookup) {
            return Some(kind);
        }
    }
    None
}

/// “Experience: (13 years)” without what stands in its parenthesis.
fn without_remark(text: &str) -> &str {
    let bare = text.trim_end().strip_suffix(')').and_then(|t| t.rsplit_once('(')).map_or(text, |(bare, _)| bare);
    if bare.trim().is_empty() { text } else { bare.trim_end() }
}

/// “IV. Formación”, “3. Experience” and “B) Skills” without their numbers.
pub(super) fn unnumbered(text: &str) -> &str {
    let Some((number, rest)) = text.trim_start().split_once(['.', ')']) else { return text };
    let counted = number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 2
        || number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && number.len() <= 4
        || matches!(number, "A" | "B" | "C" | "D" | "E" | "F" | "G" | "H");
    if counted && !number.is_empty() && rest.starts_with(char::is_whitespace) { rest.trim_start() } else { text }
}

/// What a line announces that is set as a heading, by its words: “Clinical Experience”, “Language Skills”, “Experience abroad”.
pub(crate) fn classify_loud(text: &str) -> Option<SectionKind> {
    let text = unnumbered(without_remark(text));
    let capitals = !text.chars().any(char::is_lowercase);
    // “Job Profile:” is a form's label.
    let text = text.trim_end().strip_suffix(':').filter(|_| capitals).unwrap_or(text);
    let longest = if capitals { 70 } else { 45 };
    if text.chars().count() > longest || text.contains(['@', ',', ':', '.', '|', '\t']) {
        return None;
    }
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    // “Bachelor of Education”
    if is_degree(text) && [" of ", " in "].iter().any(|joint| folded.contains(joint)) {
        return None;
    }
    if words.len() > if capitals { 8 } else { 4 } || words.len() < 2 || folded.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    // The last word says what it is, else the first: “Language skills”, “Experience abroad”.
    // A whole line of capitals may say it anywhere, but for names and titles: “CUSTOMER SERVICE MANAGER”.
    let named = || is_school(text) || title_score(text) > 0 || employer_score(text) > 0;
    let anywhere = words.iter().rev().find_map(|word| by_word(word)).filter(|_| capitals && !named());
    let first = by_word(words[0]).filter(|kind| {
        // “Projetos selecionados”, but “Project manager”
        matches!(kind, Experience | Education | Skills) || *kind == Projects && !named()
    });
    // “Academic details” are about what the first word says.
    let ends = by_word(words[words.len() - 1]).filter(|kind| *kind != Other || by_word(words[0]).is_none());
    ends.or(first).or(anywhere)
}

/// What a word of a heading announces, in most of the languages that headings are known in; a star stands for any end.
/// Words that employers' names end in are left out, or whole: “Public Schools”, “Medical Services”.
fn by_word(word: &str) -> Option<SectionKind> {
    const WORDS: [(SectionKind, &str); 11] = [
        (
            Experience,
            "experien* employment internships internship erfahrung* berufserfahr* werdegang laboral trabajo profissional positions \
             jobs assignments engagements esperienz* ervaring werkervaring doswiadczenie trayectoria praktika stationen",
        ),
        (
            Education,
            "education educational educacion educacao ausbildung* formation formations formaci* formaca* formazione qualification \
             qualifications studium studien estudios etudes schooling schulbildung schulische academic academics istruzione opleiding* \
             wyksztalcenie bildung* bildungsweg",
        ),
        (
            Skills,
            "skill skills skillset competenc* competenz* kenntnisse fachkenntnisse kompetenzen expertise technologies technologien tools \
             habilidad* proficienc* fahigkeiten vaardigheden umiejetnosci connaissances conhecimentos conoscenze conocimientos aptitudes strengths qualificac*",
        ),
        (Projects, "projects projekte projets proyectos projetos progetti projecten"),
        (
            Certificates,
            "certifi* examinations exams licenses licences licensure zertifi* courses cursos corsi kurse kursy training trainings uprawnienia \
             weiterbildung* fortbildung* lehrgange",
        ),
        (Languages, "languages sprachen sprachkenntnisse langues idiomas lingue linguas talen talenkennis jezyki"),
        (Publications, "publications publikationen patents publicaciones publicacoes"),
        (Awards, "awards honors honours achievements scholarships auszeichnungen prizes distinctions"),
        (Summary, "summary profile objective statement profil"),
        (
            Volunteering,
            "volunteering volunteer service activities memberships affiliations engagement ehrenamt* benevolat",
        ),
        (
            Other,
            "interests references referencias referenzen hobbies hobbys information details contact leisure freizeit referees",
        ),
    ];
    let fits = |known: &str| known.strip_suffix('*').map_or(known == word, |start| word.starts_with(start));
    WORDS.iter().find(|(_, known)| known.split_whitespace().any(fits)).map(|(kind, _)| *kind)
}

/// Letter-spaced headings come without the spaces between their words.
fn squeeze(phrase: &str) -> String {
    static SQUEEZED: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let squeezed =
        SQUEEZED.get_or_init(|| table().keys().filter(|k| k.contains(' ')).map(|k| (k.replace(' ', ""), *k)).collect());
    squeezed.get(&phrase.replace(' ', "")).map_or_else(String::new, |k| (*k).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_several_languages() {
        for (text, kind) in [
            ("EXPERIENCE", Experience),
            ("Work Experience:", Experience),
            ("Berufserfahrung", Experience),
            ("Expérience professionnelle", Experience),
            ("Formación académica", Education),
            ("E D U C A T I O N", Education),
            ("Skills & Interests", Skills),
            ("Sprachkenntnisse", Languages),
            ("Formação", Education),
            ("工作经历", Experience),
        ] {
            assert_eq!(classify(text), Some(kind), "{text}");
        }
        assert_eq!(classify("Experience with Rust and five years of it."), None);
        assert_eq!(classify("Senior Engineer"), None);
    }
}
