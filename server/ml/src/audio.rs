//! Recordings as the models hear them: 16 kHz, one channel, read piece by piece.
//!
//! Reads MP3, WAV, FLAC, Ogg Vorbis, and AAC bare or in MP4, M4A and Matroska, of any rate and number
//! of channels; a film's sound, too. However long a recording is, no more than half a minute of it is
//! in memory.

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

/// Samples a second, as the models want them.
pub const RATE: u32 = 16_000;

/// Why a recording cannot be heard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    /// The file cannot be read.
    #[error("the recording cannot be read: {0}")]
    Io(String),
    /// The bytes are of no known format, or of none that holds sound.
    #[error("this is not a recording in a format that can be read (MP3, WAV, FLAC, Ogg Vorbis, AAC, MP4)")]
    NotAudio,
    /// A film without sound, for example.
    #[error("the file holds no sound")]
    NoSound,
    /// The sound is packed in a way that cannot be unpacked here.
    #[error("the sound is packed as {0}, which cannot be read; MP3, WAV, FLAC, Ogg Vorbis and AAC can")]
    Codec(String),
    /// The file says what it is and then is something else.
    #[error("the recording is damaged: {0}")]
    Damaged(String),
}

impl From<io::Error> for AudioError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

/// An open recording, which gives 16 kHz mono samples piece by piece.
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
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Self, AudioError> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        Self::new(Box::new(File::open(path)?), extension)
    }

    /// Opens a recording that is in memory already. The extension of its name helps, and may be wrong.
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
            // Whatever goes wrong while looking for a format means that none was found.
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

    /// How long the recording says it is, in seconds. Some formats do not say.
    pub fn seconds(&self) -> Option<f64> {
        self.seconds
    }

    /// Adds the next samples to `out`; says whether there may be more. A recording that breaks off
    /// ends there. Fails where not a single sample could be had.
    pub fn read(&mut self, out: &mut Vec<f32>) -> Result<bool, AudioError> {
        if self.ended {
            return Ok(false);
        }
        let packet = match self.format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) | Err(Error::ResetRequired) => return self.end(out),
            Err(Error::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error.into()),
            // A recording that is cut short or damaged half-way is worth what can be heard of it.
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
            // One bad packet is a click; the next may be good again.
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
            // A float recording may hold anything.
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
