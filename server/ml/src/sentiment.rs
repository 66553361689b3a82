//! How favourable the wording of a text is: negative, neutral or positive, with probabilities.
//!
//! **Its limits.** It reads words only, no voice and no face. It recognises neither emotions nor truthfulness, knows
//! nothing about the speaker, and takes a sober account of something sad for neutral. It is shown beside a transcript
//! together with these limits; it has no influence on ranking, and nobody may be rejected because of it.
//!
//! The default model needs no file besides all-MiniLM-L6-v2: it shares the embedder's first three layers and adds three
//! layers of its own (see `tuned`). A `DistilBERT` with two classes, as published on model hubs, can be used instead
//! (see `distilbert`).

mod distilbert;
mod reader;
mod smooth;
mod tuned;

use serde::{Deserialize, Serialize};

pub use crate::worker::Priority;
pub use reader::{MAX_TOKENS, MAX_WINDOWS, Model, SentimentReader};
pub use smooth::{Moment, smooth};

/// The most likely of the three classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// The wording is unfavourable.
    Negative,
    /// The wording is neutral, or as favourable as unfavourable.
    Neutral,
    /// The wording is favourable.
    Positive,
}

/// The probabilities of the classes, which sum to one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Probabilities {
    pub negative: f32,
    /// Always 0 from a model without this class.
    pub neutral: f32,
    pub positive: f32,
}

/// The result for one text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sentiment {
    /// The most likely class.
    pub label: Label,
    /// From -1 to 1: the probability of positive minus that of negative.
    pub score: f32,
    pub probabilities: Probabilities,
}

impl Sentiment {
    /// The result for a text without words: neutral with certainty. No model is asked.
    pub const EMPTY: Self = Self {
        label: Label::Neutral,
        score: 0.0,
        probabilities: Probabilities { negative: 0.0, neutral: 1.0, positive: 0.0 },
    };

    /// The result of a model with three classes.
    fn of_three([negative, neutral, positive]: [f32; 3]) -> Self {
        let label = if neutral >= negative && neutral >= positive {
            Label::Neutral
        } else if negative >= positive {
            Label::Negative
        } else {
            Label::Positive
        };
        Self { label, score: positive - negative, probabilities: Probabilities { negative, neutral, positive } }
    }

    /// The result of a model with two classes: neutral if the score is closer to 0 than `band`.
    fn of_two([negative, _, positive]: [f32; 3], band: f32) -> Self {
        let score = positive - negative;
        let label = if score.abs() < band {
            Label::Neutral
        } else if score < 0.0 {
            Label::Negative
        } else {
            Label::Positive
        };
        Self { label, score, probabilities: Probabilities { negative, neutral: 0.0, positive } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_class_is_the_label() {
        assert_eq!(Sentiment::of_three([0.5, 0.3, 0.2]).label, Label::Negative);
        assert_eq!(Sentiment::of_three([0.3, 0.4, 0.3]).label, Label::Neutral);
        let read = Sentiment::of_three([0.125, 0.25, 0.625]);
        assert_eq!((read.label, read.score), (Label::Positive, 0.5));
    }

    #[test]
    fn two_classes_leave_a_band_between_them() {
        assert_eq!(Sentiment::of_two([0.6, 0.0, 0.4], 0.5).label, Label::Neutral);
        assert_eq!(Sentiment::of_two([0.9, 0.0, 0.1], 0.5).label, Label::Negative);
        assert_eq!(Sentiment::of_two([0.1, 0.0, 0.9], 0.5).label, Label::Positive);
    }

    #[test]
    fn the_json_has_plain_names() {
        let json = serde_json::to_string(&Sentiment::EMPTY).unwrap();
        let expected =
            r#"{"label":"neutral","score":0.0,"probabilities":{"negative":0.0,"neutral":1.0,"positive":0.0}}"#;
        assert_eq!(json, expected);
    }
}
