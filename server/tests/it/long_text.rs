//! A megabyte of anything, sent in any text field, is answered quickly: no input can make the machine unresponsive for
//! others.

use crate::{
    markup::{World, browsers},
    support::{TestApp, browser::Browser},
};
use scraper::{Html, Selector};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Characters and constructs that cost parsers, searches and templates more than their length suggests.
const COSTLY: [&str; 32] = [
    "a",
    " ",
    "a ",
    "\n",
    "\t",
    ">",
    "> ",
    "- ",
    "1. ",
    "*",
    "**a ",
    "_",
    "~~",
    "`",
    "[",
    "[a](",
    "![",
    "<",
    "<b>",
    "<!--",
    "&",
    "&#",
    "\\",
    "|",
    "|a\n|-\n",
    "#",
    "\"",
    "%",
    "@",
    "ß",
    "\u{130}",
    "\u{1F469}\u{200D}",
];
/// Just below the largest form, however it is encoded.
const LONG: usize = 1_000_000;
/// The longest URL that a browser would still send.
const LONG_ADDRESS: usize = 30_000;
/// An answer takes milliseconds; this allows for a machine busy with other tests, and unoptimised code.
const AT_MOST: Duration = Duration::from_secs(5);

/// A form as shown on a page, with one of its text fields.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    action: String,
    get: bool,
    name: String,
}

type Fields = BTreeMap<Field, (Option<&'static str>, String, Vec<(String, String)>)>;

/// Every text field in a page's forms, with the form's other values.
fn fields(page: &str) -> Vec<(Field, Vec<(String, String)>)> {
    let select = |text: &str| Selector::parse(text).expect("a selector");
    let (forms, inputs) = (select("form"), select("input[name], textarea[name]"));
    let document = Html::parse_document(page);
    let mut found = Vec::new();
    for form in document.select(&forms) {
        let form_value = form.value();
        // Forms with files have limits of their own.
        if form_value.attr("enctype").is_some_and(|kind| kind.starts_with("multipart")) {
            continue;
        }
        let (mut values, mut texts) = (Vec::new(), Vec::new());
        for input in form.select(&inputs) {
            let value = input.value();
            let name = value.attr("name").unwrap_or_default().to_owned();
            match value.attr("type").unwrap_or("text") {
                "checkbox" | "radio" if value.attr("checked").is_none() => continue,
                "text" | "search" | "email" | "url" | "tel" | "number" | "password" => texts.push(name.clone()),
                _ => {}
            }
            values.push((name, value.attr("value").unwrap_or_default().to_owned()));
        }
        let get = form_value.attr("method").is_none_or(|method| method.eq_ignore_ascii_case("get"));
        let action = form_value.attr("action").unwrap_or_default();
        for name in texts {
            found.push((Field { action: action.to_owned(), get, name }, values.clone()));
        }
    }
    found
}

fn repeated(construct: &str, most: usize) -> String {
    let one = serde_urlencoded::to_string([("", construct)]).expect("a field").len() - 1;
    construct.repeat(most / one)
}

async fn send(browser: &mut Browser, path: &str, field: &Field, values: &[(String, String)], text: &str) -> u16 {
    let filled: Vec<_> = values
        .iter()
        .map(|(name, value)| (name.as_str(), if *name == field.name { text } else { value.as_str() }))
        .collect();
    let answer = if field.get {
        let action = if field.action.is_empty() { path } else { &field.action };
        let action = action.split('?').next().unwrap_or_default();
        browser.get(&format!("{action}?{}", serde_urlencoded::to_string(&filled).expect("fields"))).await
    } else {
        browser.post(&field.action, &filled).await
    };
    answer.status.as_u16()
}

#[tokio::test]
async fn a_megabyte_of_one_construct_in_any_field_is_answered_at_once() {
    let app = TestApp::start().await;
    let world = World::make(&app).await;
    let mut browsers = browsers(&app, &world).await;
    let mut all = Fields::new();
    for (who, path) in &world.pages {
        let page = browsers.get_mut(who).expect("a browser").get(path).await.body;
        for (field, values) in fields(&page) {
            all.entry(field).or_insert((*who, path.clone(), values));
        }
    }
    for known in ["/api/jobs/save", "/api/account/set-profile", "/api/applications/reject", "/api/portal/set-profile"] {
        assert!(all.keys().any(|field| field.action == known), "no field of {known} was found");
    }
    // Each field gets four of them, different from the previous field's; all of them take minutes.
    let all_of_them = std::env::var_os("HIREQ_LONG_TESTS").is_some();
    let mut slowest = (Duration::ZERO, String::new());
    for (turn, (field, (who, path, values))) in all.iter().enumerate() {
        let (first, step) = if all_of_them { (0, 1) } else { (turn % 8, 8) };
        for construct in COSTLY.iter().skip(first).step_by(step) {
            let text = repeated(construct, if field.get { LONG_ADDRESS } else { LONG });
            let browser = browsers.get_mut(who).expect("a browser");
            let begun = Instant::now();
            let status = send(browser, path, field, values, &text).await;
            let took = begun.elapsed();
            let what = format!("{construct:?} as {} of {} on {path}", field.name, field.action);
            assert!(status < 500, "{what}: {status}");
            assert!(took < AT_MOST, "{what}: {took:?}");
            slowest = slowest.max((took, what));
        }
    }
    println!("{} fields; the slowest: {slowest:?}", all.len());
}
