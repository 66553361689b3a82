//! The sentiment model on a thread of its own, behind a bounded queue.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use tokenizers::Tokenizer;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;

use super::distilbert::DistilBert;
use super::tuned::{self, Tuned};
use super::{Priority, Sentiment};
use crate::models::{ModelError, ModelStore};
use crate::worker::{Answer, Engine, EngineError, Health, Settings, Worker};

/// The most word pieces that are read at once, including both special tokens. A longer text is read in windows.
pub const MAX_TOKENS: usize = 256;

/// The most windows of a text that are read (about 12,000 English words); the rest is cut off.
pub const MAX_WINDOWS: usize = 64;

const BASE: &str = "all-MiniLM-L6-v2";

/// The default band: a score of a two-class model within this distance of 0 is called neutral.
const USUAL_BAND: f32 = 0.5;

/// The budget is about a quarter of a second of work on two cores.
const SETTINGS: Settings = Settings { name: "sentiment", capacity: 512, budget: 2048, lazy: true };

/// The model to use.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// The model that HireQ ships, on top of all-MiniLM-L6-v2, with three classes.
    Tuned,
    /// A `DistilBERT` with two classes, as published for SST-2.
    DistilBert {
        /// Contains config.json, model.safetensors (f32), and tokenizer.json or vocab.txt.
        folder: PathBuf,
        /// A score within this distance of 0 is called neutral.
        band: f32,
    },
}

impl Model {
    /// The model selected by an operator (`SENTIMENT_MODEL`): empty or `default` for the shipped one, otherwise the
    /// folder of a `DistilBERT`, as a path or relative to the models' folder. For a hub name such as
    /// `distilbert/distilbert-base-uncased-finetuned-sst-2-english`, the folder is the last part of the name.
    pub fn named(name: &str, models: &Path) -> Self {
        let name = name.trim();
        if name.is_empty() || name == "default" {
            return Self::Tuned;
        }
        let given = Path::new(name);
        let folder = match given.file_name() {
            Some(last) if !given.is_dir() => models.join(last),
            _ => given.to_path_buf(),
        };
        Self::DistilBert { folder, band: USUAL_BAND }
    }
}

/// A handle to the sentiment model; clones share its thread.
#[derive(Clone)]
pub struct SentimentReader {
    worker: Worker<Reading>,
    revision: Arc<str>,
}

impl SentimentReader {
    /// Starts a model. `models` is the folder of all models; the base of the shipped model is checked there by its
    /// SHA-256. It loads on its own thread without anybody waiting.
    ///
    /// A `DistilBERT` is provided by the operator: only the existence of its files is checked, and if it cannot be
    /// loaded, calls return [`EngineError::Unavailable`].
    pub fn start(models: &Path, model: Model) -> Result<Self, ModelError> {
        let (worker, revision) = match model {
            Model::Tuned => {
                let (_, path) = ModelStore::new(models).ready(BASE)?;
                let digest = hex::encode(Sha256::digest(tuned::WEIGHTS));
                let revision = format!("sentiment@{}", digest.get(..12).unwrap_or(&digest));
                (Worker::start(SETTINGS, move || Reading::tuned(&path)), revision)
            }
            Model::DistilBert { folder, band } => {
                let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if !folder.join("model.safetensors").is_file() {
                    return Err(ModelError::Missing { name, path: folder });
                }
                (Worker::start(SETTINGS, move || Reading::distilbert(&folder, band)), name)
            }
        };
        let worker = worker.map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { worker, revision: revision.into() })
    }

    /// The sentiment of each text, in the same order; [`Sentiment::EMPTY`] for one without words.
    ///
    /// A text of more than [`MAX_TOKENS`] word pieces is read in windows, whose probabilities are averaged weighted by
    /// length; but the model is meant for sentences and short paragraphs. Either all texts of an interactive call enter
    /// the queue or, if it is too full, none.
    pub async fn score(&self, texts: Vec<String>, priority: Priority) -> Result<Vec<Sentiment>, EngineError> {
        Ok(outputs(self.worker.run(texts, priority).await?))
    }

    /// Like [`Self::score`], for programs without an async runtime; panics inside one.
    pub fn score_blocking(&self, texts: Vec<String>) -> Result<Vec<Sentiment>, EngineError> {
        Ok(outputs(self.worker.run_blocking(texts)?))
    }

    /// Identifies the exact weights of the shipped model, or the folder of a `DistilBERT`.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The state and statistics of the model's thread.
    pub fn health(&self) -> Health {
        self.worker.health()
    }

    /// Stops the model's thread after the current batch.
    pub async fn shutdown(&self) {
        self.worker.shutdown().await;
    }
}

fn outputs(answers: Vec<Answer<Sentiment>>) -> Vec<Sentiment> {
    answers.into_iter().map(|answer| answer.output).collect()
}

/// A model that gives the probabilities of negative, neutral and positive.
pub(super) trait Classifier: Send + Sync {
    /// The probabilities for one window of word pieces, including special tokens; they sum to one.
    fn probabilities(&self, ids: &[u32]) -> candle_core::Result<[f32; 3]>;

    /// Combines the probabilities into a result.
    fn judge(&self, probabilities: [f32; 3]) -> Sentiment;
}

struct Reading {
    tokenizer: Tokenizer,
    /// The special tokens before and after a window.
    first: u32,
    last: u32,
    classifier: Box<dyn Classifier>,
}

impl Reading {
    fn tuned(minilm: &Path) -> Result<Self, String> {
        Self::load(minilm, Tuned::load(minilm))
    }

    fn distilbert(folder: &Path, band: f32) -> Result<Self, String> {
        Self::load(folder, DistilBert::load(folder, band))
    }

    fn load<C: Classifier + 'static>(folder: &Path, classifier: candle_core::Result<C>) -> Result<Self, String> {
        let classifier = Box::new(classifier.map_err(|error| error.to_string())?);
        let tokenizer = tokenizer(folder).map_err(|error| error.to_string())?;
        let mark = |name| tokenizer.token_to_id(name).ok_or_else(|| format!("the vocabulary has no {name}"));
        let (first, last) = (mark("[CLS]")?, mark("[SEP]")?);
        tracing::info!(folder = %folder.display(), "sentiment model loaded");
        Ok(Self { tokenizer, first, last, classifier })
    }
}

/// The tokenizer of a folder. If there is none, as in the hub's SST-2 model, it is built from the vocabulary: BERT's,
/// in lower case.
fn tokenizer(folder: &Path) -> tokenizers::Result<Tokenizer> {
    let file = folder.join("tokenizer.json");
    let mut tokenizer = if file.is_file() { Tokenizer::from_file(file)? } else { from_vocabulary(folder)? };
    tokenizer.with_padding(None);
    // The reader splits the text into windows, so the tokenizer must not truncate.
    tokenizer.with_truncation(None)?;
    Ok(tokenizer)
}

fn from_vocabulary(folder: &Path) -> tokenizers::Result<Tokenizer> {
    let words = WordPiece::from_file(&folder.join("vocab.txt").to_string_lossy()).build()?;
    let mut tokenizer = Tokenizer::new(words);
    tokenizer.with_normalizer(Some(BertNormalizer::new(true, true, None, true)))?;
    tokenizer.with_pre_tokenizer(Some(BertPreTokenizer));
    Ok(tokenizer)
}

impl Engine for Reading {
    type Input = String;
    /// Windows of word pieces; empty for a text without words.
    type Prepared = Vec<Vec<u32>>;
    type Output = Sentiment;

    fn prepare(&mut self, text: String) -> Result<Self::Prepared, String> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let encoding = self.tokenizer.encode_fast(text, false).map_err(|error| error.to_string())?;
        let windows = encoding.get_ids().chunks(MAX_TOKENS - 2).take(MAX_WINDOWS);
        Ok(windows.map(|pieces| [&[self.first], pieces, &[self.last]].concat()).collect())
    }

    fn cost(&self, windows: &Self::Prepared) -> usize {
        windows.iter().map(Vec::len).sum::<usize>().max(1)
    }

    fn run(&mut self, batch: Vec<Self::Prepared>) -> Result<Vec<Sentiment>, String> {
        let mut windows: Vec<(usize, &[u32])> = Vec::new();
        for (index, text) in batch.iter().enumerate() {
            windows.extend(text.iter().map(|window| (index, window.as_slice())));
        }
        // Longest first, because a long text that starts last would leave the other threads idle. The sort is stable,
        // so the windows of a text are always summed in the same order.
        windows.sort_by_key(|(_, window)| std::cmp::Reverse(window.len()));
        let read = windows
            .into_par_iter()
            .with_max_len(1)
            .map(|(index, window)| {
                let probabilities = self.classifier.probabilities(window).map_err(|error| error.to_string())?;
                Ok((index, window.len() as f32, probabilities))
            })
            .collect::<Result<Vec<_>, String>>()?;

        let mut sums = vec![([0.0_f32; 3], 0.0_f32); batch.len()];
        for (index, length, probabilities) in read {
            let (sum, weight) = &mut sums[index];
            for (sum, probability) in sum.iter_mut().zip(probabilities) {
                *sum += length * probability;
            }
            *weight += length;
        }
        let judge = |(sum, weight): ([f32; 3], f32)| match weight > 0.0 {
            true => self.classifier.judge(sum.map(|sum| sum / weight)),
            false => Sentiment::EMPTY,
        };
        Ok(sums.into_iter().map(judge).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_names_a_model() {
        let models = tempfile::tempdir().unwrap();
        assert_eq!(Model::named("", models.path()), Model::Tuned);
        assert_eq!(Model::named(" default ", models.path()), Model::Tuned);
        let expected = Model::DistilBert { folder: models.path().join("sst-2"), band: USUAL_BAND };
        assert_eq!(Model::named("distilbert/sst-2", models.path()), expected);
        let own = models.path().join("mine");
        std::fs::create_dir(&own).unwrap();
        let expected = Model::DistilBert { folder: own.clone(), band: USUAL_BAND };
        assert_eq!(Model::named(&own.to_string_lossy(), Path::new("elsewhere")), expected);
    }

    #[test]
    fn a_folder_without_weights_is_a_missing_model() {
        let models = tempfile::tempdir().unwrap();
        for model in [Model::Tuned, Model::named("nonesuch", models.path())] {
            assert!(matches!(SentimentReader::start(models.path(), model), Err(ModelError::Missing { .. })));
        }
    }
}
