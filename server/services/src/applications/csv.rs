//! A job's applicants as a CSV file, safe to open in a spreadsheet.

use super::{job_head, masked};
use crate::{Result, ServiceError, Services, accounts, auth::Hr, events::record, zones};
use chrono::{DateTime, Utc};
use hireq_domain::{applicants::ApplicantQuery, event::Event, ids::JobId, unseen::is_unseen};
use hireq_store::applications::ranked;

/// Most rows of one file.
const MOST: i64 = 20_000;

/// A file's name and its bytes.
///
/// # Errors
/// `NotFound` where the job is not the organisation's.
pub async fn applicants(
    services: &Services,
    who: &Hr,
    job: JobId,
    query: &ApplicantQuery,
) -> Result<(String, Vec<u8>)> {
    let (scope, filter) = (who.scope(), query.read());
    let (job, asked) = job_head(services, scope, job).await?;
    let rows = ranked::list(&services.pool, scope, job.id, &filter, (job.blind, &asked), (MOST, 0)).await?;
    let (count, zone) = (rows.len(), who.user.zone());
    // With the mark that says UTF-8: without it some spreadsheets take it for what their country wrote before.
    let mut writer = ::csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let header = ["Name", "Headline", "Location", "Stage", "Status", "Score", "Band", "Applied", "In stage since"];
    writer.write_record(header).map_err(ServiceError::internal)?;
    for ranked in rows {
        let row = masked(ranked, &asked);
        // A file is read when the new score has long been there.
        let (score, band) = match (row.rescoring, row.score, row.band) {
            (true, ..) => (String::new(), "Being scored"),
            (false, score, band) => {
                (score.map(|s| format!("{s:.1}")).unwrap_or_default(), band.map_or("", |b| b.label()))
            }
        };
        let day =
            |at: DateTime<Utc>| if row.is_hidden() { at.date_naive() } else { zones::day_of(&zone, at) }.to_string();
        let (applied, since) = (day(row.applied_at), day(row.stage_entered_at));
        let record = [
            row.name,
            row.headline,
            row.location,
            row.stage,
            row.status.label().to_owned(),
            score,
            band.to_owned(),
            applied,
            since,
        ];
        writer.write_record(record.map(|cell| inert(&cell))).map_err(ServiceError::internal)?;
    }
    let bytes = writer.into_inner().map_err(|e| ServiceError::internal(e.to_string()))?;
    let mut db = services.pool.acquire().await?;
    record(services, &mut db, who, Event::ApplicantsExported { job: job.id, rows: count }).await?;
    Ok((format!("applicants-{}.csv", accounts::slug(&job.title, "job")), bytes))
}

/// A cell that a spreadsheet takes for text: what would begin a formula is put behind an apostrophe, also after a
/// semicolon, which in half of Europe begins another cell.
#[must_use]
pub fn inert(cell: &str) -> String {
    let cell: String = cell.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    // Some programs read what is as wide as a Chinese sign, or stands behind what nobody sees, all the same; and whoever
    // splits at semicolons takes a quotation mark there for the cell's own.
    let unseen = |c: char| c == '"' || c.is_whitespace() || is_unseen(c);
    let signs = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'];
    let parts = cell.split(';').map(|part| {
        let formula = part.trim_start_matches(unseen).starts_with(signs);
        format!("{}{part}", if formula { "'" } else { "" })
    });
    parts.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn a_cell_never_begins_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1+1", "\u{200b}=1", "|x"] {
            assert!(inert(formula).starts_with('\''), "{formula}");
        }
        for (cell, made) in [
            ("Zoë Quill", "Zoë Quill"),
            ("C++; Rust - and SQL", "C++; Rust - and SQL"),
            ("A;=1+1", "A;'=1+1"),
            ("A; \t@SUM(A1);+1", "A;'  @SUM(A1);'+1"),
            ("A\t;\"=1\"", "A ;'\"=1\""),
        ] {
            assert_eq!(inert(cell), made);
        }
    }
}
