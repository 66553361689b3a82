//! Transcripts as subtitles: SubRip (SRT) and WebVTT.

use std::fmt::Write;

use super::Transcript;

/// The maximum length of a line, in characters, if it can be broken at a space.
const LINE: usize = 42;

impl Transcript {
    /// The transcript as a SubRip file.
    pub fn srt(&self) -> String {
        let mut out = String::new();
        for (index, segment) in self.segments.iter().enumerate() {
            let (start, end) = (time(segment.start, ','), time(segment.end, ','));
            // Writing to a string does not fail.
            let _written = write!(out, "{}\n{start} --> {end}\n{}\n\n", index + 1, lines(&segment.text));
        }
        out
    }

    /// The transcript as a WebVTT file.
    pub fn vtt(&self) -> String {
        let mut out = "WEBVTT\n\n".to_owned();
        for segment in &self.segments {
            let (start, end) = (time(segment.start, '.'), time(segment.end, '.'));
            // These two characters start markup in this format.
            let text = lines(&segment.text).replace('&', "&amp;").replace('<', "&lt;");
            let _written = write!(out, "{start} --> {end}\n{text}\n\n");
        }
        out
    }
}

fn time(seconds: f64, point: char) -> String {
    let milliseconds = (seconds.max(0.0) * 1000.0).round() as u64;
    let (seconds, milliseconds) = (milliseconds / 1000, milliseconds % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}")
}

/// Breaks a text into lines at spaces. Removes empty lines and arrows, which would end or start a subtitle.
fn lines(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.replace("-->", "→").split_whitespace() {
        let long = word.chars().count();
        if length > 0 && length + 1 + long > LINE {
            out.push('\n');
            length = 0;
        } else if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += long;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::whisper::Segment;

    fn transcript() -> Transcript {
        let segment = |start, end, text: &str| Segment {
            start,
            end,
            text: text.to_owned(),
            likelihood: -0.2,
            no_speech: 0.0,
            temperature: 0.0,
            words: Vec::new(),
        };
        Transcript {
            language: "en".to_owned(),
            language_probability: 1.0,
            duration: 3661.5,
            segments: vec![
                segment(0.0, 7.6, "And so my fellow Americans, ask not what your country can do for you,"),
                segment(3599.995, 3661.5, "R&D <b> -->"),
            ],
        }
    }

    #[test]
    fn srt_counts_and_uses_commas() {
        let expected = "1\n00:00:00,000 --> 00:00:07,600\nAnd so my fellow Americans, ask not what\nyour country can \
            do for you,\n\n2\n00:59:59,995 --> 01:01:01,500\nR&D <b> →\n\n";
        assert_eq!(transcript().srt(), expected);
    }

    #[test]
    fn vtt_has_a_heading_and_escapes_its_marks() {
        let expected = "WEBVTT\n\n00:00:00.000 --> 00:00:07.600\nAnd so my fellow Americans, ask not what\nyour \
            country can do for you,\n\n00:59:59.995 --> 01:01:01.500\nR&amp;D &lt;b> →\n\n";
        assert_eq!(transcript().vtt(), expected);
    }
}
