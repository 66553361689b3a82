//! Compares transcripts of real speech with those of a reference implementation.
//!
//! Skipped, with a message, if the model has not been downloaded (`scripts/models`).

mod support;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use hireq_ml::EngineError;
use hireq_ml::audio::{AudioError, Recording};
use hireq_ml::transcribe::{Options, Progress, TranscribeError, Transcriber, Transcript};
use hireq_ml::whisper::Precision;
use support::{models_dir, started};

const JFK: &[u8] = include_bytes!("fixtures/jfk.wav");
/// The output of faster-whisper 1.2.1 with 32-bit floats and a beam of one.
const SAID: &str = "And so my fellow Americans ask not what your country can do for you, \
    ask what you can do for your country.";

fn transcriber(precision: Precision) -> Option<Transcriber> {
    started(Transcriber::start_with(&models_dir(), precision))
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace([',', '.'], "")
}

/// A WAV file of the clip, repeated this many times.
fn repeated(times: usize) -> Vec<u8> {
    let (head, data) = JFK.split_at(44);
    let mut bytes = head.to_vec();
    let length = (data.len() * times) as u32;
    bytes[4..8].copy_from_slice(&(length + 36).to_le_bytes());
    bytes[40..44].copy_from_slice(&length.to_le_bytes());
    bytes.extend(data.repeat(times));
    bytes
}

fn heard(transcriber: &Transcriber, bytes: Vec<u8>, options: &Options) -> Result<Transcript, TranscribeError> {
    let recording = Recording::from_bytes(bytes, Some("wav"))?;
    transcriber.transcribe_blocking(recording, options, |_| ControlFlow::Continue(()))
}

fn english() -> Options {
    Options { language: Some("en".into()), ..Options::default() }
}

#[test]
fn the_clip_is_written_as_the_reference_writes_it() {
    for precision in [Precision::Full, Precision::Eight] {
        let Some(transcriber) = transcriber(precision) else { return };
        assert!(!transcriber.health().ready, "the weights are loaded when they are needed");
        let transcript = heard(&transcriber, JFK.to_vec(), &english()).unwrap();
        assert_eq!(plain(&transcript.text()), plain(SAID), "{precision:?}");
        assert!(transcriber.health().ready);
        assert_eq!(transcript.duration, 11.0);
        let last = transcript.segments.last().unwrap();
        assert!((10.0..=11.0).contains(&last.end), "{}", last.end);
        assert!(transcript.segments.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}

#[test]
fn words_have_times_within_their_segment() {
    let Some(transcriber) = transcriber(Precision::Eight) else { return };
    let transcript = heard(&transcriber, JFK.to_vec(), &Options { words: true, ..Options::default() }).unwrap();
    assert_eq!(transcript.language, "en");
    assert!(transcript.language_probability > 0.8);
    let words: Vec<_> = transcript.segments.iter().flat_map(|segment| &segment.words).collect();
    assert_eq!(words.len(), SAID.split(' ').count());
    assert!(words.windows(2).all(|pair| pair[0].start <= pair[1].start && pair[0].end <= pair[1].end + 1e-6));
    // "ask what you can" comes after the long pause.
    let ask = words.iter().rfind(|word| word.text.starts_with("ask")).unwrap();
    assert!((7.4..8.6).contains(&ask.start), "{ask:?}");
}

#[test]
fn work_that_was_broken_off_goes_on_where_it_stopped() {
    let Some(transcriber) = transcriber(Precision::Eight) else { return };
    let bytes = repeated(6);
    let whole = heard(&transcriber, bytes.clone(), &english()).unwrap();
    assert_eq!(whole.duration, 66.0);

    let mut stopped: Option<Progress> = None;
    let first = transcriber
        .transcribe_blocking(Recording::from_bytes(bytes.clone(), None).unwrap(), &english(), |progress| {
            stopped = Some(progress);
            ControlFlow::Break(())
        })
        .unwrap();
    let stopped = stopped.unwrap();
    assert_eq!(stopped.seconds, Some(66.0));
    assert_eq!(stopped.segments, first.segments);
    assert!(stopped.done > 15.0 && stopped.done < 31.0);
    let rest = heard(&transcriber, bytes, &Options { from: stopped.next, ..english() }).unwrap();
    let joined: Vec<_> = first.segments.into_iter().chain(rest.segments).collect();
    assert_eq!(joined, whole.segments);
}

#[test]
fn silence_says_nothing() {
    let Some(transcriber) = transcriber(Precision::Eight) else { return };
    let mut bytes = repeated(1);
    bytes[44..].fill(0);
    let transcript = heard(&transcriber, bytes, &Options::default()).unwrap();
    assert_eq!((transcript.text().as_str(), transcript.duration), ("", 11.0));
}

#[test]
fn a_language_that_nobody_speaks_is_refused() {
    let Some(transcriber) = transcriber(Precision::Eight) else { return };
    let options = Options { language: Some("xx".into()), ..Options::default() };
    assert!(matches!(
        heard(&transcriber, JFK.to_vec(), &options),
        Err(TranscribeError::Engine(EngineError::Failed(_)))
    ));
}

#[test]
fn what_is_no_recording_is_said_so() {
    let open = |bytes: &[u8], extension| Recording::from_bytes(bytes.to_vec(), Some(extension)).err();
    assert_eq!(open(b"Dear all, please find attached the recording.", "mp3"), Some(AudioError::NotAudio));
    assert_eq!(open(b"", "wav"), Some(AudioError::NotAudio));
    assert!(matches!(Recording::open(Path::new("/nonexistent.mp3")), Err(AudioError::Io(_))));
}

/// Tests every supported format, if the shared recordings are available (`HIREQ_AUDIO`).
#[test]
fn every_format_says_the_same() {
    let Some(folder) = std::env::var_os("HIREQ_AUDIO").map(PathBuf::from) else {
        return eprintln!("left out: HIREQ_AUDIO does not say where recordings are");
    };
    let Some(transcriber) = transcriber(Precision::Eight) else { return };
    for name in [
        "jfk.aac",
        "jfk.flac",
        "jfk.m4a",
        "jfk.mp3",
        "jfk.ogg",
        "jfk_44k_stereo.wav",
        "jfk_48k_24bit.wav",
        "jfk_8k_ulaw.wav",
        "jfk_f32.wav",
        "jfk_vbr_mono.mp3",
        "jfk_video.mp4",
    ] {
        let recording = Recording::open(&folder.join("formats").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let transcript = transcriber.transcribe_blocking(recording, &english(), |_| ControlFlow::Continue(())).unwrap();
        let (text, said) = (plain(&transcript.text()), plain(SAID));
        let (text, said): (Vec<_>, Vec<_>) = (text.split(' ').collect(), said.split(' ').collect());
        let wrong = text.iter().zip(&said).filter(|(text, said)| text != said).count();
        // Half the sample rate and eight bits per sample reduce quality.
        let allowed = if name == "jfk_8k_ulaw.wav" { 3 } else { 0 };
        assert!(text.len() == said.len() && wrong <= allowed, "{name}: {text:?}");
    }
    let error = |name: &str| Recording::open(&folder.join("formats").join(name)).err();
    assert_eq!(error("not_audio.mp3"), Some(AudioError::NotAudio));
    assert_eq!(error("video_no_audio.mp4"), Some(AudioError::NoSound));
    assert_eq!(error("jfk.opus"), Some(AudioError::Codec("Opus".into())));
    assert_eq!(error("jfk.webm"), Some(AudioError::Codec("Opus".into())));
}
