//! The whole model: turns a chunk of samples into segments.

use std::path::Path;

use serde::Serialize;

use super::Precision;
use super::Shape;
use super::attempt::{Attempt, EncodedChunk, probability};
use super::decoder::{Decoder, Past};
use super::encoder::Encoder;
use super::file::WeightsFile;
use super::mel::{HOP, Mel, RATE};
use super::memory::Memory;
use super::segments::{Span, spans};
use super::vocabulary::{STEP, Vocabulary};
use super::words::{beginnings, group};

/// The dimension of an attention head, the same in every Whisper model.
const HEAD: usize = 64;
/// The most samples that the model processes.
const LONGEST: usize = 30 * RATE;
/// The length of the model's window, half a minute, in columns.
const COLUMNS: usize = LONGEST / HOP;
/// The silence added after a chunk's end, in columns. The model expects half a minute however short the chunk is, and
/// processing that takes most of the time. With this much silence the result is nearly always as good (with one second
/// it is not), and if the model is not sure, the chunk is processed again with the full length.
const AFTER: usize = 300;
/// Nothing can be said in less than this, in samples.
const LEAST: usize = RATE / 10;
/// How often the model may stop before a chunk's end and continue.
const PARTS: usize = 8;
/// Languages written without spaces.
const UNSPACED: [&str; 6] = ["zh", "ja", "th", "lo", "my", "yue"];

/// A chunk of a recording to transcribe.
#[derive(Debug, Clone, Default)]
pub struct Sound {
    /// 16 kHz mono; anything beyond half a minute is ignored.
    pub samples: Vec<f32>,
    /// The language's code ("en"); `None` to detect it.
    pub language: Option<String>,
    /// Whether to determine when each word was spoken.
    pub words: bool,
}

/// A word and when it was spoken.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
pub struct Word {
    /// In seconds.
    pub start: f64,
    /// In seconds.
    pub end: f64,
    /// The word with its punctuation, without spaces around it.
    pub text: String,
    /// The model's confidence, from 0 to 1.
    pub probability: f32,
}

/// What was said between two times.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
pub struct Segment {
    /// In seconds.
    pub start: f64,
    /// In seconds.
    pub end: f64,
    /// The text, without spaces around it.
    pub text: String,
    /// The model's confidence: the mean log probability of the tokens, at most 0; below -1 it is a guess.
    pub likelihood: f32,
    /// The probability that nobody spoke, from 0 to 1.
    pub no_speech: f32,
    /// The temperature at which the words were chosen: 0 takes the most likely, higher values were used after failed
    /// attempts.
    pub temperature: f32,
    /// The single words, if requested.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Word>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChunkTranscript {
    /// The segments, with times from the beginning of the chunk.
    pub segments: Vec<Segment>,
    /// The language's code.
    pub language: String,
    /// The probability of that language, from 0 to 1; 1 if it was given.
    pub language_probability: f32,
}

/// A loaded Whisper model.
pub struct Whisper {
    mel: Mel,
    encoder: Encoder,
    decoder: Decoder,
    vocabulary: Vocabulary,
}

/// Encoded audio, and the state of a decoder that has read the prompt.
struct Prompted {
    memory: Vec<Memory>,
    past: Past,
    /// The scores of the token after the prompt.
    scores: Vec<f32>,
    no_speech: f32,
    language: String,
    language_probability: f32,
}

impl Whisper {
    /// Loads a folder with `model.bin` (CTranslate2), `tokenizer.json` and `config.json`.
    pub fn load(dir: &Path, precision: Precision) -> Result<Self, String> {
        let vocabulary = Vocabulary::load(dir)?;
        let mut file = WeightsFile::open(&dir.join("model.bin")).map_err(|error| error.to_string())?;
        let shape = shape(&file).map_err(|error| error.to_string())?;
        if shape.vocabulary != vocabulary.size() {
            return Err(format!("the weights know {} tokens, the vocabulary {}", shape.vocabulary, vocabulary.size()));
        }
        let alignment_heads = vocabulary.alignment_heads();
        let decoder = Decoder::load(&mut file, shape, alignment_heads, precision).map_err(|error| error.to_string())?;
        let encoder = Encoder::load(&mut file, shape, precision).map_err(|error| error.to_string())?;
        Ok(Self { mel: Mel::new(), encoder, decoder, vocabulary })
    }

    /// Whether the model knows a language with this code.
    pub fn knows(&self, language: &str) -> bool {
        self.vocabulary.language(language).is_some()
    }

    /// Transcribes a chunk.
    pub fn hear(&self, sound: &Sound) -> Result<ChunkTranscript, String> {
        let samples = &sound.samples[..sound.samples.len().min(LONGEST)];
        let given = sound.language.clone();
        let language_probability = if given.is_some() { 1.0 } else { 0.0 };
        let mut transcript =
            ChunkTranscript { language: given.unwrap_or_default(), language_probability, ..ChunkTranscript::default() };
        let mut at = 0;
        for _ in 0..PARTS {
            let rest = &samples[at..];
            if rest.len() < LEAST {
                break;
            }
            let Some(on) = self.hear_part(rest, at, sound.words, &mut transcript)? else { break };
            at += on;
        }
        Ok(transcript)
    }

    /// Transcribes samples that begin at `at` in the chunk, adds the result, and returns where to continue.
    fn hear_part(
        &self,
        samples: &[f32],
        at: usize,
        words: bool,
        transcript: &mut ChunkTranscript,
    ) -> Result<Option<usize>, String> {
        let seconds = samples.len() as f64 / RATE as f64;
        let steps = (seconds / STEP).ceil() as usize;
        let columns = (samples.len().div_ceil(HOP) + AFTER).next_multiple_of(2);
        let mut sure = None;
        if columns < COLUMNS {
            let mut prompted = self.prompt(samples, columns, transcript)?;
            let heard = self.encoded(&prompted.memory, prompted.no_speech, steps, words);
            let attempt = heard.say_if_sure(&mut prompted.past, &prompted.scores)?;
            sure = attempt.map(|attempt| (prompted, attempt));
        }
        let (prompted, attempt) = match sure {
            Some(sure) => sure,
            None => {
                let mut prompted = self.prompt(samples, COLUMNS, transcript)?;
                let heard = self.encoded(&prompted.memory, prompted.no_speech, steps, words);
                let attempt = heard.say(&mut prompted.past, &prompted.scores)?;
                let Some(attempt) = attempt else { return Ok(None) };
                (prompted, attempt)
            }
        };
        let Prompted { memory, no_speech, language, language_probability, .. } = prompted;
        (transcript.language, transcript.language_probability) = (language, language_probability);
        let (mut spans, mut on) = spans(&self.vocabulary, &attempt.tokens, seconds);
        if attempt.broken_off() && on.is_none() && spans.len() > 1 {
            // Stopped early: the last segment is processed again from its beginning.
            on = spans.pop().map(|span| span.start);
        }
        let mut timed = if words {
            let frames = memory.first().map_or(0, |memory| memory.rows().min(steps));
            self.words(&attempt, &spans, frames, &transcript.language)?
        } else {
            vec![Vec::new(); spans.len()]
        };
        let offset = at as f64 / RATE as f64;
        for (span, words) in spans.iter().zip(&mut timed) {
            let text = self.vocabulary.text(&attempt.tokens[span.tokens.clone()])?.trim().to_owned();
            let again = attempt.repeats() && transcript.segments.last().is_some_and(|last| last.text == text);
            if text.is_empty() || again {
                continue;
            }
            words.iter_mut().for_each(|word| (word.start, word.end) = (word.start + offset, word.end + offset));
            transcript.segments.push(Segment {
                start: span.start + offset,
                end: span.end + offset,
                text,
                likelihood: attempt.likelihood,
                no_speech,
                temperature: attempt.temperature,
                words: std::mem::take(words),
            });
        }
        Ok(on.map(|on| (on * RATE as f64) as usize).filter(|on| *on > 0))
    }

    /// Encodes samples, padded with silence to `columns` columns, and lets the decoder read the prompt. The language is
    /// the one given or detected before; otherwise it is detected.
    fn prompt(&self, samples: &[f32], columns: usize, transcript: &ChunkTranscript) -> Result<Prompted, String> {
        let memory = self.decoder.remember(&self.encoder.encode(&self.mel.of(samples, columns)));
        let mut past = self.decoder.past();
        let opening = self.decoder.read(&memory, &mut past, &[self.vocabulary.start]);
        let no_speech = probability(&opening, self.vocabulary.no_speech);
        let (language, language_probability) = if transcript.language.is_empty() {
            self.language(&opening)
        } else {
            (transcript.language.clone(), transcript.language_probability)
        };
        let token = self.vocabulary.language(&language);
        let token = token.ok_or_else(|| format!("no language has the code {language}"))?;
        let scores = self.decoder.read(&memory, &mut past, &[token, self.vocabulary.transcribe]);
        Ok(Prompted { memory, past, scores, no_speech, language, language_probability })
    }

    fn encoded<'a>(&'a self, memory: &'a [Memory], no_speech: f32, steps: usize, looks: bool) -> EncodedChunk<'a> {
        EncodedChunk { decoder: &self.decoder, vocabulary: &self.vocabulary, memory, steps, no_speech, looks }
    }

    /// The most likely language after the start token, and its probability among all languages.
    fn language(&self, scores: &[f32]) -> (String, f32) {
        let score = |token: u32| scores[token as usize];
        let highest = self.vocabulary.languages().max_by(|a, b| score(a.0).total_cmp(&score(b.0)));
        let Some((best, code)) = highest else { return (String::new(), 0.0) };
        let all: f32 = self.vocabulary.languages().map(|(token, _)| (score(token) - score(best)).exp()).sum();
        (code.to_owned(), 1.0 / all)
    }

    fn words(
        &self,
        attempt: &Attempt,
        spans: &[Span],
        frames: usize,
        language: &str,
    ) -> Result<Vec<Vec<Word>>, String> {
        let text: Vec<usize> = spans.iter().flat_map(|span| span.tokens.clone()).collect();
        let heads = self.vocabulary.alignment_heads().len();
        let times = beginnings(&attempt.cross_attention, heads, frames, &text);
        let mut starts = vec![0.0; attempt.tokens.len() + 1];
        let mut ends = starts.clone();
        for (place, token) in text.iter().enumerate() {
            (starts[*token], ends[*token]) = match times.get(place..place + 2) {
                Some(times) => (times[0], times[1]),
                None => (0.0, 0.0),
            };
        }
        let spaced = !UNSPACED.contains(&language);
        spans
            .iter()
            .map(|span| {
                let groups = group(&self.vocabulary, &attempt.tokens, span, spaced)?;
                Ok(groups
                    .into_iter()
                    .map(|(text, tokens)| {
                        let start = starts[tokens.start].clamp(span.start, span.end);
                        let end = ends[tokens.end - 1].clamp(start, span.end);
                        let logarithms = &attempt.logarithms[tokens];
                        let probability =
                            logarithms.iter().map(|value| value.exp()).sum::<f32>() / logarithms.len() as f32;
                        Word { start, end, text: text.trim().to_owned(), probability }
                    })
                    .filter(|word| !word.text.is_empty())
                    .collect())
            })
            .collect()
    }
}

fn shape(file: &WeightsFile) -> std::io::Result<Shape> {
    let size = |name: &str, axis: usize| Ok::<_, std::io::Error>(file.shape(name)?.get(axis).copied().unwrap_or(0));
    let width = size("decoder/embeddings/weight", 1)?;
    let layers = (0..).take_while(|index| file.shape(&format!("encoder/layer_{index}/ffn/linear_0/bias")).is_ok());
    Ok(Shape {
        width,
        heads: width / HEAD,
        layers: layers.count(),
        audio: size("encoder/position_encodings/encodings", 0)?,
        text: size("decoder/position_encodings/encodings", 0)?,
        vocabulary: size("decoder/embeddings/weight", 0)?,
    })
}
