//! Text recognition on images of pages: scans and photographs, straight or skewed, in any orientation.
//!
//! PP-OCRv5's mobile networks (PaddlePaddle) find the lines on a page and read them one at a time; `rten` runs the
//! networks. Everything else is implemented here: deriving rectangles from the first network's output, cutting strips
//! along them, locating letters from the second network's steps and the ink, inserting spaces, and detecting the
//! orientation of the page.

mod letters;
mod network;
mod picture;
mod region;

pub use picture::{MAX_PIXELS, Picture};

use crate::models::{ModelError, ModelStore};
use crate::worker::{Engine, EngineError, Health, Priority, Settings, Worker};
use letters::{Ink, place};
use network::{Networks, STRIP};
use region::{Point, Region};
use std::{path::Path, sync::Arc};

const MODEL: &str = "PP-OCRv5-mobile";

/// A step is the line detection for a page, or the recognition of a few lines: a fraction of a second.
const SETTINGS: Settings = Settings { name: "ocr", capacity: 64, budget: 1, lazy: true };

/// How many lines are read in one step.
const LINES: usize = 4;
/// How many lines are read to detect the orientation of a page.
const LOOKED_AT: usize = 6;
/// The letters of an upright page have at least this confidence on average.
const UPRIGHT: f32 = 0.85;
/// A line whose letters have a lower confidence on average is a pattern in an image.
const NOISE: f32 = 0.5;

/// A letter and its extent along the line; a space has the extent of the gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letter {
    pub c: char,
    pub x0: f32,
    pub x1: f32,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub letters: Vec<Letter>,
    /// The y coordinate of the baseline.
    pub baseline: f32,
    /// The font size, in pixels.
    pub size: f32,
    /// The mean confidence of its letters, from 0 to 1.
    pub sure: f32,
}

impl Line {
    #[must_use]
    pub fn text(&self) -> String {
        self.letters.iter().map(|l| l.c).collect()
    }
}

/// The text on a page. Positions are in pixels of the image after it was turned upright and straightened.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    /// In no particular order.
    pub lines: Vec<Line>,
    /// The number of clockwise quarter turns that set the image upright.
    pub turned: u8,
    /// The direction of the lines on the upright image, before deskewing.
    pub along: (f32, f32),
}

/// A handle to the networks; clones share their thread.
#[derive(Clone)]
pub struct PageReader {
    worker: Worker<Networks>,
}

impl PageReader {
    /// Prepares the networks; their weights are loaded with the first page.
    ///
    /// # Errors
    /// If the model is missing or damaged.
    pub fn start(dir: &Path) -> Result<Self, ModelError> {
        let (_, path) = ModelStore::new(dir).ready(MODEL)?;
        let load = move || Networks::load(&path);
        let worker = Worker::start(SETTINGS, load).map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { worker })
    }

    /// Reads a page.
    ///
    /// # Errors
    /// If the networks fail.
    pub async fn read(&self, picture: Picture) -> Result<Page, EngineError> {
        let (turned, picture, regions) = self.upright(Arc::new(picture)).await?;
        let level = Level::of(&picture, &regions);
        let mut lines = Vec::new();
        for part in regions.chunks(LINES) {
            let seen = self.lines(&picture, part).await?;
            lines.extend(part.iter().zip(seen).filter_map(|(region, seen)| level.line(region, seen)));
        }
        even_out(&mut lines);
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        Ok(Page { width, height, lines, turned, along: (level.along.x, level.along.y) })
    }

    /// The state and statistics of the networks' thread.
    #[must_use]
    pub fn health(&self) -> Health {
        self.worker.health()
    }

    /// Stops the networks' thread after the current step.
    pub async fn shutdown(&self) {
        self.worker.shutdown().await;
    }

    /// The number of quarter turns that set the image upright, the upright image, and its lines of text.
    async fn upright(&self, mut picture: Arc<Picture>) -> Result<(u8, Arc<Picture>, Vec<Region>), EngineError> {
        let mut turned = 0;
        let mut regions = self.regions(&picture).await?;
        let written =
            |upright: bool| -> f32 { regions.iter().filter(|r| r.is_upright() == upright).map(|r| r.length).sum() };
        if written(true) > written(false) {
            picture = Arc::new(picture.turned(1));
            turned = 1;
            regions = self.regions(&picture).await?;
        }
        regions.retain(|r| !r.is_upright());
        let sure = self.sureness(&picture, &regions).await?;
        if sure < UPRIGHT && !regions.is_empty() {
            let over = Arc::new(picture.turned(2));
            let mut others = self.regions(&over).await?;
            others.retain(|r| !r.is_upright());
            if self.sureness(&over, &others).await? > sure {
                return Ok((turned + 2, over, others));
            }
        }
        Ok((turned, picture, regions))
    }

    /// The mean confidence of the letters in the longest lines.
    async fn sureness(&self, picture: &Arc<Picture>, regions: &[Region]) -> Result<f32, EngineError> {
        let longest = &regions[..regions.len().min(LOOKED_AT)];
        let seen = self.lines(picture, longest).await?;
        let all: Vec<f32> = seen.iter().flat_map(|line| line.seen.iter().map(|s| s.sure)).collect();
        Ok(mean(&all))
    }

    async fn regions(&self, picture: &Arc<Picture>) -> Result<Vec<Region>, EngineError> {
        match self.step(Step::Find(Arc::clone(picture))).await? {
            Found::Regions(regions) => Ok(regions),
            Found::Lines(_) => Err(EngineError::Failed("lines in place of regions".into())),
        }
    }

    async fn lines(&self, picture: &Arc<Picture>, regions: &[Region]) -> Result<Vec<SeenLine>, EngineError> {
        match self.step(Step::Read(Arc::clone(picture), regions.to_vec())).await? {
            Found::Lines(lines) => Ok(lines),
            Found::Regions(_) => Err(EngineError::Failed("regions in place of lines".into())),
        }
    }

    async fn step(&self, step: Step) -> Result<Found, EngineError> {
        let mut answers = self.worker.run(vec![step], Priority::Task).await?;
        answers.pop().map(|answer| answer.output).ok_or_else(|| EngineError::Failed("no answer".into()))
    }
}

/// A request to the networks.
enum Step {
    Find(Arc<Picture>),
    Read(Arc<Picture>, Vec<Region>),
}

/// The networks' answer.
enum Found {
    Regions(Vec<Region>),
    Lines(Vec<SeenLine>),
}

/// A line as recognised on its strip.
struct SeenLine {
    seen: Vec<letters::Seen>,
    ink: Ink,
    step: f32,
}

impl Engine for Networks {
    type Input = Step;
    type Prepared = Step;
    type Output = Found;

    fn prepare(&mut self, step: Step) -> Result<Step, String> {
        Ok(step)
    }

    fn cost(&self, _: &Step) -> usize {
        1
    }

    fn run(&mut self, batch: Vec<Step>) -> Result<Vec<Found>, String> {
        let one = |step| match step {
            Step::Find(picture) => self.find(&picture).map(Found::Regions),
            Step::Read(picture, regions) => {
                let line = |region: &Region| {
                    let strip = picture.strip(region, STRIP);
                    Ok(SeenLine { seen: self.read(&strip)?, ink: Ink::of(&strip), step: strip.step })
                };
                regions.iter().map(line).collect::<Result<_, String>>().map(Found::Lines)
            }
        };
        batch.into_iter().map(one).collect()
    }
}

/// The slope of a page's lines.
struct Level {
    middle: Point,
    along: Point,
}

impl Level {
    fn of(picture: &Picture, regions: &[Region]) -> Self {
        let mut slopes: Vec<(f32, f32)> = regions.iter().map(|r| (r.along.y / r.along.x, r.length)).collect();
        slopes.sort_by(|a, b| a.0.total_cmp(&b.0));
        // The median slope, weighted by length, because long lines determine it best.
        let half = slopes.iter().map(|(_, length)| length).sum::<f32>() / 2.0;
        let mut sum = 0.0;
        let slope = slopes.iter().find(|(_, length)| {
            sum += length;
            sum >= half
        });
        let slope = slope.map_or(0.0, |(slope, _)| *slope);
        let length = slope.hypot(1.0);
        let middle = Point { x: picture.width() as f32 / 2.0, y: picture.height() as f32 / 2.0 };
        Self { middle, along: Point { x: 1.0 / length, y: slope / length } }
    }

    /// The position of a point after the page is straightened.
    fn levelled(&self, p: Point) -> Point {
        let (dx, dy) = (p.x - self.middle.x, p.y - self.middle.y);
        Point {
            x: self.middle.x + dx * self.along.x + dy * self.along.y,
            y: self.middle.y + dy * self.along.x - dx * self.along.y,
        }
    }

    /// A line with its letters' positions on the page; `None` if nothing was recognised.
    fn line(&self, region: &Region, line: SeenLine) -> Option<Line> {
        let SeenLine { seen, ink, step } = line;
        let sure = mean(&seen.iter().map(|s| s.sure).collect::<Vec<_>>());
        let placed = place(&seen, &ink);
        if placed.is_empty() || sure < NOISE {
            return None;
        }
        let (size, below) = letters::size(placed.iter().map(|p| p.c), ink.height());
        let centre = self.levelled(region.centre);
        let left = centre.x - region.length / 2.0;
        let baseline = centre.y - region.height / 2.0 + (ink.bottom - below) * step;
        let letters = placed.iter().map(|p| Letter { c: p.c, x0: left + p.x0 * step, x1: left + p.x1 * step });
        Some(Line { letters: letters.collect(), baseline, size: size * step, sure })
    }
}

/// Font sizes are measured on the ink and vary by a tenth, so lines close to the page's usual size are set to it.
fn even_out(lines: &mut [Line]) {
    let mut sizes: Vec<f32> = lines.iter().flat_map(|l| l.letters.iter().map(|_| l.size)).collect();
    if sizes.is_empty() {
        return;
    }
    let middle = sizes.len() / 2;
    let (_, usual, _) = sizes.select_nth_unstable_by(middle, f32::total_cmp);
    for line in lines {
        if (line.size / *usual - 1.0).abs() < 0.14 {
            line.size = *usual;
        }
    }
}

fn mean(values: &[f32]) -> f32 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f32>() / values.len() as f32 }
}
