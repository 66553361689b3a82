//! Transcripts of recordings: Whisper on a thread of its own, fed chunk by chunk.
//!
//! A recording is decoded while it is heard and never held whole. Chunks are independent of each
//! other: as many are heard at a time as there are threads, what is done is told after each, and work
//! that was broken off goes on at the chunk where it stopped. The same recording gives the same words.

mod subtitles;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::audio::{AudioError, Chunk, Chunks, LONGEST, RATE, Recording};
use crate::models::{ModelError, ModelStore};
use crate::whisper::{ChunkTranscript, Precision, Segment, Sound, Whisper, Word};
use crate::worker::{Engine, EngineError, Health, Settings, Worker};

pub use crate::worker::Priority;

const MODEL: &str = "whisper-base";

/// A group of chunks is at most a few, so the queue is short. A batch is about a second's work on two
/// cores: two chunks, which also keep both busy.
const SETTINGS: Settings =
    Settings { name: "transcribe", capacity: 64, budget: 2 * LONGEST - RATE as usize, lazy: true };

/// Chunks that are heard at a time; more would only take memory.
const MOST_AT_A_TIME: usize = 4;

/// Chunks that are decoded ahead of their turn.
const AHEAD: usize = 2;

/// A language is kept for the rest of a recording once it is this likely.
const SURE: f32 = 0.5;

/// Why there is no transcript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranscribeError {
    /// The recording cannot be heard.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// The model did not answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language's code ("en"); none to find out.
    pub language: Option<String>,
    /// Whether to say when each word was spoken.
    pub words: bool,
    /// Where to begin, in samples: 0, or what [`Progress::next`] said.
    pub from: u64,
}

/// A transcript, or the part of it that is done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// The language's code; empty where nobody spoke.
    pub language: String,
    /// How likely it is that language, from 0 to 1; 1 where it was given.
    pub language_probability: f32,
    /// Seconds of the recording that were heard.
    pub duration: f64,
    /// What was said, in order.
    pub segments: Vec<Segment>,
}

impl Transcript {
    /// Everything that was said, on one line.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|segment| segment.text.as_str()).collect();
        texts.join(" ")
    }
}

/// What was done since the last word of progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The segments of the chunk that was heard last.
    pub segments: Vec<Segment>,
    /// The recording's language as far as it is known.
    pub language: Option<String>,
    /// Where to go on, in samples, should the work end here. See [`Options::from`]; with
    /// [`Self::language`] given too, the rest is heard as it would have been.
    pub next: u64,
    /// Seconds that were heard so far.
    pub done: f64,
    /// Seconds that the recording says it has.
    pub seconds: Option<f64>,
}

/// A handle on the transcription model; clones share its thread.
#[derive(Clone)]
pub struct Transcriber {
    worker: Worker<Transcription>,
    revision: Arc<str>,
}

impl Transcriber {
    /// Starts the model from the folder that holds all models. Checks its files (milliseconds once
    /// they were checked before); the weights are loaded when the first chunk comes.
    pub fn start(dir: &Path) -> Result<Self, ModelError> {
        Self::start_with(dir, Precision::default())
    }

    /// As [`Self::start`], with another precision.
    pub fn start_with(dir: &Path, precision: Precision) -> Result<Self, ModelError> {
        let (entry, path) = ModelStore::new(dir).ready(MODEL)?;
        let worker = Worker::start(SETTINGS, move || Transcription::load(&path, precision))
            .map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { worker, revision: entry.revision().into() })
    }

    /// Transcribes a recording, as a task: outside any async context (it panics inside one).
    ///
    /// `progress` is told of each chunk in order and may end the work there, with what was done.
    pub fn transcribe_blocking(
        &self,
        recording: Recording,
        options: &Options,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Transcript, TranscribeError> {
        let chunks = Chunks::new(recording, options.from)?;
        let seconds = chunks.seconds();
        let (send, receive) = sync_channel(AHEAD);
        // Decoding goes on while the model listens; it ends when nobody takes its chunks any more.
        let decoder = std::thread::Builder::new().name("decode-audio".to_owned()).spawn(move || {
            for chunk in chunks {
                let failed = chunk.is_err();
                if send.send(chunk).is_err() || failed {
                    break;
                }
            }
        });
        let decoder = decoder.map_err(|error| EngineError::Unavailable(error.to_string()))?;
        let mut transcript =
            Transcript { language: options.language.clone().unwrap_or_default(), ..Default::default() };
        let mut language = options.language.clone();
        loop {
            // Until the language is known, chunks are heard one by one.
            let most = if language.is_some() { rayon::current_num_threads().min(MOST_AT_A_TIME) } else { 1 };
            let group = gather(&receive, most)?;
            if group.is_empty() {
                // A broken recording may bring a decoder down; what it said until then is not all.
                return match decoder.join() {
                    Ok(()) => Ok(transcript),
                    Err(_) => Err(AudioError::Damaged("its decoder gave up".into()).into()),
                };
            }
            for (chunk, said) in self.hear(group, language.as_deref(), options.words)? {
                let segments = placed(said.segments, chunk.start);
                if !segments.is_empty() {
                    if said.language_probability > transcript.language_probability {
                        transcript.language_probability = said.language_probability;
                        transcript.language = said.language;
                    }
                    if language.is_none() && transcript.language_probability >= SURE {
                        language = Some(transcript.language.clone());
                    }
                }
                transcript.segments.extend(segments.iter().cloned());
                transcript.duration = chunk.next as f64 / f64::from(RATE);
                let done = Progress {
                    segments,
                    language: language.clone(),
                    next: chunk.next,
                    done: transcript.duration,
                    seconds,
                };
                if progress(done).is_break() {
                    return Ok(transcript);
                }
            }
        }
    }

    fn hear(
        &self,
        chunks: Vec<Chunk>,
        language: Option<&str>,
        words: bool,
    ) -> Result<Vec<(Chunk, ChunkTranscript)>, TranscribeError> {
        let sound = |samples| Sound { samples, language: language.map(str::to_owned), words };
        let mut sounds = Vec::with_capacity(chunks.len());
        let mut places = Vec::with_capacity(chunks.len());
        for mut chunk in chunks {
            let samples = std::mem::take(&mut chunk.samples);
            // Silence has nothing to say.
            places.push((chunk, (!samples.is_empty()).then_some(sounds.len())));
            if !samples.is_empty() {
                sounds.push(sound(samples));
            }
        }
        let mut answers: Vec<_> = self.worker.run_blocking(sounds)?.into_iter().map(|answer| answer.output).collect();
        let mut said = |place: Option<usize>| place.and_then(|place| answers.get_mut(place)).map(std::mem::take);
        Ok(places.into_iter().map(|(chunk, place)| (chunk, said(place).unwrap_or_default())).collect())
    }

    /// As [`Self::transcribe_blocking`], from an async context.
    pub async fn transcribe(
        &self,
        recording: Recording,
        options: Options,
        progress: impl FnMut(Progress) -> ControlFlow<()> + Send + 'static,
    ) -> Result<Transcript, TranscribeError> {
        let this = self.clone();
        tokio::task::spawn_blocking(move || this.transcribe_blocking(recording, &options, progress))
            .await
            .unwrap_or_else(|error| Err(EngineError::Failed(error.to_string()).into()))
    }

    /// Names the exact weights.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// What the model's thread is doing and has done.
    pub fn health(&self) -> Health {
        self.worker.health()
    }

    /// Ends the model's thread after the batch at hand.
    pub async fn shutdown(&self) {
        self.worker.shutdown().await;
    }
}

/// The next chunks, up to so many; none at the end.
fn gather(chunks: &Receiver<Result<Chunk, AudioError>>, most: usize) -> Result<Vec<Chunk>, AudioError> {
    // Waiting for all of them keeps every thread busy; decoding is far ahead of hearing.
    chunks.iter().take(most).collect()
}

/// Segments with times from the recording's beginning.
fn placed(segments: Vec<Segment>, start: u64) -> Vec<Segment> {
    let offset = start as f64 / f64::from(RATE);
    // Hundredths of a second are all that the model knows.
    let at = |seconds: f64| ((seconds + offset) * 100.0).round() / 100.0;
    let word = |word: Word| Word { start: at(word.start), end: at(word.end), ..word };
    let place = |segment: Segment| Segment {
        start: at(segment.start),
        end: at(segment.end),
        words: segment.words.into_iter().map(word).collect(),
        ..segment
    };
    segments.into_iter().map(place).collect()
}

/// The model on its thread.
struct Transcription(Whisper);

impl Transcription {
    fn load(dir: &Path, precision: Precision) -> Result<Self, String> {
        let started = std::time::Instant::now();
        let whisper = Whisper::load(dir, precision)?;
        tracing::info!(model = MODEL, milliseconds = started.elapsed().as_millis(), "model loaded");
        Ok(Self(whisper))
    }
}

impl Engine for Transcription {
    type Input = Sound;
    type Prepared = Sound;
    type Output = ChunkTranscript;

    fn prepare(&mut self, sound: Sound) -> Result<Sound, String> {
        match &sound.language {
            Some(language) if !self.0.knows(language) => Err(format!("no language has the code {language}")),
            _ => Ok(sound),
        }
    }

    fn cost(&self, sound: &Sound) -> usize {
        // The shortest chunk costs as much as a second: the model hears the silence behind it.
        sound.samples.len().max(RATE as usize)
    }

    fn run(&mut self, batch: Vec<Sound>) -> Result<Vec<ChunkTranscript>, String> {
        batch.into_par_iter().with_max_len(1).map(|sound| self.0.hear(&sound)).collect()
    }
}
