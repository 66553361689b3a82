//! A job's applicants as a CSV file, safe to open in a spreadsheet.

use super::{job_head, masked};
use crate::{Result, ServiceError, Services, accounts, auth::Hr, events::record, zones};
use chrono::{DateTime, Utc};
use hireq_domain::{applicants::ApplicantQuery, event::Event, ids::JobId, unseen::is_unseen};
use hireq_store::applications::ranked::{self, Reading};

/// Most rows in one file.
const MOST: i64 = 20_000;

/// Returns a file name and the file's bytes.
///
/// # Errors
/// `NotFound` if the job is not the organisation's.
pub async fn applicants(
    services: &Services,
    who: &Hr,
    job: JobId,
    query: &ApplicantQuery,
) -> Result<(String, Vec<u8>)> {
    let (scope, filter) = (who.scope(), query.read());
    let (job, asked) = job_head(services, scope, job).await?;
    let reading = Reading { user: who.user.id, blind: job.blind, criteria_hash: &asked };
    let rows = ranked::list(&services.pool, scope, job.id, &filter, reading, (MOST, 0)).await?;
    let (count, zone) = (rows.len(), who.user.zone());
    // With a byte order mark: without it, some spreadsheets read the file in a legacy code page.
    let mut writer = ::csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let header = ["Name", "Headline", "Location", "Stage", "Status", "Score", "Band", "Applied", "In stage since"];
    writer.write_record(header).map_err(ServiceError::internal)?;
    for ranked in rows {
        let row = masked(ranked, &asked);
        // While an application is being rescored its old score is left out: the file will be read long after the new
        // one is there.
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

/// A cell that a spreadsheet will treat as text: anything that would start a formula gets an apostrophe in front. This
/// includes text after a semicolon, which separates cells in much of Europe.
#[must_use]
pub fn inert(cell: &str) -> String {
    let cell: String = cell.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    // Some programs also accept full-width signs, and signs after invisible characters, as the start of a formula. A
    // program that splits at semicolons also takes a quotation mark there as the cell's own quoting.
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
