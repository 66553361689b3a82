//! The judge model: decides whether a sentence of a résumé, with its heading, supports a requirement, supports it in
//! part, denies it, or is about something else.
//!
//! It encodes both texts together: the word pieces of a pair pass through six layers, fine-tuned on top of
//! multilingual-e5-small's word table, and the mean of their hidden states through one matrix. The fine-tuned part is
//! compiled in, for the same reason as the sentiment model's: it was trained on exactly this table.
//! `weights/judge.json` says how it was made.
//!
//! **Its limits.** It knows only these two texts: no other sentences, no date arithmetic, nothing about the person.

mod network;

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::e5::{self, E5, Pieces};
use crate::models::{ModelError, ModelStore};
use crate::packed::Precision;
pub use crate::worker::Priority;
use crate::worker::{Answer, Engine, EngineError, Health, Settings, Worker};
use network::{ASKS, DEMANDS, Network, WEIGHTS};

/// The budget is about a sixth of a second of work on one core. A résumé has a few hundred pairs.
const SETTINGS: Settings = Settings { name: "judge", capacity: 2048, budget: 2048, lazy: true };

/// The most word pieces between heading and sentence.
const COLON: usize = 4;

/// A requirement and a sentence to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The requirement. Of each of the three texts a few dozen words are read (the weights say how many word pieces
    /// they were trained on); the rest is cut off.
    pub asked: String,
    /// The heading above the sentence; may be empty.
    pub heading: String,
    /// The sentence of the résumé.
    pub sentence: String,
}

/// How a sentence relates to a requirement: the probabilities of the four answers, which sum to one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bearing {
    /// The sentence shows that the requirement is met.
    pub supports: f32,
    /// It shows part of the requirement, or something close to it.
    pub partly: f32,
    /// It says that the requirement is not met.
    pub denies: f32,
    /// It is about something else.
    pub unrelated: f32,
}

impl Bearing {
    /// The answer for a sentence that has nothing to do with the requirement.
    pub const UNRELATED: Self = Self { supports: 0.0, partly: 0.0, denies: 0.0, unrelated: 1.0 };
}

/// The kind of requirement in a line of an advert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asks {
    Skill,
    Licence,
    Degree,
    Language,
    Years,
    Other,
}

impl Asks {
    /// In the order of the model's outputs.
    const ALL: [Self; ASKS] = [Self::Skill, Self::Licence, Self::Degree, Self::Language, Self::Years, Self::Other];
}

/// What a line of an advert requires: the probabilities of `must`, `nice` and `none` sum to one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AdvertLine {
    /// It is a must-have.
    pub must: f32,
    /// It is a nice-to-have.
    pub nice: f32,
    /// The line is not a requirement.
    pub none: f32,
    /// The kind of requirement, if it is one.
    pub asks: Asks,
}

/// Which output heads to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Bearing,
    Advert,
}

/// A handle to the judge; clones share its thread. The model is loaded with the first pair.
#[derive(Clone)]
pub struct Judge {
    worker: Worker<Bench>,
    revision: Arc<str>,
    base: Arc<str>,
}

impl Judge {
    /// Starts the judge. `models` is the folder of all models; the base model there is checked by its SHA-256.
    pub fn start(models: &Path) -> Result<Self, ModelError> {
        Self::start_with(models, Precision::default())
    }

    /// Like [`Self::start`], with the given precision.
    pub fn start_with(models: &Path, precision: Precision) -> Result<Self, ModelError> {
        let (base, path) = ModelStore::new(models).ready(e5::MODEL)?;
        let worker = Worker::start(SETTINGS, move || Bench::load(&path, precision));
        let worker = worker.map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { worker, revision: network::revision().into(), base: base.revision().into() })
    }

    /// The answer for each pair, in the same order. Either all pairs of an interactive call enter the queue or, if it
    /// is too full, none.
    pub async fn read(&self, pairs: Vec<Pair>, priority: Priority) -> Result<Vec<Bearing>, EngineError> {
        Ok(outputs(self.worker.run(each(Task::Bearing, pairs), priority).await?).iter().map(|o| bearing(o)).collect())
    }

    /// What lines of an advert require, in the same order. In these pairs `asked` is the job's title and `sentence` the
    /// line.
    pub async fn read_advert(&self, lines: Vec<Pair>, priority: Priority) -> Result<Vec<AdvertLine>, EngineError> {
        Ok(outputs(self.worker.run(each(Task::Advert, lines), priority).await?).iter().map(|o| advert(o)).collect())
    }

    /// Like [`Self::read_advert`], for programs without an async runtime; panics inside one.
    pub fn read_advert_blocking(&self, lines: Vec<Pair>) -> Result<Vec<AdvertLine>, EngineError> {
        Ok(outputs(self.worker.run_blocking(each(Task::Advert, lines))?).iter().map(|o| advert(o)).collect())
    }

    /// Like [`Self::read`], for programs without an async runtime; panics inside one.
    pub fn read_blocking(&self, pairs: Vec<Pair>) -> Result<Vec<Bearing>, EngineError> {
        Ok(outputs(self.worker.run_blocking(each(Task::Bearing, pairs))?).iter().map(|o| bearing(o)).collect())
    }

    /// Identifies the exact weights.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The revision of the base model, whose word table it uses.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The state and statistics of the judge's thread.
    pub fn health(&self) -> Health {
        self.worker.health()
    }

    /// Stops the judge's thread after the current batch.
    pub async fn shutdown(&self) {
        self.worker.shutdown().await;
    }
}

fn each(task: Task, pairs: Vec<Pair>) -> Vec<(Task, Pair)> {
    pairs.into_iter().map(|pair| (task, pair)).collect()
}

fn outputs(answers: Vec<Answer<Vec<f32>>>) -> Vec<Vec<f32>> {
    answers.into_iter().map(|answer| answer.output).collect()
}

fn bearing(numbers: &[f32]) -> Bearing {
    let at = |index: usize| numbers.get(index).copied().unwrap_or_default();
    Bearing { supports: at(0), partly: at(1), denies: at(2), unrelated: at(3) }
}

fn advert(numbers: &[f32]) -> AdvertLine {
    let at = |index: usize| numbers.get(index).copied().unwrap_or_default();
    let kinds = (0..ASKS).max_by(|a, b| at(DEMANDS + a).total_cmp(&at(DEMANDS + b))).unwrap_or_default();
    AdvertLine { must: at(0), nice: at(1), none: at(2), asks: Asks::ALL[kinds] }
}

/// What the thread needs to process a batch.
struct Bench {
    pieces: Pieces,
    network: Network,
}

/// A pair's word pieces, including special tokens.
struct Tokens {
    ids: Vec<u32>,
    /// How many of them belong to the requirement.
    first: usize,
    task: Task,
}

impl Bench {
    fn load(folder: &Path, precision: Precision) -> Result<Self, String> {
        let load = || -> candle_core::Result<Self> {
            let e5 = E5::open(folder)?;
            Ok(Self { pieces: e5.pieces()?, network: Network::load(&e5, WEIGHTS, precision)? })
        };
        let bench = load().map_err(|error| error.to_string())?;
        tracing::info!("the judge is loaded");
        Ok(bench)
    }

    fn tokens(&self, task: Task, pair: &Pair) -> Tokens {
        let (marks, limits) = (self.pieces.marks(), self.network.limits());
        let mut ids = vec![marks.first];
        ids.extend(self.pieces.encode(&pair.asked, limits.requirement));
        ids.push(marks.last);
        let first = ids.len();
        // The parts are truncated separately, as in training.
        for (part, limit) in [(&*pair.heading, limits.heading), (": ", COLON), (&pair.sentence, limits.sentence)] {
            ids.extend(self.pieces.encode(part, limit));
        }
        ids.push(marks.last);
        Tokens { ids, first, task }
    }
}

impl Engine for Bench {
    type Input = (Task, Pair);
    type Prepared = Tokens;
    type Output = Vec<f32>;

    fn prepare(&mut self, (task, pair): (Task, Pair)) -> Result<Tokens, String> {
        Ok(self.tokens(task, &pair))
    }

    fn cost(&self, tokens: &Tokens) -> usize {
        tokens.ids.len()
    }

    fn run(&mut self, batch: Vec<Tokens>) -> Result<Vec<Vec<f32>>, String> {
        self.network.read(&batch).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests;
