//! What most tests start with: a recruiter's job, and applicants with a file.

use super::TestApp;
use hireq_domain::{
    candidate::Uploaded,
    ids::{ApplicationId, CandidateId, DocumentId, JobId, QuestionId, StageId},
    job::{Job, JobContent},
    job_form::{JobForm, QuestionRow},
};
use hireq_services::{
    Result, Services,
    applications::apply::{self, Input},
    auth::{Candidate, Hr},
    jobs, resumes,
};
use uuid::Uuid;

/// A résumé that every test can read.
pub const TEXT: &str = "Zoë Ünal\nData Engineer\nKraków, Poland\nzoe@example.com | +48 600 100 200\n\nSUMMARY\n\
    Engineer who builds data pipelines for banks.\n\nEXPERIENCE\nData Engineer, Acme Analytics\nJan 2019 - Dec 2022\n\
    - Built streaming pipelines in Rust and PostgreSQL\n\nEDUCATION\nMSc Computer Science, AGH University, 2018\n\n\
    SKILLS\nRust, PostgreSQL, Python, Kafka\n\nLANGUAGES\nPolish, English\n";

/// A PNG of one grey pixel.
pub const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0,
    1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// A one-page PDF with these lines, in Latin-1.
pub fn pdf(text: &str) -> Vec<u8> {
    let escaped = |line: &str| line.replace(['(', ')', '\\'], " ");
    let lines: String = text.lines().map(|line| format!("({}) Tj T*\n", escaped(line))).collect();
    let content = format!("BT /F 11 Tf 14 TL 60 760 Td {lines}ET");
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let stream = format!("<</Length {}>>stream\n{content}\nendstream", content.chars().count());
    let objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, &stream, font];
    let mut file = String::from("%PDF-1.7\n");
    for (n, object) in (1..).zip(objects) {
        file += &format!("{n} 0 obj\n{object}\nendobj\n");
    }
    // WinAnsi has one byte a character.
    (file + "trailer<</Root 1 0 R>>\n%%EOF").chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
}

/// A HireQ with a job that anybody may apply for.
pub struct World {
    pub app: TestApp,
    /// `hr@example.com`, to whom the job belongs.
    pub hr: Hr,
    pub job: Job,
}

pub struct Applicant {
    pub who: Candidate,
    pub document: DocumentId,
    pub id: ApplicationId,
}

impl World {
    /// With a job without questions.
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// With a job whose form is changed first.
    pub async fn with(change: impl FnOnce(&mut JobForm)) -> Self {
        let app = TestApp::start().await;
        let hr = app.hr("hr@example.com").await;
        let job = app.job(&hr, change).await;
        Self { app, hr, job }
    }
}

impl TestApp {
    /// A published job.
    pub async fn job(&self, hr: &Hr, change: impl FnOnce(&mut JobForm)) -> Job {
        let mut form = job_form("Data Engineer", "Build pipelines in Rust.");
        change(&mut form);
        jobs::save(&self.services, hr, new_job(), 0, &form, true).await.expect("published")
    }

    /// A candidate with an unread file.
    pub async fn with_resume(&self, email: &str) -> (Candidate, DocumentId) {
        let who = self.candidate(email).await;
        let document = self.upload(&who, TEXT).await;
        (who, document)
    }

    /// Uploads a candidate's text file.
    pub async fn upload(&self, who: &Candidate, text: &str) -> DocumentId {
        upload(&self.services, who, "cv.txt", text.as_bytes()).await.expect("taken").0
    }

    /// A person in the organisation's talent pool.
    pub async fn in_pool(&self, hr: &Hr, text: &str) -> CandidateId {
        upload_for(&self.services, hr, "cv.txt", text.as_bytes()).await.candidate.expect("a candidate")
    }

    /// Sends an application, with an answer to each question.
    pub async fn apply(&self, who: &Candidate, document: DocumentId, job: &Job, answers: &[&str]) -> ApplicationId {
        let input = input(document, job, answers);
        apply::apply(&self.services, who, &job.slug, input).await.expect("applied").0
    }

    /// A candidate with a file, and their application.
    pub async fn applicant(&self, job: &Job, email: &str, answers: &[&str]) -> Applicant {
        let (who, document) = self.with_resume(email).await;
        let id = self.apply(&who, document, job, answers).await;
        Applicant { who, document, id }
    }
}

/// The data submitted by the application form.
pub fn input(document: DocumentId, job: &Job, answers: &[&str]) -> Input {
    let answers = answers.iter().enumerate().map(|(n, answer)| (question(job, n), (*answer).to_owned())).collect();
    Input { document: Some(document), answers, consent: true, ..Input::default() }
}

/// The key of a job's question.
pub fn question(job: &Job, n: usize) -> QuestionId {
    job.content.questions[n].id.expect("saved")
}

/// The key of a job's stage.
pub fn stage(job: &Job, n: usize) -> StageId {
    job.content.stages[n].id.expect("saved")
}

/// A key for a new job.
pub fn new_job() -> JobId {
    JobId(Uuid::now_v7())
}

/// A job's form with only the required fields.
pub fn job_form(title: &str, description: &str) -> JobForm {
    JobForm { title: title.into(), description: description.into(), ..JobForm::from(&JobContent::empty()) }
}

/// An optional question.
pub fn asks(text: &str, kind: &str) -> QuestionRow {
    QuestionRow { text: text.into(), kind: kind.into(), ..QuestionRow::default() }
}

/// A question with a knock-out rule.
pub fn permit() -> QuestionRow {
    QuestionRow { required: "true".into(), knock_out: "no".into(), ..asks("May you work in Poland?", "yes_no") }
}

/// Makes a job hide its applicants.
pub fn blind(form: &mut JobForm) {
    form.blind = "true".into();
}

/// Adds questions to a form.
pub fn asking<const N: usize>(questions: [QuestionRow; N]) -> impl FnOnce(&mut JobForm) {
    |form| form.questions = questions.into()
}

/// A file as a stream of chunks, like an upload.
pub fn stream(bytes: &[u8]) -> impl futures::Stream<Item = std::io::Result<Vec<u8>>> + use<> {
    let pieces: Vec<_> = bytes.chunks(64 * 1024).map(|c| Ok(c.to_vec())).collect();
    futures::stream::iter(pieces)
}

/// Uploads a candidate's own file.
pub async fn upload(services: &Services, who: &Candidate, name: &str, bytes: &[u8]) -> Result<(DocumentId, bool)> {
    let upload = resumes::receive(services, who.user.id, name, stream(bytes)).await?;
    resumes::upload_own(services, who, upload).await
}

/// Uploads a file for an organisation.
pub async fn upload_for(services: &Services, hr: &Hr, name: &str, bytes: &[u8]) -> Uploaded {
    upload_to(services, hr, None, name, bytes).await.expect("stored")
}

/// Uploads a file for an organisation's job.
pub async fn upload_to(services: &Services, hr: &Hr, job: Option<JobId>, name: &str, bytes: &[u8]) -> Result<Uploaded> {
    let upload = resumes::receive(services, hr.user.id, name, stream(bytes)).await?;
    resumes::upload_to_organization(services, hr, job, upload).await
}
