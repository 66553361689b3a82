//! Transcripts of recordings: Whisper on a thread of its own, fed chunk by chunk.
//!
//! A recording is decoded while it is transcribed and never held in memory completely. Chunks are independent: as many
//! are transcribed at a time as there are threads, progress is reported after each, and interrupted work resumes at the
//! chunk where it stopped. The same recording always gives the same words.

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

/// A group consists of a few chunks at most, so the queue is short. A batch is about a second of work on two cores: two
/// chunks, which keep both busy.
const SETTINGS: Settings =
    Settings { name: "transcribe", capacity: 64, budget: 2 * LONGEST - RATE as usize, lazy: true };

/// The most chunks that are transcribed at a time; more would only take memory.
const MOST_AT_A_TIME: usize = 4;

/// How many chunks are decoded in advance.
const AHEAD: usize = 2;

/// A language is used for the rest of a recording once it has at least this probability.
const SURE: f32 = 0.5;

/// Why there is no transcript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranscribeError {
    /// The recording cannot be decoded.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// The model did not answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language's code ("en"); `None` to detect it.
    pub language: Option<String>,
    /// Whether to determine when each word was spoken.
    pub words: bool,
    /// Where to start, in samples: 0, or the value of [`Progress::next`].
    pub from: u64,
}

/// A transcript, or the part of it that is finished.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// The language's code; empty if nobody spoke.
    pub language: String,
    /// The probability of that language, from 0 to 1; 1 if it was given.
    pub language_probability: f32,
    /// Seconds of the recording that were processed.
    pub duration: f64,
    /// What was said, in order.
    pub segments: Vec<Segment>,
}

impl Transcript {
    /// The whole transcript on one line.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|segment| segment.text.as_str()).collect();
        texts.join(" ")
    }
}

/// What was finished since the last progress report.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The segments of the latest chunk.
    pub segments: Vec<Segment>,
    /// The recording's language, once it is known.
    pub language: Option<String>,
    /// Where to resume, in samples, if the work ends here. Pass it as [`Options::from`], together with
    /// [`Self::language`], to get the same transcript of the rest as without the interruption.
    pub next: u64,
    /// Seconds processed so far.
    pub done: f64,
    /// The duration in seconds according to the file.
    pub seconds: Option<f64>,
}

/// A handle to the transcription model; clones share its thread.
#[derive(Clone)]
pub struct Transcriber {
    worker: Worker<Transcription>,
    revision: Arc<str>,
}

impl Transcriber {
    /// Starts the model; `dir` is the folder of all models. Checks its files, which takes milliseconds if they were
    /// checked before; the weights are loaded with the first chunk.
    pub fn start(dir: &Path) -> Result<Self, ModelError> {
        Self::start_with(dir, Precision::default())
    }

    /// Like [`Self::start`], with the given precision.
    pub fn start_with(dir: &Path, precision: Precision) -> Result<Self, ModelError> {
        let (entry, path) = ModelStore::new(dir).ready(MODEL)?;
        let worker = Worker::start(SETTINGS, move || Transcription::load(&path, precision))
            .map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { worker, revision: entry.revision().into() })
    }

    /// Transcribes a recording, with the priority of a task. Must be called outside any async runtime; panics inside
    /// one.
    ///
    /// `progress` is called after each chunk, in order, and may end the work there; the transcript then contains what
    /// was finished.
    pub fn transcribe_blocking(
        &self,
        recording: Recording,
        options: &Options,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Transcript, TranscribeError> {
        let chunks = Chunks::new(recording, options.from)?;
        let seconds = chunks.seconds();
        let (send, receive) = sync_channel(AHEAD);
        // Decoding continues while the model works; it ends when nobody receives its chunks any more.
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
            // Until the language is known, chunks are processed one at a time.
            let most = if language.is_some() { rayon::current_num_threads().min(MOST_AT_A_TIME) } else { 1 };
            let group = gather(&receive, most)?;
            if group.is_empty() {
                // A damaged recording may crash a decoder; what it produced until then is not the whole recording.
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
            // Silence has no words.
            places.push((chunk, (!samples.is_empty()).then_some(sounds.len())));
            if !samples.is_empty() {
                sounds.push(sound(samples));
            }
        }
        let mut answers: Vec<_> = self.worker.run_blocking(sounds)?.into_iter().map(|answer| answer.output).collect();
        let mut take = |place: Option<usize>| place.and_then(|place| answers.get_mut(place)).map(std::mem::take);
        Ok(places.into_iter().map(|(chunk, place)| (chunk, take(place).unwrap_or_default())).collect())
    }

    /// Like [`Self::transcribe_blocking`], for async callers.
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

    /// Identifies the exact weights.
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

/// The next chunks, at most `most`; empty at the end.
fn gather(chunks: &Receiver<Result<Chunk, AudioError>>, most: usize) -> Result<Vec<Chunk>, AudioError> {
    // Waiting for all of them keeps every thread busy; decoding is far ahead of transcribing.
    chunks.iter().take(most).collect()
}

/// Shifts the times of segments to the beginning of the recording.
fn placed(segments: Vec<Segment>, start: u64) -> Vec<Segment> {
    let offset = start as f64 / f64::from(RATE);
    // The model's times have a resolution of hundredths of a second.
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
        // The shortest chunk costs as much as one second, because of the silence added after it.
        sound.samples.len().max(RATE as usize)
    }

    fn run(&mut self, batch: Vec<Sound>) -> Result<Vec<ChunkTranscript>, String> {
        batch.into_par_iter().with_max_len(1).map(|sound| self.0.hear(&sound)).collect()
    }
}
