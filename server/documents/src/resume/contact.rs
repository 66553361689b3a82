//! Name, headline, addresses, telephone numbers, links and place, mostly from the top of the page.

use super::{
    dates, headings,
    lexicon::{is_degree, is_place, is_school, title_score},
    text::{Row, Text, trim},
};
use hireq_domain::resume::{Field, ParsedResume};
use regex::Regex;
use std::sync::OnceLock;

struct Patterns {
    email: Regex,
    phone: Regex,
    link: Regex,
    label: Regex,
    postal: Regex,
}

fn patterns() -> &'static Patterns {
    static PATTERNS: OnceLock<Patterns> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let build = |p: &str| Regex::new(p).expect("the pattern is a constant");
        Patterns {
            email: build(r"(?i)[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"),
            phone: build(r"(?:\+|\b00)?\(?\+?\d{1,4}\)?(?:[ \u{a0}./-]{0,3}\(?\d{1,5}\)?){1,6}"),
            link: build(r"(?i)(?:https?://|www\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|dev|me|co|de|fr|es|pt|it|uk|in|cn|pl|eu|info|ai|app|tech|page|blog|site|online|edu|gov|vn|br|nl|ch|at|be|ie|us|ca|xyz|example|design|academy|space|link|test)\b(?:/[^\s,;|()<>•·\t]*)?"),
            label: build(r"(?i)^(?:name|full name|e-?mail(?: address)?|mail|phone(?: number)?|tel(?:efon|ephone|éfono|efone|\.)?|mobile?(?: phone)?|mobil|handy|cell|address|location|adresse|anschrift|wohnort|ort|city|direcci[oó]n|ubicaci[oó]n|endere[cç]o|localiza[cç][aã]o|domicilio|ville|lieu|linkedin|github|website|web|portfolio|homepage|nationality|nom|nombre|vor- und nachname|姓名|电话|手机|邮箱|地址|现居地?|所在地|城市|telefon|adres|imi[eę] i nazwisko|miejsce zamieszkania|résidence|residence|based in|lives? in|wohnhaft in)\s*[::：\t]\s*"),
            postal: build(r"\b(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{3})?\s+(\p{Lu}[\p{L}.'’ -]{2,30})|\b\d{2}-\d{3}\s+(\p{Lu}[\p{L}.'’ -]{2,30})"),
        }
    })
}

/// Fills the contact fields. `header` are the rows before the first section and those of contact sections.
pub(super) fn read(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    emails(text, resume);
    phones(text, header, resume);
    links(text, header, resume);
    name(text, header, resume);
    location(text, header, resume);
    headline(text, header, resume);
}

fn emails(text: &Text<'_>, resume: &mut ParsedResume) {
    let body = text.document.text.as_str();
    for m in patterns().email.find_iter(body) {
        let found = m.as_str().trim_end_matches(['.', '-']);
        if !resume.emails.iter().any(|e| e.value.eq_ignore_ascii_case(found)) {
            resume.emails.push(text.field(found, 0.98));
        }
    }
    if resume.emails.is_empty() {
        for link in &text.document.links {
            if let Some(address) = link.strip_prefix("mailto:") {
                let address = address.split('?').next().unwrap_or(address);
                if patterns().email.is_match(address) {
                    resume.emails.push(Field { value: address.to_owned(), confidence: 0.9, span: None, page_box: None });
                }
            }
        }
    }
    // A reference's address comes far below the person's own.
    if resume.emails.len() > 1 {
        let own = resume.emails[0].span.map_or(0, |s| s.start);
        resume.emails.retain(|e| e.span.is_none_or(|s| s.start < own + 600));
    }
}

fn phones(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let scan = |phones: &mut Vec<Field<String>>, rows: &mut dyn Iterator<Item = &str>, strict: bool| {
        for row in rows {
            for m in patterns().phone.find_iter(row) {
                let shown = m.as_str().trim_matches(|c: char| !c.is_ascii_digit() && c != '+' && c != '(' && c != ')');
                let shown = if shown.contains('(') == shown.contains(')') { shown } else { shown.trim_matches(['(', ')']) };
                let digits = shown.chars().filter(char::is_ascii_digit).count();
                let dated = !dates::periods(shown).is_empty() && !shown.starts_with('+');
                let before = row[..m.start()].chars().next_back();
                let glued = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '=' | '-' | '_' | '#'));
                let inside_link = row[..m.start()].rsplit(char::is_whitespace).next().is_some_and(|w| w.contains(".com") || w.contains("http") || w.contains('@'));
                let enough = if strict { shown.starts_with('+') || shown.starts_with('(') || shown.matches(['-', ' ', '.']).count() >= 2 } else { true };
                if (8..=15).contains(&digits) && !dated && !glued && !inside_link && enough && phones.len() < 4 {
                    let same = |p: &Field<String>| p.value.chars().filter(char::is_ascii_digit).eq(shown.chars().filter(char::is_ascii_digit));
                    if !phones.iter().any(same) {
                        phones.push(text.field(shown, 0.95));
                    }
                }
            }
        }
    };
    scan(&mut resume.phones, &mut header.iter().map(|r| r.text), false);
    if resume.phones.is_empty() {
        scan(&mut resume.phones, &mut text.rows.iter().map(|r| r.text), true);
    }
}

fn links(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let known = |l: &str| ["linkedin.com/", "github.com/", "gitlab.com/", "stackoverflow.com/", "xing.com/", "behance.net/", "dribbble.com/", "medium.com/", "orcid.org/", "kaggle.com/", "scholar.google"].iter().any(|k| l.to_lowercase().contains(k));
    let seen = |resume: &ParsedResume, bare: &str| resume.links.iter().any(|l| l.value.eq_ignore_ascii_case(bare));
    let in_header = |row: &Row<'_>| header.iter().any(|h| h.start == row.start);
    for (n, row) in text.rows.iter().enumerate() {
        let top = in_header(row);
        for m in patterns().link.find_iter(row.text) {
            let before = row.text[..m.start()].chars().next_back();
            let after = row.text[m.end()..].chars().next();
            if before.is_some_and(|c| c == '@' || c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')) || after == Some('@') {
                continue;
            }
            let shown = m.as_str().trim_end_matches(['.', '/', ':', '-']);
            let bare = bare_link(shown);
            let scheme = bare.len() < shown.len();
            let path = bare.contains('/');
            // In running text a bare domain is as likely a product's name.
            if !(top || known(&bare) && path) || (!scheme && !path && !top) || seen(resume, &bare) || bare.ends_with(".js") {
                continue;
            }
            if resume.emails.iter().any(|e| e.value.to_lowercase().ends_with(&format!("@{}", bare.to_lowercase()))) && !scheme && !path {
                continue;
            }
            let mut field = text.field(shown, if path || scheme { 0.95 } else { 0.7 });
            field.value = bare;
            // A long address breaks after a hyphen.
            if path && row.text.trim_end().ends_with('-') && m.end() >= row.text.trim_end().len() - 1
                && let Some(rest) = text.rows.get(n + 1).map(|r| r.text.split(['\t', ' ']).next().unwrap_or_default()).filter(|r| r.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/')) && !r.is_empty())
            {
                field.value = format!("{}-{rest}", field.value.trim_end_matches('-'));
            }
            resume.links.push(field);
        }
    }
    for link in &text.document.links {
        let bare = bare_link(link.trim_end_matches('/'));
        if known(&bare) && !seen(resume, &bare) && resume.links.len() < 4 && !link.contains("share") {
            let site = bare.split('/').next().unwrap_or_default().to_lowercase();
            if !resume.links.iter().any(|l| l.value.to_lowercase().starts_with(&site)) && bare.matches('/').count() <= 2 {
                resume.links.push(Field { value: bare, confidence: 0.8, span: None, page_box: None });
            }
        }
    }
}

fn bare_link(link: &str) -> String {
    let link = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://")).unwrap_or(link);
    let link = link.strip_prefix("HTTPS://").unwrap_or(link);
    link.strip_prefix("www.").unwrap_or(link).trim_end_matches('/').to_owned()
}

/// Splits a header row at the marks between its items.
fn items<'a>(row: &'a str) -> impl Iterator<Item = &'a str> + 'a {
    row.split(['\t', '|', '｜', '•', '·', '◦', '♦', '⋄', '∙', '●', '▪']).flat_map(|p| p.split(" , ")).flat_map(|p| p.split(" – ")).flat_map(|p| p.split(" — ")).map(trim).filter(|p| !p.is_empty())
}

fn without_label(item: &str) -> (&str, &str) {
    match patterns().label.find(item) {
        Some(m) => (trim(&item[..m.end()]), trim(&item[m.end()..])),
        None => ("", item),
    }
}

fn is_contact(item: &str) -> bool {
    let p = patterns();
    p.email.is_match(item) || p.link.is_match(item) || item.chars().filter(char::is_ascii_digit).count() >= 7
}

fn name(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let local: Vec<String> = resume.emails.iter().take(1).flat_map(|e| e.value.split('@').next().unwrap_or_default().split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect::<Vec<_>>()).filter(|t| t.len() > 1).collect();
    let largest = text.rows.iter().take(80).map(|r| r.size).fold(0.0, f32::max);
    let mut best: Option<(f32, &str)> = None;
    let top: Vec<&Row<'_>> = header.iter().copied().take(40).chain(text.rows.iter().filter(|r| largest > 0.0 && r.size > 0.85 * largest).take(4)).collect();
    for (i, row) in top.iter().enumerate() {
        for (j, item) in items(row.text).enumerate() {
            let (label, value) = without_label(item);
            let labelled = matches!(headings::fold(label).as_str(), "name" | "full name" | "nom" | "nombre" | "姓名" | "vor und nachname" | "imie i nazwisko");
            if !label.is_empty() && !labelled {
                continue;
            }
            let value = value.split(['(', ',']).next().map(str::trim).unwrap_or_default();
            let value = ["Dipl.-Ing. ", "Mr. ", "Ms. ", "Mrs. ", "Mr ", "Ms ", "Curriculum Vitae ", "Resume ", "Lebenslauf ", "CV "].iter().fold(value, |v, p| v.strip_prefix(p).unwrap_or(v));
            let value = [" RESUME", " Resume", " Résumé", " CV", " Curriculum Vitae", " CURRICULUM VITAE", " Lebenslauf"].iter().fold(value, |v, p| v.strip_suffix(p).unwrap_or(v));
            if matches!(headings::fold(value).as_str(), "curriculum vitae" | "lebenslauf" | "resume" | "cv") || headings::fold(value).contains("curriculum vitae") {
                continue;
            }
            if !name_like(value) {
                continue;
            }
            let folded = headings::fold(value);
            let matched = folded.split(' ').filter(|t| local.iter().any(|l| l.contains(*t) && t.len() > 2 || l == t)).count() as f32;
            let mut score = 3.0 - 0.25 * i.min(12) as f32 - 0.2 * j as f32;
            score += 2.5 * matched;
            if largest > 0.0 {
                score += 4.0 * (row.size / largest).powi(2);
            }
            score += if labelled { 6.0 } else { 0.0 };
            score -= 2.5 * title_score(value).clamp(0, 2) as f32;
            score -= if is_place(value) { 3.0 } else { 0.0 };
            score -= if is_school(value) || is_degree(value) { 2.0 } else { 0.0 };
            if headings::classify(value).is_some() || row.heading.is_some() {
                score -= 6.0;
            }
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, value));
            }
        }
    }
    let Some((score, value)) = best.filter(|(s, _)| *s > 1.0) else { return };
    let mut field = text.field(value, (score / 9.0).clamp(0.3, 0.98));
    if value.chars().all(|c| !c.is_lowercase()) && value.is_ascii() {
        field.value = value.split(' ').map(capitalised).collect::<Vec<_>>().join(" ");
    }
    // A name may break over two lines of the same size.
    if let Some(at) = text.offset(value)
        && let Some(n) = text.rows.iter().position(|r| r.start <= at && at + value.len() <= r.end() && at + value.len() == r.start + r.text.trim_end_matches('-').len())
        && let (Some(row), Some(below)) = (text.rows.get(n), text.rows.get(n + 1))
        && row.text.ends_with('-')
        && row.size > 0.0
        && (row.size - below.size).abs() < 0.5
        && !below.text.contains(' ')
    {
        let rest = if below.text.chars().all(|c| !c.is_lowercase()) { capitalised(below.text) } else { below.text.to_owned() };
        field.value = format!("{}-{rest}", field.value);
    }
    resume.name = Some(field);
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

fn name_like(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().collect();
    let chinese = value.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if chinese {
        return (2..=4).contains(&value.chars().count());
    }
    (2..=5).contains(&words.len())
        && value.chars().count() <= 45
        && value.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
        && words.iter().all(|w| w.chars().next().is_some_and(char::is_uppercase) || matches!(*w, "de" | "von" | "van" | "der" | "da" | "dos" | "del" | "la" | "di" | "el" | "bin" | "al" | "y" | "den" | "ten" | "zu"))
        && words.iter().filter(|w| w.chars().count() > 1).count() >= 1
}

fn location(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let name = resume.name.as_ref().map(|n| n.value.to_lowercase()).unwrap_or_default();
    let mut best: Option<(f32, String, &str)> = None;
    for (i, row) in header.iter().take(45).enumerate() {
        for item in items(row.text) {
            let (label, value) = without_label(item);
            let label = headings::fold(label);
            let labelled = ["address", "location", "adresse", "anschrift", "wohnort", "ort", "city", "direccion", "ubicacion", "endereco", "localizacao", "domicilio", "ville", "lieu", "地址", "现居", "现居地", "所在地", "城市", "adres", "miejsce zamieszkania", "residence", "based in", "live in", "lives in", "wohnhaft in"].contains(&label.as_str());
            let lower = value.to_lowercase();
            if !name.is_empty() && lower.starts_with(&name) {
                continue;
            }
            if (!label.is_empty() && !labelled) || value.is_empty() || value.chars().count() > 90 || value.to_lowercase() == name {
                continue;
            }
            // An address may share its line with the telephone number.
            let parts: Vec<&str> = value.split(", ").map(trim).filter(|p| !p.is_empty()).collect();
            let kept: Vec<&str> = parts.iter().copied().filter(|p| !is_contact(p)).collect();
            let (Some(first), Some(last)) = (kept.first(), kept.last()) else { continue };
            let joined = match (text.offset(first), text.offset(last)) {
                (Some(a), Some(b)) if b >= a => &text.document.text[a..b + last.len()],
                _ => first,
            };
            if patterns().email.is_match(joined) || title_score(joined) > 1 || dates::is_mostly_date(joined) {
                continue;
            }
            let postal = patterns().postal.captures(joined);
            let mut score = if labelled { 3.0 } else { 0.0 };
            let mut value = joined.to_owned();
            if is_place(joined) {
                score += 3.0;
            } else if let Some(c) = &postal {
                score += 2.5;
                if let Some(city) = c.get(1).or_else(|| c.get(2)) {
                    value = joined[city.start()..].to_owned();
                }
            } else if kept.len() > 1 && kept.iter().any(|k| is_place(k)) {
                score += 2.0;
            } else if kept.len() >= 2 && kept.len() <= 4 && joined.chars().count() < 45 && row.chars() < 120 && i < 12 && kept.iter().all(|k| k.chars().next().is_some_and(char::is_uppercase) && k.split(' ').count() <= 3) {
                score += 1.0;
            }
            score -= if is_school(joined) { 2.0 } else { 0.0 };
            score -= 0.03 * i as f32;
            if score > 0.5 && best.as_ref().is_none_or(|(b, ..)| score > *b) {
                best = Some((score, value, joined));
            }
        }
    }
    if let Some((score, value, shown)) = best {
        let mut field = text.field(shown, (score / 5.0).clamp(0.3, 0.95));
        field.value = value;
        resume.location = Some(field);
    }
}

fn headline(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let name = resume.name.as_ref().map(|n| n.value.to_lowercase()).unwrap_or_default();
    for row in header.iter().take(8).filter(|r| r.heading.is_none()) {
        for item in row.text.split('\t').map(trim) {
            let count = item.chars().count();
            if (4..=90).contains(&count) && item.to_lowercase() != name && title_score(item) > 0 && !is_contact(item) && !item.ends_with('.') {
                resume.headline = Some(text.field(item, 0.8));
                return;
            }
        }
    }
}
