//! The weights file: CTranslate2's `model.bin`, version 6, as published.
//!
//! Format: a version, the name and revision of the model type, then the variables (name, rank, dimensions, type,
//! length, values; little-endian, unaligned), then aliases. It is read piece by piece rather than memory-mapped: every
//! matrix is laid out again for the kernels, so a mapping would only keep a second copy in memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use half::f16;

const VERSION: u32 = 6;
const KIND: &str = "WhisperSpec";
/// The format's type code for 16-bit floats.
const HALF: u8 = 4;
/// An upper limit for the length of a name and the number of variables.
const MOST: u32 = 4096;

struct Place {
    shape: Vec<usize>,
    kind: u8,
    offset: u64,
    bytes: u32,
}

/// An open weights file, and the locations of its variables.
pub(super) struct WeightsFile {
    reader: BufReader<File>,
    places: HashMap<String, Place>,
}

fn damaged(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}

fn number(reader: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    reader.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn byte(reader: &mut impl Read) -> io::Result<u8> {
    let mut bytes = [0];
    reader.read_exact(&mut bytes)?;
    Ok(bytes[0])
}

/// A string: its length including a final zero byte, then the bytes.
fn text(reader: &mut impl Read) -> io::Result<String> {
    let mut length = [0; 2];
    reader.read_exact(&mut length)?;
    let mut bytes = vec![0; usize::from(u16::from_le_bytes(length))];
    reader.read_exact(&mut bytes)?;
    if bytes.pop() != Some(0) {
        return Err(damaged("a name does not end"));
    }
    String::from_utf8(bytes).map_err(|_| damaged("a name is not text"))
}

impl WeightsFile {
    /// Reads the locations of all variables. Fails if the file is of another type or ends early.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut reader = BufReader::new(file);
        if number(&mut reader)? != VERSION || text(&mut reader)? != KIND {
            return Err(damaged("these are not Whisper's weights as CTranslate2 writes them"));
        }
        let _revision = number(&mut reader)?;
        let count = number(&mut reader)?;
        if count > MOST {
            return Err(damaged("too many variables"));
        }
        let mut places = HashMap::new();
        for _ in 0..count {
            let name = text(&mut reader)?;
            let rank = byte(&mut reader)?;
            let shape =
                (0..rank).map(|_| number(&mut reader).map(|size| size as usize)).collect::<io::Result<Vec<_>>>()?;
            let kind = byte(&mut reader)?;
            let bytes = number(&mut reader)?;
            let offset = reader.stream_position()?;
            if offset + u64::from(bytes) > length {
                return Err(damaged(format!("{name} ends after the file")));
            }
            reader.seek_relative(i64::from(bytes))?;
            places.insert(name, Place { shape, kind, offset, bytes });
        }
        Ok(Self { reader, places })
    }

    /// A variable's shape.
    pub(super) fn shape(&self, name: &str) -> io::Result<&[usize]> {
        self.places.get(name).map(|place| &*place.shape).ok_or_else(|| damaged(format!("{name} is not there")))
    }

    /// A variable's values; it must have this shape.
    pub(super) fn halves(&mut self, name: &str, shape: &[usize]) -> io::Result<Vec<f16>> {
        let place = self.places.get(name).ok_or_else(|| damaged(format!("{name} is not there")))?;
        let count: usize = shape.iter().product();
        if place.shape != shape || place.kind != HALF || place.bytes as usize != count * size_of::<f16>() {
            return Err(damaged(format!("{name} has another shape or type than expected")));
        }
        let mut bytes = vec![0; place.bytes as usize];
        self.reader.seek(SeekFrom::Start(place.offset))?;
        self.reader.read_exact(&mut bytes)?;
        Ok(bytes.as_chunks::<2>().0.iter().map(|bytes| f16::from_le_bytes(*bytes)).collect())
    }

    /// Like [`Self::halves`], converted to 32 bits.
    pub(super) fn floats(&mut self, name: &str, shape: &[usize]) -> io::Result<Vec<f32>> {
        use half::slice::HalfFloatSliceExt;
        let halves = self.halves(name, shape)?;
        let mut floats = vec![0.0; halves.len()];
        halves.convert_to_f32_slice(&mut floats);
        Ok(floats)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Vec<u8> {
        let mut bytes = (text.len() as u16 + 1).to_le_bytes().to_vec();
        bytes.extend(text.as_bytes());
        bytes.push(0);
        bytes
    }

    /// A file with one 2 × 2 variable called "w".
    fn a_file() -> Vec<u8> {
        let mut bytes = VERSION.to_le_bytes().to_vec();
        bytes.extend(name(KIND));
        for number in [3_u32, 1] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(name("w"));
        bytes.push(2);
        for number in [2_u32, 2] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.push(HALF);
        bytes.extend(8_u32.to_le_bytes());
        for value in [1.0, -2.0, 0.5, 4.0] {
            bytes.extend(f16::from_f32(value).to_le_bytes());
        }
        bytes.extend(0_u32.to_le_bytes());
        bytes
    }

    fn opened(bytes: &[u8]) -> io::Result<WeightsFile> {
        let dir = tempfile::tempdir()?;
        let path = dir.path().join("model.bin");
        std::fs::write(&path, bytes)?;
        WeightsFile::open(&path)
    }

    #[test]
    fn a_variable_is_found_by_its_name_and_shape() {
        let mut file = opened(&a_file()).unwrap();
        assert_eq!(file.floats("w", &[2, 2]).unwrap(), [1.0, -2.0, 0.5, 4.0]);
        assert_eq!(file.shape("w").unwrap(), [2, 2]);
        assert!(file.floats("w", &[4]).is_err());
        assert!(file.floats("v", &[2, 2]).is_err());
    }

    #[test]
    fn other_files_are_refused() {
        assert!(opened(b"RIFF....WAVEfmt ").is_err());
        assert!(opened(b"").is_err());
        let whole = a_file();
        for length in 0..whole.len() - 4 {
            assert!(opened(&whole[..length]).is_err(), "{length} bytes");
        }
    }
}
