//! Decodes recordings for the models: 16 kHz, one channel, piece by piece.
//!
//! Reads MP3, WAV, FLAC, Ogg Vorbis, and AAC in raw form or in MP4, M4A and Matroska, at any sample rate and with any
//! number of channels, including the sound of videos. At most half a minute of a recording is in memory at any time.

mod cut;
mod resample;

use std::fs::File;
use std::io::{self, Cursor};
use std::path::Path;

use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions, well_known};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;

pub use cut::{Chunk, Chunks, LONGEST};
use resample::Resampler;

/// Samples per second, as the models expect.
pub const RATE: u32 = 16_000;

/// Why a recording cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    #[error("the recording cannot be read: {0}")]
    Io(String),
    /// The format is unknown, or does not contain sound.
    #[error("this is not a recording in a format that can be read (MP3, WAV, FLAC, Ogg Vorbis, AAC, MP4)")]
    NotAudio,
    /// There is no audio track, for example in a silent video.
    #[error("the file holds no sound")]
    NoSound,
    /// The audio codec is not supported.
    #[error("the sound is packed as {0}, which cannot be read; MP3, WAV, FLAC, Ogg Vorbis and AAC can")]
    Codec(String),
    /// The contents do not match the format.
    #[error("the recording is damaged: {0}")]
    Damaged(String),
}

impl From<io::Error> for AudioError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

/// An open recording that yields 16 kHz mono samples piece by piece.
pub struct Recording {
    format: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    seconds: Option<f64>,
    resampler: Option<Resampler>,
    interleaved: Vec<f32>,
    mono: Vec<f32>,
    heard: bool,
    ended: bool,
}

impl Recording {
    pub fn open(path: &Path) -> Result<Self, AudioError> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        Self::new(Box::new(File::open(path)?), extension)
    }

    /// Opens a recording in memory. The file name extension is used as a hint and may be wrong.
    pub fn from_bytes(bytes: Vec<u8>, extension: Option<&str>) -> Result<Self, AudioError> {
        Self::new(Box::new(Cursor::new(bytes)), extension)
    }

    fn new(source: Box<dyn MediaSource>, extension: Option<&str>) -> Result<Self, AudioError> {
        let stream = MediaSourceStream::new(source, Default::default());
        let mut hint = Hint::new();
        if let Some(extension) = extension {
            hint.with_extension(extension);
        }
        let format = symphonia::default::get_probe()
            .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
            // Any error while probing means that no format was recognised.
            .map_err(|_| AudioError::NotAudio)?;
        let track = format
            .default_track(TrackType::Audio)
            .or_else(|| format.first_track(TrackType::Audio))
            .ok_or(AudioError::NoSound)?;
        let parameters = track.codec_params.as_ref().and_then(|parameters| parameters.audio());
        let parameters = parameters.ok_or(AudioError::NoSound)?;
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(|_| {
                let opus = parameters.codec == well_known::CODEC_ID_OPUS;
                AudioError::Codec(if opus { "Opus".to_owned() } else { format!("codec {}", parameters.codec) })
            })?;
        let seconds = match (track.num_frames, parameters.sample_rate) {
            (Some(frames), Some(rate)) if frames > 0 && rate > 0 => Some(frames as f64 / f64::from(rate)),
            _ => None,
        };
        Ok(Self {
            track: track.id,
            format,
            decoder,
            seconds,
            resampler: None,
            interleaved: Vec::new(),
            mono: Vec::new(),
            heard: false,
            ended: false,
        })
    }

    /// The duration in seconds according to the file; some formats do not state it.
    pub fn seconds(&self) -> Option<f64> {
        self.seconds
    }

    /// Appends the next samples to `out`; returns whether there may be more. A recording that breaks off ends there.
    /// Fails only if no sample at all could be decoded.
    pub fn read(&mut self, out: &mut Vec<f32>) -> Result<bool, AudioError> {
        if self.ended {
            return Ok(false);
        }
        let packet = match self.format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) | Err(Error::ResetRequired) => return self.end(out),
            Err(Error::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error.into()),
            // If a recording is cut off or damaged half-way, the part before that is still useful.
            Err(error) => {
                tracing::debug!(%error, "a recording ends early");
                return self.end(out);
            }
        };
        if packet.track_id != self.track {
            return Ok(true);
        }
        let decoded = match self.decoder.decode(&packet) {
            Ok(decoded) => decoded,
            // A bad packet is heard as a click; the next one may be good again.
            Err(Error::DecodeError(_) | Error::IoError(_)) => return Ok(true),
            Err(Error::ResetRequired) => {
                self.decoder.reset();
                return Ok(true);
            }
            Err(error) => return Err(AudioError::Damaged(error.to_string())),
        };
        let rate = decoded.spec().rate();
        let channels = decoded.spec().channels().count().max(1);
        if decoded.frames() == 0 {
            return Ok(true);
        }
        decoded.copy_to_vec_interleaved(&mut self.interleaved);
        self.mono.clear();
        let share = 1.0 / channels as f32;
        self.mono.extend(self.interleaved.chunks_exact(channels).map(|frame| {
            let sum: f32 = frame.iter().sum();
            // A recording stored as floats may contain any values.
            if sum.is_finite() { (sum * share).clamp(-4.0, 4.0) } else { 0.0 }
        }));
        if self.resampler.as_ref().is_none_or(|resampler| resampler.rate() != rate) {
            if let Some(mut before) = self.resampler.take() {
                before.finish(out);
            }
            let resampler = Resampler::new(rate, RATE);
            self.resampler = Some(resampler.ok_or_else(|| AudioError::Damaged(format!("its rate is {rate} Hz")))?);
        }
        if let Some(resampler) = &mut self.resampler {
            resampler.push(&self.mono, out);
        }
        self.heard = true;
        Ok(true)
    }

    fn end(&mut self, out: &mut Vec<f32>) -> Result<bool, AudioError> {
        self.ended = true;
        if let Some(mut resampler) = self.resampler.take() {
            resampler.finish(out);
        }
        if self.heard {
            Ok(false)
        } else {
            Err(AudioError::Damaged("there is no sound in it that could be read".into()))
        }
    }
}

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recording").field("seconds", &self.seconds).finish_non_exhaustive()
    }
}
