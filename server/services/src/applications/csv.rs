//! A job's applicants as a CSV file, safe to open in a spreadsheet.

use super::{job_head, masked};
use crate::{Result, ServiceError, Services, accounts, auth::Hr, events::record, zones};
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
    let job = job_head(services, scope, job).await?;
    let rows = ranked::list(&services.pool, scope, job.id, &filter, job.blind, MOST, 0).await?;
    let (count, zone) = (rows.len(), who.user.zone());
    let mut writer = ::csv::Writer::from_writer(vec![]);
    let header = ["Name", "Headline", "Location", "Stage", "Status", "Score", "Band", "Applied", "In stage since"];
    writer.write_record(header).map_err(ServiceError::internal)?;
    for ranked in rows {
        let row = masked(ranked);
        let record = [
            row.name,
            row.headline,
            row.location,
            row.stage,
            row.status.label().to_owned(),
            row.score.map(|s| format!("{s:.1}")).unwrap_or_default(),
            row.band.map(|b| b.label().to_owned()).unwrap_or_default(),
            zones::day_of(&zone, row.applied_at).to_string(),
            zones::day_of(&zone, row.stage_entered_at).to_string(),
        ];
        writer.write_record(record.map(|cell| inert(&cell))).map_err(ServiceError::internal)?;
    }
    let bytes = writer.into_inner().map_err(|e| ServiceError::internal(e.to_string()))?;
    let mut db = services.pool.acquire().await?;
    record(services, &mut db, who, Event::ApplicantsExported { job: job.id, rows: count }).await?;
    Ok((format!("applicants-{}.csv", accounts::slug(&job.title, "job")), bytes))
}

/// A cell that a spreadsheet takes for text: what would begin a formula is put behind an apostrophe.
#[must_use]
pub fn inert(cell: &str) -> String {
    let cell: String = cell.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    // Some programs read what is as wide as a Chinese sign, or stands behind what nobody sees, all the same.
    let unseen = |c: char| c.is_whitespace() || is_unseen(c);
    let signs = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'];
    if cell.trim_start_matches(unseen).starts_with(signs) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn a_cell_never_begins_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1+1", "\u{200b}=1", "|x"] {
            assert!(inert(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(inert("Zoë Quill"), "Zoë Quill");
    }
}
