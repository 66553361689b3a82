//! What the readers guarantee for every result, whatever the file was.

use hireq_documents::{Document, Limits};
use hireq_domain::resume::{Field, PageBox, ParsedResume, PartialDate, PeriodEnd, Span};

/// Checks offsets, sizes and limits of the extracted text.
pub(crate) fn of_document(document: &Document, limits: &Limits) {
    let chars = document.text.chars().count();
    assert!(chars <= limits.max_chars + 1, "{chars} characters");
    assert!(document.pages.len() <= limits.max_pages);
    assert!(document.pages.iter().all(|p| p.width.is_finite() && p.height.is_finite()), "{:?}", document.pages);
    let mut last = 0;
    for line in &document.lines {
        within(line.span, chars);
        assert!(line.span.start >= last, "lines overlap at {last}: {:?}", line.span);
        assert!(line.size.is_finite() && line.size >= 0.0, "{line:?}");
        assert!(!line.span.slice(&document.text).contains('\n'), "{line:?}");
        last = line.span.end;
    }
    assert!(document.links.iter().map(String::len).sum::<usize>() < 1 << 21, "links are bounded");
}

/// Checks positions, confidences and dates of the fields.
pub(crate) fn of_resume(document: &Document, resume: &ParsedResume) {
    let chars = document.text.chars().count();
    let field = |f: &Field<String>| {
        sure(f.confidence);
        f.span.iter().for_each(|s| within(*s, chars));
        f.page_box.iter().for_each(|b| on_page(b, document));
    };
    [&resume.name, &resume.headline, &resume.location, &resume.summary].into_iter().flatten().for_each(field);
    [&resume.emails, &resume.phones, &resume.links, &resume.languages, &resume.certificates]
        .into_iter()
        .flatten()
        .for_each(field);
    for job in &resume.experience {
        [&job.employer, &job.title].into_iter().flatten().for_each(field);
        job.span.iter().for_each(|s| within(*s, chars));
        job.start.iter().for_each(|d| date(*d));
        end(job.end);
    }
    for course in &resume.education {
        [&course.institution, &course.degree].into_iter().flatten().for_each(field);
        course.span.iter().for_each(|s| within(*s, chars));
        course.start.iter().for_each(|d| date(*d));
        end(course.end);
    }
    for skill in &resume.skills {
        sure(skill.confidence);
        skill.spans.iter().for_each(|s| within(*s, chars));
    }
    resume.sections.iter().for_each(|s| within(s.span, chars));
    if let Some(years) = resume.total_years {
        assert!(years.is_finite() && (0.0..200.0).contains(&years), "{years} years");
    }
}

fn within(span: Span, chars: usize) {
    assert!(span.start <= span.end && span.end <= chars, "{span:?} in {chars} characters");
}

fn sure(confidence: f32) {
    assert!((0.0..=1.0).contains(&confidence), "confidence {confidence}");
}

fn on_page(place: &PageBox, document: &Document) {
    assert!((1..=document.pages.len()).contains(&(place.page as usize)), "{place:?}");
    assert!([place.x0, place.y0, place.x1, place.y1].iter().all(|v| v.is_finite()), "{place:?}");
    assert!(place.x0 <= place.x1 && place.y0 <= place.y1, "{place:?}");
}

fn date(date: PartialDate) {
    assert!((1900..=2100).contains(&date.year), "{date}");
    assert!(date.month.is_none_or(|m| (1..=12).contains(&m)), "{date}");
}

fn end(end: Option<PeriodEnd>) {
    if let Some(PeriodEnd::On(on)) = end {
        date(on);
    }
}
