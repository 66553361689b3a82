//! A job in the form that search engines read: schema.org's JobPosting.

use hireq_domain::{
    job::{Employment, JobPlace, Pay, PayPeriod, PublicJob, RemoteMode},
    number::Decimal,
};
use serde_json::{Value, json};

/// The job as JSON-LD that is safe inside a `<script>`.
pub(super) fn json_ld(job: &PublicJob, address: &str) -> String {
    let card = &job.card;
    let mut data = json!({
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": card.title,
        "description": job.html,
        "url": address,
        "identifier": { "@type": "PropertyValue", "name": card.organization, "value": job.id.to_string() },
        "datePosted": job.posted_on.to_string(),
        "employmentType": match card.employment {
            Employment::FullTime => "FULL_TIME",
            Employment::PartTime => "PART_TIME",
            Employment::Contract => "CONTRACTOR",
            Employment::Temporary => "TEMPORARY",
            Employment::Internship => "INTERN",
        },
        "hiringOrganization": { "@type": "Organization", "name": card.organization },
        "directApply": true,
    });
    let mut set = |name: &str, value: Value| data[name] = value;
    if let Some(closing) = &job.closing {
        set("validThrough", json!(closing.until.to_rfc3339()));
    }
    let remote = card.remote == RemoteMode::Remote;
    if let Some(place) = place(&job.place, remote) {
        set("jobLocation", place);
    }
    if remote {
        set("jobLocationType", json!("TELECOMMUTE"));
        if let Some(country) = &job.place.country {
            set("applicantLocationRequirements", json!({ "@type": "Country", "name": country.name }));
        }
    }
    if let Some(pay) = &card.pay {
        set("baseSalary", json!({ "@type": "MonetaryAmount", "currency": pay.currency, "value": salary(pay) }));
    }
    let skills: Vec<&str> = job.requirements.iter().map(|r| r.text.as_str()).collect();
    if !skills.is_empty() {
        set("skills", json!(skills.join(", ")));
    }
    // In a script element nothing is unescaped, but `</script` would end it; escaped like this, no text can contain it.
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// Where people work or report to. The country alone of a remote job is no such place: it says who may apply.
fn place(JobPlace { town, country }: &JobPlace, remote: bool) -> Option<Value> {
    if town.is_empty() && (remote || country.is_none()) {
        return None;
    }
    let mut address = json!({ "@type": "PostalAddress" });
    if !town.is_empty() {
        address["addressLocality"] = json!(town);
    }
    if let Some(country) = country {
        address["addressCountry"] = json!(country.code);
    }
    Some(json!({ "@type": "Place", "address": address }))
}

/// A single figure as such, a range by its ends.
fn salary(pay: &Pay) -> Value {
    let mut value = json!({
        "@type": "QuantitativeValue",
        "unitText": match pay.period {
            PayPeriod::Year => "YEAR",
            PayPeriod::Month => "MONTH",
            PayPeriod::Day => "DAY",
            PayPeriod::Hour => "HOUR",
        },
    });
    match (pay.min, pay.max) {
        (Some(min), Some(max)) if min == max => value["value"] = figure(min),
        (min, max) => {
            for (name, end) in [("minValue", min), ("maxValue", max)] {
                if let Some(end) = end {
                    value[name] = figure(end);
                }
            }
        }
    }
    value
}

fn figure(amount: Decimal) -> Value {
    amount.whole().map_or_else(|| json!(amount.to_f64()), |whole| json!(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hireq_domain::{
        ids::JobId,
        job::{Country, JobCard},
        zone::{Closing, Zone},
    };

    fn job(remote: RemoteMode, town: &str, country: Option<(&str, &str)>) -> PublicJob {
        PublicJob {
            id: JobId(uuid::Uuid::nil()),
            card: JobCard {
                slug: "x".into(),
                title: "</script><script>alert(1)</script><!--".into(),
                organization: "Acme".into(),
                location: town.into(),
                remote,
                employment: Employment::FullTime,
                pay: None,
                published_at: chrono::DateTime::UNIX_EPOCH,
            },
            html: "<p>Hi</p>".into(),
            summary: String::new(),
            posted_on: chrono::NaiveDate::default(),
            closing: None,
            place: JobPlace {
                town: town.into(),
                country: country.map(|(code, name)| Country { code: code.into(), name: name.into() }),
            },
            organization_slug: "acme".into(),
            requirements: vec![],
            questions: vec![],
        }
    }

    fn read(job: &PublicJob) -> Value {
        serde_json::from_str(&json_ld(job, "https://a.example/jobs/x")).expect("valid JSON")
    }

    #[test]
    fn a_text_cannot_end_the_script() {
        let job = job(RemoteMode::Onsite, "Berlin", None);
        let text = json_ld(&job, "https://a.example/jobs/x");
        assert!(!text.contains('<'), "{text}");
        assert_eq!(read(&job)["description"], "<p>Hi</p>");
        assert_eq!(read(&job)["title"], "</script><script>alert(1)</script><!--");
    }

    /// A country's code and name, or a town and its country's code.
    type Pair<'a> = Option<(&'a str, &'a str)>;
    /// The address, whether it is said to be remote, and from where people may apply.
    type Said<'a> = (Pair<'a>, bool, Option<&'a str>);

    #[test]
    fn where_people_work_and_from_where_they_may_apply_depends_on_the_kind_of_job() {
        let (germany, ireland) = (Some(("DE", "Germany")), Some(("IE", "Ireland")));
        let table: [(RemoteMode, &str, Pair<'_>, Said<'_>); 7] = [
            (RemoteMode::Onsite, "Berlin", germany, (Some(("Berlin", "DE")), false, None)),
            (RemoteMode::Onsite, "Springfield", None, (Some(("Springfield", "")), false, None)),
            (RemoteMode::Onsite, "", None, (None, false, None)),
            // Who sometimes works at home is not "telecommuting" to Google.
            (RemoteMode::Hybrid, "Berlin", germany, (Some(("Berlin", "DE")), false, None)),
            (RemoteMode::Remote, "", ireland, (None, true, Some("Ireland"))),
            (RemoteMode::Remote, "Berlin", germany, (Some(("Berlin", "DE")), true, Some("Germany"))),
            (RemoteMode::Remote, "", None, (None, true, None)),
        ];
        for (remote, town, country, (address, telecommute, from)) in table {
            let data = read(&job(remote, town, country));
            let said = &data["jobLocation"]["address"];
            let part = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
            let found = said.is_object().then(|| (part("addressLocality"), part("addressCountry")));
            assert_eq!(found, address.map(|(town, country)| (town.to_owned(), country.to_owned())), "{data}");
            assert_eq!(data["jobLocationType"] == "TELECOMMUTE", telecommute, "{data}");
            assert_eq!(data["applicantLocationRequirements"]["name"].as_str(), from, "{data}");
        }
    }

    #[test]
    fn every_job_has_what_google_requires_and_pay_in_the_form_that_it_knows() {
        let mut job = job(RemoteMode::Onsite, "Honolulu", Some(("US", "The United States of America")));
        let zone: Zone = "Pacific/Honolulu".parse().expect("a zone");
        let until = chrono::DateTime::parse_from_rfc3339("2026-11-30T23:59:59-10:00").expect("a moment");
        job.closing = Some(Closing { day: until.date_naive(), zone, until });
        let pay = |min: Option<i64>, max: Option<i64>, period| Pay {
            min: min.map(Decimal::from),
            max: max.map(Decimal::from),
            currency: "USD".into(),
            period,
        };
        for (employment, word, pay, unit, figures) in [
            (
                Employment::FullTime,
                "FULL_TIME",
                pay(Some(1), Some(2), PayPeriod::Year),
                "YEAR",
                [None, Some(1), Some(2)],
            ),
            (
                Employment::PartTime,
                "PART_TIME",
                pay(Some(3), Some(3), PayPeriod::Month),
                "MONTH",
                [Some(3), None, None],
            ),
            (Employment::Contract, "CONTRACTOR", pay(Some(4), None, PayPeriod::Day), "DAY", [None, Some(4), None]),
            (Employment::Temporary, "TEMPORARY", pay(None, Some(5), PayPeriod::Hour), "HOUR", [None, None, Some(5)]),
            (Employment::Internship, "INTERN", pay(None, Some(6), PayPeriod::Month), "MONTH", [None, None, Some(6)]),
        ] {
            job.card.employment = employment;
            job.card.pay = Some(pay);
            let data = read(&job);
            for (name, value) in [
                ("@context", "https://schema.org/"),
                ("@type", "JobPosting"),
                ("datePosted", "1970-01-01"),
                ("validThrough", "2026-11-30T23:59:59-10:00"),
                ("employmentType", word),
            ] {
                assert_eq!(data[name], value, "{name} in {data}");
            }
            assert_eq!(data["directApply"], true);
            assert_eq!(
                (data["hiringOrganization"]["name"].as_str(), data["identifier"]["name"].as_str()),
                (Some("Acme"), Some("Acme"))
            );
            assert_eq!(data["identifier"]["value"], job.id.to_string());
            let salary = &data["baseSalary"];
            assert_eq!((salary["currency"].as_str(), salary["value"]["unitText"].as_str()), (Some("USD"), Some(unit)));
            let found = ["value", "minValue", "maxValue"].map(|name| salary["value"][name].as_i64());
            assert_eq!(found, figures, "{data}");
        }
        job.card.pay = Some(Pay { min: Some(Decimal::new(1850, 2)), ..pay(None, None, PayPeriod::Hour) });
        assert_eq!(read(&job)["baseSalary"]["value"]["minValue"], 18.5);
        job.card.pay = None;
        assert!(read(&job)["baseSalary"].is_null(), "nothing is made up");
    }
}
