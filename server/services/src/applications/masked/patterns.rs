//! Finds personal details by their form alone: contact details, addresses of homes, dates and places of birth, and
//! names after a title.

use crate::matching;
use regex::{Match, Regex};
use std::sync::LazyLock;

/// Anything with fewer digits is not a telephone number.
const DIGITS: usize = 7;

/// Compiles constant patterns.
macro_rules! patterns {
    ($($name:ident = $($pattern:expr),+;)*) => {$(
        static $name: LazyLock<Vec<Regex>> = LazyLock::new(|| {
            [$($pattern),+].into_iter().filter_map(|p: &str| Regex::new(p).ok()).collect()
        });
    )*};
}

patterns! {
    REACHED =
        r"[^\s<>(),;]+@[^\s<>(),;]+\.\p{L}+",
        r"(?i)[\w.+-]+\s*[\[({]\s*(?:at|ät|arroba|a)\s*[\])}]\s*[\w-]+(?:\s*(?:\.|[\[({]\s*(?:dot|punkt|punto|d)\s*[\])}])\s*\w+)+",
        r"(?i)[\w.+-]+ (?:at) [\w-]+ dot \w+",
        r"(?i)\b(?:https?://|www\.)\S+",
        r"(?i)\b(?:linkedin|github|gitlab|xing|facebook|twitter|instagram|t|wa|orcid|medium|youtube|bitbucket|behance)\s?\.\s?(?:com|org|de|me|co|net|io)\b\S*",
        r"(?:^|[\s(\[:,;/|])@[\p{L}\p{N}_][\p{L}\p{N}_.-]+(?:@\S+)?",
        r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b",
        r"(?i)(?:\b(?:telegram|whats\s?app|signal|skype|wechat|viber|discord|twitter|instagram|insta|facebook|tiktok|mastodon|bluesky|threads|snapchat|line|qq|kakao(?:talk)?|icq|xing|linkedin|github|gitlab|stack\s?overflow|orcid|researchgate|youtube|medium|matrix|threema)|微信|微博|电话|手机|邮箱|電話|携帯|メール)(?:[\s-]*(?:id|handle|name|user(?:name)?|profile|contact|account|number|nr|no))*\s*(?:[:：=@]\s*@?[^\s,;]+|号?\s*[:：]\s*\S+|\s(?:live:|@)\S+)",
        r"(?i)\b(?:telegram|whats\s?app|skype|wechat|viber|qq|kakao(?:talk)?|icq|snapchat|threema)\s+[\w.-]*[\d_][\w.-]*";
    // Host names, with or without a path.
    HOSTS =
        r"\b[\p{L}\p{N}][\p{L}\p{N}-]*(?:\.[\p{L}\p{N}-]+)*\.(?:com|org|net|io|dev|me|app|info|eu|edu|xyz|tech|online|site|page|blog|name|de|at|ch|fr|es|it|nl|be|pl|cz|se|no|dk|fi|pt|ru|ua|uk|us|ca|au|nz|in|cn|jp|kr|br|mx|tr|ir|il|ae|co|ai|gg|cv|pro)(?:/\S*)?(?:[^\p{L}\p{N}.]|\.\s|\.?$)",
        r"\b[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/[^\s,;]+";
    NUMBERS = r"[+(]?\d(?:[ \t\u{a0}.()\-/_·–—‑]{0,3}\d){6,}";
    // Words for streets in several languages, and what follows: number, postcode, town.
    STREETS =
        r"(?:[\p{Lu}][\p{L}.'’]*[ -]){0,4}(?i:[\p{L}-]*(?:stra(?:ß|ss)e|str\.|weg|allee|platz|gasse|ring|damm|ufer|chaussee|steig|pfad|hof|markt|straat|laan|plein|gracht|gatan|vägen|gade|vej|veien|gata|katu|tie))[ ]+\d{1,4}[ ]?[a-zA-Z]?\b(?:[,\s]+(?:[A-Z]{1,2}-)?\d{4,5}(?:[ ]?[A-Z]{2})?[ ]+\p{Lu}[\p{L}-]+(?:[ ](?:am|an|im|bei|der|a\.)[ ]\p{Lu}?[\p{L}.]+)*)?",
        r"\b\d{1,5}[a-zA-Z]?,?[ ]+(?:[\p{Lu}\d][\p{L}\d.'’]*[ ]+){1,4}(?i:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|boulevard|blvd|way|close|crescent|terrace|place|pl|square|sq|gardens|grove|parkway|pkwy|highway|hwy|row|mews|hill|walk|view)\b\.?(?:,?[ ]*(?i:apt|apartment|unit|flat|suite|floor)\.?[ ]*#?\w+)?(?:[,\n][ ]*(?:\p{Lu}[\p{L}.'’-]*[ ]?){1,3}){0,2}(?:,?[ ]*[A-Z]{0,2}[ ]*\d{5}(?:-\d{4})?)?",
        r"(?i:\b(?:flat|apt|apartment|suite|unit|house no|plot no|door no|h\.?no)\.?[ ]*#?:?[ ]*\d+\w?\b[^\n;]{0,60})",
        r"\b[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}\b",
        r"\b\d{1,4}(?:[ ]?(?i:bis|ter))?,?[ ]+(?i:rue|avenue|av\.|boulevard|bd|place|allée|chemin|impasse|quai|route|cours)[ ]+(?:(?i:d[eu]s?|la|le|les|l['’]|d['’])[ ]?)*(?:\p{Lu}[\p{L}'’.-]*[ ]?){1,4}(?:,?[ ]*\d{5}[ ]+\p{Lu}[\p{L}-]+)?",
        r"(?i:\b(?:calle|c/|avenida|avda\.?|paseo|plaza|via|viale|piazza|corso|largo|rua|travessa|praça|ulica|ul\.|aleja|al\.|улица|ул\.|проспект|пр-т|пр\.|переулок|пер\.|вулиця|вул\.))[ ]*(?:(?:d[aeio]s?|del|della|la|las|los|el)[ ]+)*(?:\p{Lu}[\p{L}'’.-]*[ ]?){1,4},?[ ]*(?:(?i:n[°ºr]?\.?|д\.|dom|nr)[ ]*)?\d{1,4}[a-zA-Zа-я]?\b(?:,?[ ]*(?:кв\.|m\.|/)[ ]*\d+)?(?:,[ ]*\d{2}-?\d{3}[ ]+\p{Lu}[\p{L}-]+)?",
        r"\p{Lu}[\p{L} ]+(?:Caddesi|Cad\.|Cd\.|Sokak|Sokağı|Sok\.|Sk\.|Mahallesi|Mah\.)[^\n;]{0,60}",
        r"〒?[ ]?\d{3}-\d{4}\b|[\p{Han}]{2,}(?:省|市|区|區|县|縣|都|府|県)[\p{Han}\p{Katakana}\p{Hiragana}\d０-９\-－]*\d[\p{Han}\d０-９\-－]*|[\p{Han}]{1,8}(?:路|街|道|巷)[ ]?\d+[号號]?[\p{Han}\d]*",
        r"\b(?:[A-Z]{1,2}-)?\d{2}(?:\d{3}|-\d{3})[ ]+\p{Lu}[\p{L}-]{2,}|\b[A-Z]{1,2}-\d{4}[ ]+\p{Lu}[\p{L}-]{2,}|\b\d{4}[ ][A-Z]{2}[ ]+\p{Lu}[\p{L}-]{2,}",
        r"(?i)\b(?:p\.? ?o\.? ?box|postfach|apartado|boîte postale|casella postale)[ ]*\d+";
    // Up to the end of the clause.
    PARTICULARS =
        r"(?i)\b(?:born\s*(?::|on|in|at|\d)|(?:date|place|year) of birth|d\.?o\.?b\b|birth\s?(?:date|day|place)|geboren|geb\.|geburts(?:datum|tag|ort|name|jahr)|née?\s+le|né\(e\)|(?:date|lieu) de naissance|(?:fecha|lugar) de nacimiento|nacid[oa]\s+(?:el|en)|(?:data|luogo) di nascita|nat[oa]\s+(?:il|a)\b|data de nascimento|geboorte(?:datum|plaats)|född|fødselsdato|syntynyt|urodzon[ya]|data urodzenia|дата рождения|родил(?:ся|ась)|дата народження|doğum\s+(?:tarihi|yeri)|تاريخ الميلاد|מועד לידה|תאריך לידה|생년월일)(?:[^\n;|.]|\.\d|\.\s\d|\.\w)*",
        r"(?i)(?:^|[\n,;|(•\t]|\.\s)[ \t*-]*(?:gender|sex|geschlecht|sexe|sexo|sesso|płeć|пол|стать|marital status|civil status|family status|familienstand|état civil|situation (?:de famille|familiale)|estado civil|stato civile|stan cywilny|семейное положение|nationality|citizenship|staatsangehörigkeit|staatsbürgerschaft|nationalität|nationalité|nacionalidad|nazionalità|cittadinanza|nacionalidade|nationaliteit|narodowość|obywatelstwo|гражданство|национальность|religion|konfession|religión|religione|wyznanie|вероисповедание|race|ethnicity|caste|age|alter|âge|edad|età|idade|wiek|возраст|children|kinder|enfants|hijos|figli|father['’]?s?(?: name)?|mother['’]?s?(?: name)?|husband['’]?s?(?: name)?|spouse(?:['’]s)?(?: name)?|passport(?: no| number)?|cinsiyet|medeni (?:hal|durum)[ıi]?|uyruk|الجنس|الجنسية|الحالة الاجتماعية|الديانة|성별|국적|(?:full |first |last |sur)?name|vorname|nachname|nom|prénom|nombre|apellidos?|nome|cognome|имя|фамилия|address|anschrift|adresse|dirección|indirizzo|endereço|adres|адрес)[ ]*[:：=\t–][^\n;|]*",
        r"(?:姓名|性别|性別|年龄|年齢|出生(?:日期|年月|地)?|生年月日|婚姻(?:状况|狀況)?|国籍|國籍|民族|籍贯|宗教|政治面貌|配偶者?|住所|住址|地址|氏名)[ ]?[:：]?[ ]?[^\n;；，,。|]+",
        r"(?i)\b(?:aged?\s+\d{2}|\d{2}\s*(?:years old|year-old|y/o|jahre alt|ans\b|años de edad|anni\b|lat\b))",
        r"(?i)(?:^|[,;|(\n•])[ \t]*(?:(?:female|male|non-?binary|married|divorced|widowed|unmarried|verheiratet|ledig|geschieden|verwitwet|weiblich|männlich|divers|mariée?|célibataire|divorcée?|casad[oa]|solter[oa]|divorciad[oa]|viud[oa]|sposat[oa]|nubile|celibe|женат|замужем|холост)[ ,;/|]*)+(?:with \w+ (?:child|children|kids?)|\w+ (?:kinder|kind))?[ ]*(?:$|[,;|).\n])";
    // Names after a title, in an introduction, or in a signature.
    CALLED =
        r"(?:\bM\.|\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Herrn?|Frau|Fräulein|Mme|Mlle|Monsieur|Madame|Mademoiselle|Sr|Sra|Srta|Señora?|Sig|Signora?|Dhr|Mevr|Meneer|Mevrouw|Hr|Fru|Pani|Г-н|Г-жа|Господин|Госпожа)\b\.?)[ ]+(?:(?:Dr|Prof|[\p{Ll}]{2,3})\.?[ ]+)*\p{Lu}[\p{L}\p{M}'’-]+(?:[ ]+(?:(?:von|van|de|da|der|di|la|bin)[ ]+)*\p{Lu}[\p{L}\p{M}'’-]*\.?){0,2}",
        r"\p{Han}{1,3}(?:先生|女士|小姐|太太|さん|様)|\p{Hangul}{1,4}[ ]?(?:씨|님)\b",
        r"(?i:\bname is|\bname['’]s|\bname ist|\bich hei(?:ß|ss)e|je m['’]appelle|\bme llamo|\bnombre es|\bmi chiamo|\bnome é|\bchamo-me|\bme chamo|\bjag heter|\bnaam is|\bnazywam się|\bменя зовут|\bмене звати|\badım)[ ]+(?:(?:\p{Lu}\.|[\p{Lu}\p{Lo}][\p{L}\p{M}'’-]*)[ ]?){1,4}",
        r"(?:我叫|我的名字是|私の名前は|제 이름은|اسمي)[ ]?[\p{Lo}\p{M}]+(?:[ ][\p{Lo}\p{M}]+)?",
        r"(?i:\bregards|\bsincerely|\byours(?: truly| faithfully)?|\bgrüßen?|\bgruss|\bbest wishes|\bcheers|\bcordialement|\bsaludos|\bcordiali saluti|\batenciosamente|\bс уважением)[,.!]?\s+(?:\p{Lu}[\p{L}\p{M}'’.-]*[ ]?){1,4}(?:\n|$)",
        r"(?im)^[ \t]*(?:references?|referees?|referenz(?:en|geber)?|référence?s|referencias|referenze|referências|рекомендации)[ ]*[:：][ ]*[^\n]+";
}

static REFEREES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^[\s\d.#*•-]*(?:(?:professional|personal|academic)\s+)?(?:references?|referees?|referenz(?:en|geber)|références|referencias|referenze|referências|referenties|referenser|referencje|рекомендации|推荐人|推薦人|推薦者|참조인|추천인|المراجع)[\s:：]*$")
        .ok()
});

/// Whether a heading announces referees.
pub(super) fn names_referees(heading: &str) -> bool {
    REFEREES.as_ref().is_some_and(|pattern| pattern.is_match(heading.trim()))
}

/// Marks every character that belongs to such a detail.
pub(super) fn cover(text: &str, covered: &mut [bool]) {
    let mut places = vec![0; text.len() + 1];
    let mut length = 0;
    for (n, (at, c)) in text.char_indices().enumerate() {
        places[at..at + c.len_utf8()].fill(n);
        length = n + 1;
    }
    places[text.len()] = length;
    let mut mark = |found: Match<'_>| {
        let whole = found.as_str();
        // Surrounding punctuation is not part of it.
        let inner = whole.trim_matches(|c: char| c.is_whitespace() || ",;|(•".contains(c));
        let start = found.start()
            + (whole.len() - whole.trim_start_matches(|c: char| c.is_whitespace() || ",;|(•".contains(c)).len());
        covered[places[start]..places[(start + inner.len()).min(text.len())]].fill(true);
    };
    for all in [&REACHED, &STREETS, &PARTICULARS] {
        each(all, text, &mut mark);
    }
    each(&HOSTS, text, &mut |found| {
        if is_host(found.as_str()) {
            mark(found);
        }
    });
    each(&NUMBERS, text, &mut |found| {
        if is_telephone(found.as_str()) {
            mark(found);
        }
    });
    each(&CALLED, text, &mut |found| {
        if !found.as_str().split_whitespace().nth(1).is_some_and(|word| OFFICE.contains(&word)) {
            mark(found);
        }
    });
}

/// "Ms Office" is not a person.
const OFFICE: [&str; 9] = ["Office", "Excel", "Word", "Access", "PowerPoint", "Project", "Teams", "SQL", "Outlook"];

fn each(patterns: &[Regex], text: &str, found: &mut impl FnMut(Match<'_>)) {
    patterns.iter().flat_map(|pattern| pattern.find_iter(text)).for_each(found);
}

/// "ASP.NET" and "Node.js/Express" look like host names but are not.
fn is_host(found: &str) -> bool {
    let host = found.trim().split('/').next().unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = host.rsplit('.').next().unwrap_or_default().to_lowercase();
    host.contains('.') && !matches!(last.as_str(), "js" | "ts" | "py") && !matching::is_word_of_work(host)
}

/// Whether it has enough digits and is neither a date, a period nor an amount.
fn is_telephone(found: &str) -> bool {
    let groups: Vec<&str> = found.split(|c: char| !c.is_numeric()).filter(|group| !group.is_empty()).collect();
    let digits: usize = groups.iter().map(|group| group.chars().count()).sum();
    let year = |group: &&&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let dates = groups.iter().all(|group| group.len() <= 2 || year(&group)) && groups.iter().any(|g| year(&g));
    let amount = groups.last() == Some(&"000") && groups.iter().skip(1).all(|group| group.len() == 3);
    digits >= DIGITS && !(dates || amount) || found.starts_with('+')
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pattern_is_one() {
        let counts =
            [&super::REACHED, &super::HOSTS, &super::NUMBERS, &super::STREETS, &super::PARTICULARS, &super::CALLED]
                .map(|all| all.len());
        assert_eq!(counts, [9, 2, 1, 10, 5, 6]);
        assert!(super::REFEREES.is_some());
    }
}
