//! Words that tell titles, employers, schools, degrees, places and spoken languages apart.

use super::{headings::fold, text::trim};
use hireq_domain::resume::DegreeLevel;
use regex::Regex;
use std::{collections::HashSet, sync::OnceLock};

const TITLE_WORDS: &str = "babysitter praticante maker dresser milliner cleaner nanny maid housekeeper concierge bellhop bellboy dishwasher sommelier mixologist lifeguard bouncer chaplain optometrist podiatrist osteopath chiropractor acupuncturist doula embalmer undertaker jeweller jeweler goldsmith watchmaker shoemaker bookbinder blacksmith farrier plasterer tiler scaffolder steelworker millwright boilermaker pipefitter steamfitter lineman installer repairer toolmaker assembler stevedore chauffeur trucker bosun stewardess paratrooper cadet gardener farmhand fisherman beekeeper winemaker councillor senator commissioner sheriff anaesthetist anesthetist orthodontist masseur masseuse wehrdienst grundwehrdienst zivildienst bundesfreiwilligendienst volontaire negotiator valuer internee pupil colleague serviceman collaboratore collaboratrice professionista architetto architetta avvocato avvocata geometra commercialista comissario comissaria cellist cellista violinist pianist leerkracht docent tradutor tradutora revisor revisora engineer developer manager director analyst consultant designer architect administrator assistant associate coordinator specialist officer technician intern internship trainee apprentice lead leader head chief president ceo cto cfo coo cio vp founder cofounder owner partner \
 supervisor representative clerk secretary receptionist accountant auditor bookkeeper controller nurse physician doctor surgeon therapist pharmacist dentist teacher professor lecturer instructor tutor researcher scientist fellow postdoc postdoctoral student programmer tester writer editor journalist reporter photographer \
 producer artist translator interpreter lawyer attorney paralegal counsel advisor adviser agent broker buyer planner strategist executive cashier salesperson sales waiter waitress grader chef cook barista bartender server driver operator mechanic electrician plumber welder machinist carpenter foreman worker laborer \
 inspector estimator surveyor recruiter trainer coach counselor librarian volunteer freelancer contractor staff senior junior principal superintendent dispatcher guard pilot captain sergeant expert evangelist advocate scrum master owner member helper aide caregiver attendant host hostess steward stewardess porter carer ranger enumerator plater fitter joiner roofer glazier bricklayer landscaper groom valet usher janitor custodian attendant crew tutor mentor auditor underwriter actuary adjuster appraiser realtor paramedic midwife optician audiologist dietitian nutritionist radiographer phlebotomist hygienist veterinarian groomer stylist hairdresser beautician barber florist butcher fishmonger brewer tailor seamstress upholsterer locksmith courier postman driver rider packer picker stocker merchandiser telemarketer interviewer moderator curator archivist registrar proofreader copywriter illustrator animator videographer cinematographer composer musician choreographer dancer actor presenter anchor correspondent columnist publicist lobbyist diplomat magistrate judge bailiff notary firefighter detective investigator soldier corporal lieutenant commander midshipman marine sailor deckhand rigger driller blaster miner geophysicist technologist economist statistician chemist biologist physicist \
 inkoper verkoper medewerker medewerkster leraar lerares verpleegkundige adviseur stagiair stagiaire kok bezorger monteur schoonmaker beveiliger timmerman schilder kapper kapster triagist boekhouder ontwikkelaar onderzoeker impiegato impiegata addetto addetta cameriere cameriera commesso commessa operaio operaia cuoco cuoca insegnante infermiere infermiera tirocinante stagista responsabile autista magazziniere elettricista idraulico ragioniere barista \
 entwickler entwicklerin ingenieur ingenieurin konstrukteur konstrukteurin leiter leiterin projektleiter projektleiterin teamleiter teamleiterin abteilungsleiter berater beraterin werkstudent werkstudentin praktikant praktikantin praktikum sachbearbeiter sachbearbeiterin kaufmann kauffrau fachkraft mitarbeiter mitarbeiterin \
 geschaftsfuhrer geschaftsfuhrerin assistent assistentin referent referentin techniker technikerin mechaniker elektriker lehrer lehrerin arzt arztin krankenschwester pfleger pflegefachkraft verkaufer verkauferin buchhalter buchhalterin auszubildender auszubildende azubi kellner kellnerin koch kochin disponent disponentin zeitsoldat fahrer fahrerin lagerist lageristin schlosser schreiner tischler maler backer friseur friseurin erzieher erzieherin sozialarbeiter elektroniker mechatroniker monteur hausmeister filialleiter rechtsanwalt steuerberater redakteur redakteurin hilfskraft informatiker wissenschaftlicher systemadministrator \
 ingenieur ingenieure developpeur developpeuse responsable chef cheffe directeur directrice charge chargee assistant assistante stagiaire stage consultant consultante comptable vendeur vendeuse conseiller conseillere gestionnaire technicien technicienne infirmier infirmiere professeur enseignant enseignante alternant alternante alternance \
 redacteur redactrice coiffeur coiffeuse coloriste apprenti apprentie estheticienne facteur factrice ambulancier ambulanciere cuisinier cuisiniere commis second boulanger patissier patissiere aide soignant soignante magasinier caissier caissiere receptionniste plombier electricien electricienne macon menuisier chauffeur educateur educatrice juriste avocat avocate notaire pharmacien graphiste commercial commerciale adjoint adjointe coordinateur coordinatrice animateur formateur cadre conducteur ouvrier serveur serveuse secretaire architecte acheteur \
 ayudante cuidador cuidadora cocinera mozo moza limpiador limpiadora peon albanil carpintero fontanero jardinero monitora conserje vigilante teleoperador teleoperadora taquillero taquillera subgerente supervisora capataz maestro maestra chofer mesero mesera obrero obrera sous chef serveur barman plongeur manutentionnaire cariste livreur livreuse agent attachee attache laborer labourer mate trolley mechanik magazynier kierowca sprzedawca kasjer kucharz kelner spawacz elektryk operator automatyk pracownik specjalista kierownik ksiegowa ksiegowy asystent asystentka przedstawiciel nauczyciel nauczycielka pielegniarka inzynier programista analityk atendente recepcionista vendedora caixa motorista pedreiro eletricista cozinheiro cozinheira ajudante estagiario estagiaria aprendiz coordenador coordenadora supervisor gerente encarregado \
 ingeniero ingeniera desarrollador desarrolladora gerente jefe jefa analista asistente auxiliar operador operadora visitador visitadora ejecutivo ejecutiva comercial promotor promotora repartidor conductor electricista soldador peluquera peluquero dependiente dependienta cajero cajera recepcionista consultor consultora contador contadora director directora coordinador coordinadora becario becaria practicante profesor profesora docente enfermero enfermera medico medica vendedor vendedora tecnico tecnica encargado encargada administrativo administrativa \
 gestor gestora bolseiro bolseira investigador investigadora camarero camarera cocinero abogado abogada responsable disenador disenadora programador programadora arquitecto arquitecta \
 engenheiro engenheira enfermeiro vendedor vendedora supervisor supervisora atendente operadora motorista cozinheiro cozinheira contabilista desenvolvedor desenvolvedora gerente diretor diretora coordenador coordenadora estagiario estagiaria estagio professora enfermeira assistente tecnica advogado \
 ingegnere sviluppatore responsabile tirocinante impiegato inzynier kierownik specjalista programista analityk ksiegowy asystent stazysta dyrektor operator magazynier konsultant handlowiec nauczyciel";

/// Legal forms and kinds of organisation: no title has them.
const EMPLOYER_WORDS: &str = "inc llc ltd limited gmbh ag kg ohg se corp corporation company plc llp sarl spa srl bv nv ab oy aps holding holdings bank university college school hospital institute laboratory laboratories foundation ministry agency \
 technologies associates industries enterprises ventures studios motors automotive airlines hotel restaurant council society church klinikum krankenhaus stadtwerke maschinenbau universitat hochschule universite societe groupe banque hopital cabinet agence mairie universidad empresa grupo banco clinica ayuntamiento universidade \
 spolka szpital bros sons county city linhas aereas aerolineas forces comune gemeente gemeinde prefeitura";

/// Words that end employers' names but also stand in titles.
const WEAK_EMPLOYER_WORDS: &str = "centre center group clinic labs lab department solutions systems services consulting partners international global studio software media networks pharma pharmaceuticals insurance logistics foods energy store stores association werke ecole escuela health healthcare district army navy research financial management retail \
 technology co distribution works capital digital interactive living care";

const SCHOOL_WORDS: &str = "university college school institute academy polytechnic faculty conservatory universitat hochschule fachhochschule gymnasium realschule berufsschule akademie technische institut universite ecole lycee iut faculte academie universidad instituto escuela colegio facultad universidade escola faculdade universita politecnico liceo scuola \
 universiteit hogeschool roc lyceum uniwersytet politechnika szkola liceum akademia universitet hogskola eth mit epfl ucla insead hec iit nit berufskolleg oberschule gesamtschule berufsakademie universiti kolej sekolah smk smjk collegiate seminary convent vidyalaya vidyapeeth polytechnique centrale bootcamp";

const DEGREE_WORDS: &str = "bachelor bachelors master masters associate associates doctor doctorate doctoral phd dphil mba bsc msc ba ma bs ms beng meng btech mtech bcom mcom bba llb llm md jd edd mphil mres be me bfa mfa bed med hnd diploma degree certificate minor major ged honours honors \
 diplom diplomingenieur magister staatsexamen promotion abitur abi fachabitur mittlere reife ausbildung lehre fachhochschulreife hochschulreife bachelorstudium masterstudium studium realschulabschluss \
 licence maitrise doctorat bts dut baccalaureat bac deug cap bep ingenieur diplome mastere agregation licenciatura licenciado licenciada grado maestria doctorado bachillerato ingenieria tecnico mestrado doutorado graduacao bacharelado laurea diploma magistrale inzynier licencjat magister matura technik doktor studia school-leaving sijil spm stpm cbse icse gcse gcses 'a-levels' a-level btec nvq intermediate matriculation hsc ssc mbo hbo havo vwo vmbo brevet professionnel bepc wassce neco waec meisterprufung lehrabschluss pflichtschulabschluss gesellenprufung gepruft geprufter geprufte meisterbrief gesellenbrief facharbeiterbrief egb eso cou fp coursework program studies";

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

/// How much a phrase sounds like a job title.
pub(super) fn title_score(text: &str) -> i32 {
    static TITLES: OnceLock<HashSet<&str>> = OnceLock::new();
    let titles = TITLES.get_or_init(|| set(TITLE_WORDS));
    let folded = fold(text);
    // German makes a woman's title of a man's with "-in".
    let is_title = |w: &str| {
        titles.contains(w)
            || learned(w)
            || compound_title(w)
            || w.strip_suffix("in").is_some_and(|w| titles.contains(w))
    };
    let count = folded.split(' ').filter(|w| is_title(w)).count().min(3) as i32;
    // English puts the noun last: "Software Engineer", "Head of Sales, Europe".
    let noun = folded.split(' ').next_back().is_some_and(is_title) || folded.split(' ').next().is_some_and(is_title);
    let chinese = [
        "工程师",
        "经理",
        "主管",
        "开发",
        "设计师",
        "总监",
        "助理",
        "实习",
        "专员",
        "顾问",
        "教师",
        "分析师",
        "エンジニア",
    ]
    .iter()
    .any(|w| text.contains(w));
    2 * count + i32::from(noun && count > 0) + if chinese { 3 } else { 0 }
}

/// Those who study or treat something: “hydrologist”, “Kardiologin”, “psychologue”.
fn learned(word: &str) -> bool {
    const TAILS: [&str; 9] =
        ["ologist", "ologe", "ologin", "ologue", "ologo", "ologa", "physicist", "iatrist", "ographer"];
    word.len() > 7 && TAILS.iter().any(|tail| word.ends_with(tail))
}

/// German writes titles as one word.
fn compound_title(word: &str) -> bool {
    const TAILS: [&str; 43] = [
        "fuhrer",
        "fuhrerin",
        "medewerker",
        "medewerkster",
        "leerkracht",
        "leider",
        "ingenieur",
        "ingenieurin",
        "entwickler",
        "entwicklerin",
        "leiter",
        "leiterin",
        "manager",
        "managerin",
        "berater",
        "beraterin",
        "assistent",
        "assistentin",
        "techniker",
        "mechaniker",
        "kaufmann",
        "kauffrau",
        "student",
        "studentin",
        "meister",
        "fahrer",
        "fahrerin",
        "arbeiter",
        "arbeiterin",
        "pfleger",
        "pflegerin",
        "lehrer",
        "lehrerin",
        "verkaufer",
        "verkauferin",
        "helfer",
        "helferin",
        "schlosser",
        "zeichner",
        "monteur",
        "elektroniker",
        "laborant",
        "laborantin",
    ];
    word.len() > 8 && TAILS.iter().any(|t| word.ends_with(t))
}

/// How much a phrase sounds like an employer's name.
pub(super) fn employer_score(text: &str) -> i32 {
    static STRONG: OnceLock<HashSet<&str>> = OnceLock::new();
    static WEAK: OnceLock<HashSet<&str>> = OnceLock::new();
    let strong = STRONG.get_or_init(|| set(EMPLOYER_WORDS));
    let weak = WEAK.get_or_init(|| set(WEAK_EMPLOYER_WORDS));
    let folded = fold(text);
    let count = folded.split(' ').filter(|w| strong.contains(*w)).count().min(2) as i32;
    let last = folded
        .split(' ')
        .next_back()
        .is_some_and(|w| strong.contains(w) || (weak.contains(w) && title_score(text) == 0));
    let chinese = ["公司", "集团", "银行", "医院", "株式会社"].iter().any(|w| text.contains(w));
    2 * count + i32::from(last) + if chinese { 3 } else { 0 }
}

/// Above nothing for titles, below for employers.
pub(super) fn lean(text: &str) -> i32 {
    title_score(text) - 2 * employer_score(text)
}

/// Whether a phrase names a school.
pub(super) fn is_school(text: &str) -> bool {
    static SCHOOLS: OnceLock<HashSet<&str>> = OnceLock::new();
    let schools = SCHOOLS.get_or_init(|| set(SCHOOL_WORDS));
    let folded = fold(text);
    ["大学", "学院", "中学", "学校"].iter().any(|w| text.contains(w))
        || folded.split(' ').any(|w| {
            schools.contains(w)
                || w.ends_with("schule")
                || w.ends_with("universitat")
                || w.ends_with("hochschule")
                || w.ends_with("gymnasium")
                || w.ends_with("skool")
                || w.ends_with("college")
        })
        // Those who examine schools in India.
        || folded.ends_with(" board")
        || text.split(|c: char| !c.is_alphanumeric()).any(|w| {
            matches!(
                w,
                "TU" | "FH"
                    | "RWTH"
                    | "KIT"
                    | "LMU"
                    | "UC"
                    | "TUM"
                    | "DHBW"
                    | "UCL"
                    | "LSE"
                    | "NYU"
                    | "UPC"
                    | "UNAM"
                    | "INSA"
                    | "CNAM"
                    | "ENS"
                    | "ESSEC"
                    | "EDHEC"
                    | "UNED"
                    | "UPM"
                    | "UCM"
                    | "USP"
                    | "PUC"
                    | "UFRJ"
                    | "UNICAMP"
                    | "FGV"
                    | "UBA"
                    | "ITESM"
                    | "NUS"
                    | "NTU"
                    | "UBC"
                    | "UNSW"
                    | "RMIT"
                    | "TAFE"
                    | "UCT"
            )
        })
        || folded.starts_with("ihk ")
}

/// Whether a phrase names a degree.
pub(super) fn is_degree(text: &str) -> bool {
    static DEGREES: OnceLock<HashSet<&str>> = OnceLock::new();
    static DOTTED: OnceLock<Regex> = OnceLock::new();
    let degrees = DEGREES.get_or_init(|| set(DEGREE_WORDS));
    let dotted = DOTTED.get_or_init(|| Regex::new(r"\b(?:B\.?\s?(?:Sc|A|S|E|Eng|Tech|Com|Ed|Arch)|M\.?\s?(?:Sc|A|S|E|Eng|Tech|Ed|Phil|Com)|Ph\.?\s?D|Dipl\.?|LL\.?[BM]|A\.?A\.?S|A\.[AS]|M\.?B\.?A|M\.?D|Dr)\b\.?").expect("the pattern is a constant"));
    let folded = fold(text);
    folded.split(' ').any(|w| w.len() > 2 && degrees.contains(w))
        || ["a levels", "k c s e", "k c p e", "grade 12", "grade 11", "grade 10", "year 12"]
            .iter()
            .any(|d| folded.starts_with(d))
        || folded.contains(" award ") && folded.contains(" level ")
        || matches!(folded.as_str(), "high school" | "secondary school" | "senior secondary" | "higher secondary")
        || dotted.is_match(text)
        || ["本科", "硕士", "博士", "学士", "大专", "高中"].iter().any(|w| text.contains(w))
}

/// The level that a degree's words say.
pub(super) fn degree_level(text: &str) -> Option<DegreeLevel> {
    let folded = format!(" {} ", fold(text));
    let has = |words: &[&str]| words.iter().any(|w| folded.contains(w));
    if has(&[" phd ", " ph d ", "doctor", "doktor", "dphil", "promotion", "doutorado", " dr ", "dottorato"])
        || text.contains("博士")
    {
        Some(DegreeLevel::Doctorate)
    } else if has(&[
        "master", "msc", " m sc ", " m a ", " m s ", " m eng ", " m tech ", "mba", " ma ", " ms ", "magist", "meng",
        "mtech", "mestrado", "mastere", "maitrise", " llm ",
    ]) || text.contains("硕士")
    {
        Some(DegreeLevel::Master)
    } else if has(&[
        "bachelor",
        "bsc",
        " b sc ",
        " b a ",
        " b s ",
        " b e ",
        " b eng ",
        " b tech ",
        " ba ",
        " bs ",
        " be ",
        "beng",
        "btech",
        "bcom",
        " bba ",
        "licence",
        "licencjat",
        "licenciat",
        "grado",
        "graduacao",
        "bacharel",
        "laurea",
        " fh ",
        "inzynier",
        " llb ",
    ]) || text.contains("本科")
        || text.contains("学士")
    {
        Some(DegreeLevel::Bachelor)
    } else if has(&["diplom ", "diplomingenieur", "staatsexamen", "ingenieur", "ingeniero", "ingenieria"]) {
        Some(DegreeLevel::Master)
    } else if has(&[
        "associate",
        " bts ",
        " dut ",
        " hnd ",
        "ausbildung",
        " lehre ",
        "apprentice",
        "technician",
        "vocational",
        " cap ",
        " bep ",
        "tecnico",
        " a a s ",
        " a s ",
        " aas ",
        "certificate",
    ]) {
        Some(DegreeLevel::Vocational)
    } else if has(&[
        "high school",
        "abitur",
        "baccalaureat",
        " bac ",
        "ged ",
        "secondary",
        "realschul",
        "hochschulreife",
        "matura",
        "bachillerato",
        "gymnasium",
        "lycee",
        "leaving",
    ]) || text.contains("高中")
    {
        Some(DegreeLevel::Secondary)
    } else {
        None
    }
}

const COUNTRIES: &str = "germania|francia|spagna|svizzera|regno unito|belgio|paesi bassi|portogallo|grecia|stati uniti|alemania|suiza|suecia|reino unido|estados unidos|paises bajos|belgica|allemagne|espagne|italie|royaume uni|etats unis|pays bas|pologne|maroc|algerie|tunisie|irlande|frankreich|spanien|italien|belgien|niederlande|polen|turkei|grossbritannien|griechenland|alemanha|espanha|suica|franca|paises baixos|marrocos|niemcy|francja|hiszpania|wlochy|wielka brytania|holandia|duitsland|belgie|frankrijk|spanje|zwitserland|verenigd koninkrijk|usa|us|united states|uk|united kingdom|england|scotland|wales|ireland|germany|deutschland|austria|osterreich|switzerland|schweiz|suisse|france|spain|espana|portugal|italy|italia|netherlands|belgium|belgique|luxembourg|poland|polska|czech republic|czechia|slovakia|hungary|romania|bulgaria|greece|turkey|turkiye|ukraine|sweden|norway|denmark|finland|iceland|estonia|latvia|lithuania|croatia|serbia|slovenia|india|china|japan|south korea|korea|singapore|hong kong|taiwan|vietnam|viet nam|thailand|malaysia|indonesia|philippines|pakistan|bangladesh|sri lanka|nepal|australia|new zealand|canada|mexico|brazil|brasil|argentina|chile|colombia|peru|ecuador|uruguay|venezuela|south africa|nigeria|kenya|ghana|egypt|morocco|tunisia|israel|uae|united arab emirates|saudi arabia|qatar|kingdom of saudi arabia|ksa|nederland|republic of korea|republic of ireland|northern ireland|remote|karnataka|maharashtra|tamil nadu|telangana|bavaria|bayern|ontario|quebec|british columbia|alberta|california|texas|florida|new york|washington|illinois|massachusetts|georgia|ohio|michigan|pennsylvania|virginia|colorado|oregon|arizona|north carolina|new jersey|nj|ny|ca|gb|fr|de|es|pt|it|nl|be|ch|at|pl|ie|cn|jp|au|nz|br|mx|vn|sg|se|dk|fi|cz|hu|ro|kr";

const CITIES: &str = "the hague|den haag|groningen|tilburg|linz|graz|salzburg|innsbruck|winterthur|lugano|lucerne|luzern|st gallen|kassel|bonn|mainz|karlsruhe|mannheim|augsburg|freiburg|kiel|lubeck|rostock|erfurt|jena|halle|magdeburg|potsdam|oldenburg|osnabruck|munster|bielefeld|aachen|bochum|wuppertal|duisburg|wurzburg|regensburg|ulm|heidelberg|angers|dijon|tours|reims|le havre|saint etienne|clermont ferrand|brest|rouen|malaga|murcia|zaragoza|alicante|granada|salamanca|santander|valladolid|vigo|coimbra|braga|setubal|aveiro|evora|faro|bologna|firenze|florence|genova|verona|padova|bari|palermo|szczecin|lublin|gdynia|bydgoszcz|gothenburg|goteborg|malmo|uppsala|bergen|trondheim|aarhus|tampere|espoo|tallinn|riga|vilnius|bratislava|brno|ljubljana|zagreb|belgrade|timisoara|cluj napoca|thessaloniki|izmir|guadalajara|monterrey|puebla|medellin|cali|cartagena|barranquilla|quito|guayaquil|montevideo|cordoba|rosario|curitiba|porto alegre|belo horizonte|brasilia|salvador|recife|fortaleza|campinas|florianopolis|ahmedabad|jaipur|kochi|lucknow|coimbatore|karachi|lahore|dhaka|colombo|kathmandu|cebu city|quezon city|makati|davao|penang|surabaya|bandung|osaka|kyoto|nagoya|yokohama|fukuoka|busan|doha|riyadh|jeddah|kuwait city|muscat|amman|beirut|casablanca|tunis|algiers|accra|kumasi|abuja|ibadan|mombasa|kampala|dar es salaam|addis ababa|kigali|lusaka|harare|durban|pretoria|halifax|winnipeg|edmonton|quebec city|regina|saskatoon|victoria|adelaide|canberra|hobart|christchurch|dunedin|london|paris|berlin|munich|munchen|hamburg|frankfurt|cologne|koln|stuttgart|dusseldorf|leipzig|dresden|hannover|nurnberg|bremen|essen|dortmund|vienna|wien|zurich|geneva|geneve|basel|bern|lausanne|lyon|marseille|toulouse|nantes|bordeaux|lille|nice|strasbourg|rennes|grenoble|montpellier|madrid|barcelona|valencia|sevilla|bilbao|lisbon|lisboa|porto|rome|roma|milan|milano|turin|torino|naples|amsterdam|rotterdam|utrecht|eindhoven|brussels|bruxelles|antwerp|warsaw|warszawa|krakow|wroclaw|gdansk|poznan|lodz|katowice|prague|praha|budapest|bucharest|sofia|athens|istanbul|ankara|kyiv|stockholm|oslo|copenhagen|helsinki|dublin|cork|galway|limerick|edinburgh|glasgow|manchester|birmingham|leeds|bristol|liverpool|cambridge|oxford|belfast|cardiff|new york|new york city|nyc|san francisco|los angeles|chicago|boston|seattle|austin|houston|dallas|denver|atlanta|miami|philadelphia|phoenix|san diego|san jose|portland|detroit|minneapolis|washington|toronto|vancouver|montreal|ottawa|calgary|mexico city|sao paulo|rio de janeiro|buenos aires|santiago|bogota|lima|bangalore|bengaluru|mumbai|delhi|new delhi|hyderabad|chennai|pune|kolkata|gurgaon|noida|beijing|shanghai|shenzhen|hangzhou|guangzhou|tokyo|osaka|seoul|singapore|hong kong|taipei|hanoi|ho chi minh city|bangkok|kuala lumpur|jakarta|manila|sydney|melbourne|brisbane|perth|auckland|wellington|dubai|abu dhabi|tel aviv|cairo|nairobi|lagos|cape town|johannesburg|remote|hybrid|home office";

fn listed(words: &'static str) -> HashSet<&'static str> {
    words.split('|').map(str::trim).collect()
}

/// Whether a phrase is a place and nothing else.
pub(super) fn is_place(text: &str) -> bool {
    static COUNTRY: OnceLock<HashSet<&str>> = OnceLock::new();
    static CITY: OnceLock<HashSet<&str>> = OnceLock::new();
    static STATE: OnceLock<Regex> = OnceLock::new();
    let countries = COUNTRY.get_or_init(|| listed(COUNTRIES));
    let cities = CITY.get_or_init(|| listed(CITIES));
    let state = STATE.get_or_init(|| {
        Regex::new(r"^[\p{Lu}][\p{L}.'’\- ]{2,30}, ?(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|BC|ON|QC|AB|NSW|VIC|QLD|AC|AP|BA|CE|DF|ES|GO|MG|MT|PB|PE|PI|PR|RJ|RN|RO|RR|RS|SP)(?: \d{5}(?:-\d{4})?)?(?:,? ?(?:USA?|United States|Canada))?$")
            .expect("the pattern is a constant")
    });
    let text = text.trim();
    if text.chars().count() > 60 || text.is_empty() || text.matches(',').count() > 3 {
        return false;
    }
    // "Dubbo NSW 2830".
    static AUSTRALIAN: OnceLock<Regex> = OnceLock::new();
    let australian = AUSTRALIAN.get_or_init(|| {
        Regex::new(r"^\p{Lu}[\p{L}'’\- ]{1,30},? (?:NSW|VIC|QLD|TAS|ACT)(?: \d{4})?$")
            .expect("the pattern is a constant")
    });
    if state.is_match(text) || australian.is_match(text) {
        return true;
    }
    let folded: Vec<String> = text
        .split(',')
        .map(|p| fold(p).split(' ').filter(|w| !w.chars().any(|c| c.is_ascii_digit())).collect::<Vec<_>>().join(" "))
        .collect();
    let country = |s: &String| countries.contains(s.as_str());
    let city = |s: &String| cities.contains(s.as_str());
    let size = |i: usize| folded.get(i).map_or(0, |f| f.split(' ').count());
    // "Cebu City" is a city, and no employer for that word.
    let (first, rest) = text.split_once(',').unwrap_or((text, ""));
    let first = first.strip_suffix(" City").unwrap_or(first);
    let named = title_score(text) > 0 || employer_score(first) > 0 || employer_score(rest) > 0;
    match folded.as_slice() {
        // "Ho Chi Minh City VN", "Brooklyn, NY US".
        [one] => {
            (country(one) && one.len() > 2)
                || city(one)
                || one.rsplit_once(' ').is_some_and(|(a, b)| cities.contains(a) && countries.contains(b))
        }
        [_, last]
            if last.split(' ').count() == 2
                && last.split(' ').all(|w| countries.contains(w))
                && size(0) <= 3
                && !named =>
        {
            true
        }
        [first, rest @ ..] if city(first) && rest.len() <= 3 => {
            rest.iter().all(|r| country(r) || city(r) || r.split(' ').count() <= 3) && !named
        }
        [_, last] => country(last) && !city(last) && size(0) <= 3 && !named && !text.contains(" & "),
        [_, middle, last] => {
            let region = ["state", "province", "county", "region", "district", "prefecture"]
                .iter()
                .any(|w| middle.rsplit(' ').next() == Some(w) && middle.contains(' '));
            country(last) && (country(middle) && !city(middle) || region) && size(0) <= 3 && !named
        }
        _ => false,
    }
}

/// Made by `scripts/cities`.
const TOWNS: &str = include_str!("../../data/cities.txt");

/// Whether a phrase is a town's name. Many are common words and people's names as well: ask only where a place is
/// expected, and [`is_place`] elsewhere.
pub(super) fn is_town(text: &str) -> bool {
    static SORTED: OnceLock<Vec<&str>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| TOWNS.lines().filter(|line| !line.starts_with('#')).collect());
    let text = trim(text);
    text.starts_with(char::is_uppercase)
        && text.chars().count() <= 40
        && !text.contains(',')
        && sorted.binary_search(&fold(text).as_str()).is_ok()
        && title_score(text) == 0
        && employer_score(text.strip_suffix(" City").unwrap_or(text)) == 0
}

const SPOKEN: &str = "english german french spanish portuguese italian dutch polish russian ukrainian czech slovak hungarian romanian bulgarian greek turkish arabic hebrew persian farsi hindi urdu bengali tamil telugu kannada malayalam marathi gujarati punjabi chinese mandarin cantonese japanese korean vietnamese thai malay indonesian tagalog filipino swedish norwegian danish finnish icelandic estonian latvian lithuanian croatian serbian slovenian irish gaelic welsh catalan basque galician swahili kiswahili afrikaans zulu isizulu xhosa isixhosa sotho setswana shona igbo yoruba hausa amharic somali tigrinya kikuyu gikuyu kinyarwanda lingala wolof twi breton maltese luxembourgish albanian macedonian bosnian armenian georgian azerbaijani kazakh uzbek mongolian kurdish pashto dari sinhala nepali burmese khmer lao hokkien hmong quechua guarani maori samoan navajo yiddish latin asl \
 deutsch englisch franzosisch spanisch italienisch portugiesisch niederlandisch polnisch russisch turkisch arabisch chinesisch japanisch latein \
 anglais allemand francais espagnol italien portugais neerlandais polonais russe turc arabe chinois japonais \
 ingles aleman frances espanol italiano portugues neerlandes polaco ruso arabe chino japones castellano alemao espanhol \
 inglese tedesco francese spagnolo angielski niemiecki francuski hiszpanski polski rosyjski wloski engels duits frans nederlands";

/// Whether a phrase begins with the name of a spoken language.
pub(super) fn is_spoken(text: &str) -> bool {
    static WORDS: OnceLock<HashSet<&str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| set(SPOKEN));
    let folded = fold(text);
    folded.split(' ').take(2).any(|w| words.contains(w))
        || ["英语", "中文", "日语", "普通话", "德语", "法语"].iter().any(|w| text.contains(w))
}
