//! The judge: whether a sentence of a résumé, under its heading, supports a requirement, supports it in part, denies it,
//! or is about something else.
//!
//! It reads both together: the word pieces of a pair run through six layers tuned for this on top of
//! multilingual-e5-small's word table, and the mean of their hidden states through one matrix. The tuned part is compiled
//! in, for the reason that sentiment's is: it was trained on this very table. `weights/judge.json` says how it was made.
//!
//! **What it is not.** It knows the two texts and nothing else: no other sentence, no dates reckoned, no person.

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

/// About a sixth of a second's work on one core. A résumé's pairs are a few hundred.
const SETTINGS: Settings = Settings { name: "judge", capacity: 2048, budget: 2048, lazy: true };

/// More than the word pieces between heading and sentence.
const COLON: usize = 4;

/// What is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// What is asked for. Of this and of the others some dozen words are read (the weights say how many word pieces they
    /// were trained on); the rest is cut off.
    pub asked: String,
    /// What stands above the sentence; may be empty.
    pub heading: String,
    /// The sentence of a résumé.
    pub sentence: String,
}

/// How a sentence bears on a requirement: how likely each of four answers is; they sum to one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bearing {
    /// The sentence shows that the requirement is met.
    pub supports: f32,
    /// It shows a part of it, or something close.
    pub partly: f32,
    /// It says that the requirement is not met.
    pub denies: f32,
    /// It bears on something else.
    pub unrelated: f32,
}

impl Bearing {
    /// Of a sentence that has nothing to do with what is asked.
    pub const UNRELATED: Self = Self { supports: 0.0, partly: 0.0, denies: 0.0, unrelated: 1.0 };
}

/// What is asked for, by a line of an advert.
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
    /// In the order of the weights.
    const ALL: [Self; ASKS] = [Self::Skill, Self::Licence, Self::Degree, Self::Language, Self::Years, Self::Other];
}

/// How likely a line of an advert is to ask for something, and what it would be; the first three sum to one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AdvertLine {
    /// It must be had.
    pub must: f32,
    /// It would be nice to have.
    pub nice: f32,
    /// The line asks for nothing.
    pub none: f32,
    /// What it would ask for.
    pub asks: Asks,
}

/// Which heads answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Bearing,
    Advert,
}

/// A handle on the judge; clones share its thread. It loads when the first pair comes.
#[derive(Clone)]
pub struct Judge {
    worker: Worker<Bench>,
    revision: Arc<str>,
    base: Arc<str>,
}

impl Judge {
    /// Starts the judge. `models` is the folder that holds all models; the base is checked there by sha256.
    pub fn start(models: &Path) -> Result<Self, ModelError> {
        Self::start_with(models, Precision::default())
    }

    /// As [`Self::start`], multiplying as exactly as is said.
    pub fn start_with(models: &Path, precision: Precision) -> Result<Self, ModelError> {
        let (base, path) = ModelStore::new(models).ready(e5::MODEL)?;
        let worker = Worker::start(SETTINGS, move || Bench::load(&path, precision));
        let worker = worker.map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { worker, revision: network::revision().into(), base: base.revision().into() })
    }

    /// How each pair's sentence bears on its requirement, in the same order. All pairs of an interactive call enter the
    /// queue or, if it is too full, none.
    pub async fn read(&self, pairs: Vec<Pair>, priority: Priority) -> Result<Vec<Bearing>, EngineError> {
        Ok(outputs(self.worker.run(each(Task::Bearing, pairs), priority).await?).iter().map(|o| bearing(o)).collect())
    }

    /// What lines of an advert ask for, in the same order. A pair asks with the job's title, and its sentence is the line.
    pub async fn read_advert(&self, lines: Vec<Pair>, priority: Priority) -> Result<Vec<AdvertLine>, EngineError> {
        Ok(outputs(self.worker.run(each(Task::Advert, lines), priority).await?).iter().map(|o| advert(o)).collect())
    }

    /// As [`Self::read_advert`] for a program without a runtime (it panics inside one).
    pub fn read_advert_blocking(&self, lines: Vec<Pair>) -> Result<Vec<AdvertLine>, EngineError> {
        Ok(outputs(self.worker.run_blocking(each(Task::Advert, lines))?).iter().map(|o| advert(o)).collect())
    }

    /// As [`Self::read`] for a program without a runtime (it panics inside one).
    pub fn read_blocking(&self, pairs: Vec<Pair>) -> Result<Vec<Bearing>, EngineError> {
        Ok(outputs(self.worker.run_blocking(each(Task::Bearing, pairs))?).iter().map(|o| bearing(o)).collect())
    }

    /// Names the exact weights.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The revision of the model whose word table it reads.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// What the judge's thread is doing and has done.
    pub fn health(&self) -> Health {
        self.worker.health()
    }

    /// Ends the judge's thread after the batch at hand.
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

/// What the thread works with.
struct Bench {
    pieces: Pieces,
    network: Network,
}

/// A pair's word pieces, marks included.
struct Tokens {
    ids: Vec<u32>,
    /// How many are the requirement's.
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
        // The parts are cut one by one, as they were in training.
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
