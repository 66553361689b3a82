//! A job in the form that search engines read: schema.org's JobPosting.

use hireq_domain::{
    job::{Employment, PayPeriod, PublicJob, RemoteMode},
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
    if !card.location.is_empty() {
        let place = json!({
            "@type": "Place",
            "address": { "@type": "PostalAddress", "addressLocality": card.location },
        });
        set("jobLocation", place);
    }
    if card.remote == RemoteMode::Remote {
        set("jobLocationType", json!("TELECOMMUTE"));
    }
    if let Some(pay) = &card.pay {
        let mut value = json!({
            "@type": "QuantitativeValue",
            "unitText": match pay.period {
                PayPeriod::Year => "YEAR",
                PayPeriod::Month => "MONTH",
                PayPeriod::Day => "DAY",
                PayPeriod::Hour => "HOUR",
            },
        });
        if let Some(min) = pay.min {
            value["minValue"] = figure(min);
        }
        if let Some(max) = pay.max {
            value["maxValue"] = figure(max);
        }
        set("baseSalary", json!({ "@type": "MonetaryAmount", "currency": pay.currency, "value": value }));
    }
    let skills: Vec<&str> = job.requirements.iter().map(|r| r.text.as_str()).collect();
    if !skills.is_empty() {
        set("skills", json!(skills.join(", ")));
    }
    // In a script element nothing is unescaped, but `</script` would end it; escaped like this, no text can contain it.
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn figure(amount: Decimal) -> Value {
    amount.whole().map_or_else(|| json!(amount.to_f64()), |whole| json!(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hireq_domain::{
        ids::JobId,
        job::{JobCard, Pay},
    };

    #[test]
    fn a_text_cannot_end_the_script() {
        let job = PublicJob {
            id: JobId(uuid::Uuid::nil()),
            card: JobCard {
                slug: "x".into(),
                title: "</script><script>alert(1)</script><!--".into(),
                organization: "Acme".into(),
                location: "Berlin".into(),
                remote: RemoteMode::Remote,
                employment: Employment::FullTime,
                pay: Some(Pay {
                    min: Some(Decimal::new(1850, 2)),
                    max: Some(2000.into()),
                    currency: "EUR".into(),
                    period: PayPeriod::Month,
                }),
                published_at: chrono::DateTime::UNIX_EPOCH,
            },
            html: "<p>Hi</p>".into(),
            summary: String::new(),
            posted_on: chrono::NaiveDate::default(),
            closing: None,
            requirements: vec![],
            questions: vec![],
        };
        let text = json_ld(&job, "https://a.example/jobs/x");
        assert!(!text.contains('<'), "{text}");
        let read: Value = serde_json::from_str(&text).expect("valid JSON");
        assert_eq!(read["description"], "<p>Hi</p>");
        assert_eq!(read["baseSalary"]["value"]["minValue"], 18.5);
        assert_eq!(read["baseSalary"]["value"]["maxValue"], 2000);
        assert_eq!(read["jobLocationType"], "TELECOMMUTE");
    }
}
