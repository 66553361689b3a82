//! Degrades pages as scanners and phone cameras do, and measures how much of their text is still recognised.

use hireq_documents::{
    Document, Limits, Orientation, PagePicture, ReadError, SeenLetter, SeenLine, SeenPage, read, read_seen,
};
use hireq_ml::ocr::Page;
use std::{collections::HashMap, fmt};

/// How a page is degraded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Manner {
    Clean,
    /// Rotated by two degrees.
    Askew,
    /// At 150 dpi for an A4 page.
    Coarse,
    /// In perspective, with noise, blur and uneven light.
    Photographed,
}

pub const MANNERS: [Manner; 4] = [Manner::Clean, Manner::Askew, Manner::Coarse, Manner::Photographed];

impl Manner {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Askew => "askew",
            Self::Coarse => "150 dpi",
            Self::Photographed => "photographed",
        }
    }
}

/// The degraded image.
pub fn spoilt(page: &PagePicture, manner: Manner) -> PagePicture {
    let (w, h) = (page.width as f32, page.height as f32);
    match manner {
        Manner::Clean => page.clone(),
        Manner::Askew => {
            let (sin, cos) = 2.0_f32.to_radians().sin_cos();
            drawn(page, page.width, page.height, |x, y| {
                let (dx, dy) = (x - w / 2.0, y - h / 2.0);
                (w / 2.0 + dx * cos - dy * sin, h / 2.0 + dx * sin + dy * cos)
            })
        }
        Manner::Coarse => {
            let scale = 150.0 / 72.0 * page.point;
            let small = drawn(page, (w * scale) as usize, (h * scale) as usize, |x, y| (x / scale, y / scale));
            PagePicture { point: page.point / scale, ..small }
        }
        Manner::Photographed => photographed(page),
    }
}

/// Seen from above the bottom edge, with a lamp on the left.
fn photographed(page: &PagePicture) -> PagePicture {
    let (w, h) = (page.width as f32, page.height as f32);
    let mut photo = drawn(page, page.width, page.height, |x, y| {
        let (u, v) = (x / w - 0.5, y / h - 0.5);
        let depth = 1.0 + 0.06 * v + 0.03 * u;
        // Leaves a border of table around the sheet.
        ((0.5 + 1.06 * (u + 0.015 * v) / depth) * w, (0.5 + 1.06 * v / depth) * h)
    });
    let mut noise = 1_u64;
    for (n, v) in photo.grey.iter_mut().enumerate() {
        let (x, y) = ((n % page.width) as f32 / w, (n / page.width) as f32 / h);
        let light = 0.95 - 0.4 * x - 0.15 * y;
        // The sum of twelve uniform random numbers is approximately normal (Irwin–Hall).
        let mut bell = -6.0;
        for _ in 0..12 {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            bell += (noise >> 40) as f32 / (1_u64 << 24) as f32;
        }
        *v = (f32::from(*v) * light + 8.0 * bell).clamp(0.0, 255.0) as u8;
    }
    photo
}

/// Draws an image by looking up each pixel in the original, as the mean of four samples; outside the page is a dark
/// table.
fn drawn(page: &PagePicture, width: usize, height: usize, from: impl Fn(f32, f32) -> (f32, f32)) -> PagePicture {
    let shade = |x: f32, y: f32| {
        if x < 0.0 || y < 0.0 || x >= page.width as f32 || y >= page.height as f32 {
            return 90.0;
        }
        let (x, y) = ((x - 0.5).max(0.0), (y - 0.5).max(0.0));
        let (x0, y0) = (x as usize, y as usize);
        let (x1, y1) = ((x0 + 1).min(page.width - 1), (y0 + 1).min(page.height - 1));
        let (fx, fy) = (x.fract(), y.fract());
        let at = |x: usize, y: usize| f32::from(page.grey[y * page.width + x]);
        (at(x0, y0) * (1.0 - fx) + at(x1, y0) * fx) * (1.0 - fy) + (at(x0, y1) * (1.0 - fx) + at(x1, y1) * fx) * fy
    };
    let grey = (0..width * height).map(|n| {
        let (x, y) = ((n % width) as f32, (n / width) as f32);
        let parts = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
        let sum: f32 = parts.iter().map(|(i, j)| from(x + i, y + j)).map(|(x, y)| shade(x, y)).sum();
        (sum / 4.0).round() as u8
    });
    PagePicture { width, height, grey: grey.collect(), point: page.point }
}

/// The text of a PDF's page.
pub fn text_of(pdf: &[u8], page: u32) -> Option<String> {
    let document = read(pdf, "resume.pdf", &Limits::default()).ok()?;
    let lines = document.lines.iter().filter(|line| document.page_box(line.span).is_some_and(|b| b.page == page));
    let text: String = lines.map(|line| format!("{}\n", line.span.slice(&document.text))).collect();
    (text.chars().filter(|c| c.is_alphanumeric()).count() > 100).then_some(text)
}

/// The document built from the recognised text.
pub fn document_of(seen: &Page, point: f32) -> Result<Document, ReadError> {
    let line = |line: &hireq_ml::ocr::Line| SeenLine {
        letters: line.letters.iter().map(|l| SeenLetter { c: l.c, x0: l.x0 * point, x1: l.x1 * point }).collect(),
        baseline: line.baseline * point,
        size: line.size * point,
    };
    let lines = seen.lines.iter().map(line).collect();
    let orientation = Orientation { turned: seen.turned, along: seen.along };
    let page = SeenPage { page: 1, width: seen.width * point, height: seen.height * point, lines, orientation };
    // An image's header is enough, because its text has been recognised already.
    read_seen(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "page.png", &Limits::default(), &[page])
}

/// How much two texts differ.
#[derive(Clone, Copy, Debug, Default)]
pub struct Errors {
    characters: (usize, usize),
    words: (usize, usize),
    /// How many words were found anywhere, and how many there are.
    found: (usize, usize),
}

impl Errors {
    pub fn of(wanted: &str, read: &str) -> Self {
        let (wanted, read): (Vec<String>, Vec<String>) = (words(wanted), words(read));
        let (a, b): (Vec<char>, Vec<char>) = (wanted.join(" ").chars().collect(), read.join(" ").chars().collect());
        let mut there: HashMap<&str, usize> = HashMap::new();
        for word in &read {
            *there.entry(word).or_default() += 1;
        }
        let found = wanted.iter().filter(|word| {
            there.get_mut(word.as_str()).is_some_and(|n| n.checked_sub(1).inspect(|left| *n = *left).is_some())
        });
        Self {
            found: (found.count(), wanted.len()),
            characters: (distance(&a, &b), a.len()),
            words: (distance(&wanted, &read), wanted.len()),
        }
    }

    pub fn add(&mut self, other: &Self) {
        let add = |a: &mut (usize, usize), b: (usize, usize)| *a = (a.0 + b.0, a.1 + b.1);
        add(&mut self.characters, other.characters);
        add(&mut self.words, other.words);
        add(&mut self.found, other.found);
    }

    /// Wrong characters, as a fraction of those expected.
    pub fn of_characters(&self) -> f64 {
        share(self.characters)
    }

    /// The fraction of words not found anywhere.
    pub fn of_lost_words(&self) -> f64 {
        1.0 - share(self.found)
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (c, w) = (self.of_characters(), share(self.words));
        write!(f, "characters {c:.4} words {w:.4} lost words {:.4}", self.of_lost_words())
    }
}

fn share((part, all): (usize, usize)) -> f64 {
    part as f64 / all.max(1) as f64
}

/// Words in lower case, because small capitals are drawn as large ones, without list bullets and with punctuation
/// unified.
fn words(text: &str) -> Vec<String> {
    let plain = |c: char| match c {
        '•' | '◦' | '▪' | '●' | '■' | '·' | '∙' | '‣' | '►' | '○' => ' ',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        '’' | '‘' | '`' | '´' => '\'',
        '“' | '”' | '„' => '"',
        '，' => ',',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        c => c,
    };
    text.to_lowercase().chars().map(plain).collect::<String>().split_whitespace().map(ToOwned::to_owned).collect()
}

/// The Levenshtein distance.
fn distance<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let new = (before + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            before = row[j + 1];
            row[j + 1] = new;
        }
    }
    row[b.len()]
}
