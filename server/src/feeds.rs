//! The machine-readable parts of the careers site: the feed of new jobs, the sitemap, and robots.txt.

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::SecondsFormat;
use hireq_services::{ServiceError, Services, jobs};
use quick_xml::{
    Writer,
    events::{BytesCData, BytesDecl, BytesText, Event},
};
use std::io;

pub fn routes<S: Clone + Send + Sync + 'static>(services: Services) -> Router<S> {
    Router::new()
        .route("/jobs.rss", get(rss))
        .route("/sitemap.xml", get(sitemap))
        .route("/robots.txt", get(robots))
        .with_state(services)
}

type Xml = Writer<Vec<u8>>;

fn document(body: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    body(&mut xml)?;
    Ok(xml.into_inner())
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&writable(text)))?;
    Ok(())
}

/// Removes characters that are not allowed in XML: even escaped, they would make the whole feed invalid.
fn writable(text: &str) -> String {
    let fits = |c: &char| matches!(c, '\n' | '\t') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(fits).collect()
}

fn answer(content_type: &'static str, body: io::Result<Vec<u8>>) -> Response {
    match body {
        Ok(body) => ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "public, max-age=300")], body)
            .into_response(),
        Err(error) => failed(&ServiceError::internal(error)),
    }
}

fn failed(error: &ServiceError) -> Response {
    tracing::error!(error = %error, "a feed could not be written");
    (StatusCode::SERVICE_UNAVAILABLE, "Not available just now").into_response()
}

async fn rss(State(services): State<Services>) -> Response {
    match jobs::feed(&services).await {
        Ok(items) => answer("application/rss+xml; charset=utf-8", rss_of(&services.config.frontend_url, &items)),
        Err(error) => failed(&error),
    }
}

fn rss_of(site: &str, items: &[jobs::FeedItem]) -> io::Result<Vec<u8>> {
    let feed = format!("{site}/jobs.rss");
    document(|xml| {
        let rss = xml
            .create_element("rss")
            .with_attributes([("version", "2.0"), ("xmlns:atom", "http://www.w3.org/2005/Atom")]);
        rss.write_inner_content(|xml| {
            xml.create_element("channel").write_inner_content(|xml| {
                text(xml, "title", "Open jobs")?;
                text(xml, "link", &format!("{site}/jobs"))?;
                text(xml, "description", "New jobs, the latest first")?;
                text(xml, "language", "en")?;
                xml.create_element("atom:link")
                    .with_attributes([("href", feed.as_str()), ("rel", "self"), ("type", "application/rss+xml")])
                    .write_empty()?;
                items.iter().try_for_each(|job| item(xml, job))
            })?;
            Ok(())
        })?;
        Ok(())
    })
}

fn item(xml: &mut Xml, job: &jobs::FeedItem) -> io::Result<()> {
    let card = &job.card;
    let place = if card.location.is_empty() { String::new() } else { format!(", {}", card.location) };
    xml.create_element("item").write_inner_content(|xml| {
        text(xml, "title", &format!("{} at {}{place}", card.title, card.organization))?;
        text(xml, "link", &job.link)?;
        xml.create_element("guid")
            .with_attribute(("isPermaLink", "true"))
            .write_text_content(BytesText::new(&job.link))?;
        text(xml, "pubDate", &card.published_at.to_rfc2822())?;
        text(xml, "category", card.employment.label())?;
        xml.create_element("description").write_inner_content(|xml| {
            // A CDATA end marker in the text is split over two sections.
            BytesCData::escaped(&writable(&job.html)).try_for_each(|part| xml.write_event(Event::CData(part)))
        })?;
        Ok(())
    })?;
    Ok(())
}

async fn sitemap(State(services): State<Services>) -> Response {
    match jobs::sitemap(&services).await {
        Ok(entries) => {
            let body = document(|xml| {
                let set = xml
                    .create_element("urlset")
                    .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
                set.write_inner_content(|xml| {
                    xml.create_element("url").write_inner_content(|xml| {
                        text(xml, "loc", &format!("{}/jobs", services.config.frontend_url))
                    })?;
                    entries.iter().try_for_each(|(address, changed)| {
                        xml.create_element("url").write_inner_content(|xml| {
                            text(xml, "loc", address)?;
                            text(xml, "lastmod", &changed.to_rfc3339_opts(SecondsFormat::Secs, true))
                        })?;
                        Ok(())
                    })
                })?;
                Ok(())
            });
            answer("application/xml; charset=utf-8", body)
        }
        Err(error) => failed(&error),
    }
}

async fn robots(State(services): State<Services>) -> Response {
    let site = &services.config.frontend_url;
    let body = format!(
        "User-agent: *\nDisallow: /hr\nDisallow: /me\nDisallow: /admin\nDisallow: /account\nDisallow: /api/\n\
         Disallow: /jobs/*/apply\n\nSitemap: {site}/sitemap.xml\n"
    );
    answer("text/plain; charset=utf-8", Ok(body.into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hireq_domain::job::{Employment, JobCard, RemoteMode};

    #[test]
    fn a_hostile_job_breaks_out_of_nothing() {
        let card = JobCard {
            slug: "x".into(),
            title: "R&D <lead>\u{8}".into(),
            organization: "A & B".into(),
            location: String::new(),
            remote: RemoteMode::Remote,
            employment: Employment::FullTime,
            pay: None,
            published_at: chrono::DateTime::UNIX_EPOCH,
        };
        let job = jobs::FeedItem { card, link: "https://a.example/jobs/x".into(), html: "<p>a ]]> b</p>".into() };
        let xml = String::from_utf8(rss_of("https://a.example", &[job]).expect("written")).expect("text");
        assert!(xml.contains("<title>R&amp;D &lt;lead&gt; at A &amp; B</title>"), "{xml}");
        assert!(xml.contains("<pubDate>Thu, 1 Jan 1970 00:00:00 +0000</pubDate>"), "{xml}");
        assert!(!xml.contains("]]> b"), "{xml}");
        assert!(xml.ends_with("</rss>"), "{xml}");
    }
}
