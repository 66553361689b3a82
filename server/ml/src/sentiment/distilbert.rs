//! A `DistilBERT` with a classification head for two classes, as published for SST-2: the first token's last hidden
//! state → `pre_classifier` → ReLU → `classifier` → softmax.
//!
//! Texts are not padded (see `bert`), so no mask is needed; the result is the same as that of a padded batch with a
//! correct mask.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use candle_core::{DType, Device, Error, Result, Tensor};
use serde::Deserialize;

use super::Sentiment;
use super::reader::{Classifier, MAX_TOKENS};
use crate::arithmetic;
use crate::bert::{self, Bert, Config, DISTILBERT};

pub(super) struct DistilBert {
    bert: Bert,
    /// `[width, width]`
    widen: Tensor,
    widen_bias: Tensor,
    /// `[width, 2]`
    classify: Tensor,
    classify_bias: Tensor,
    positive: usize,
    band: f32,
}

/// The class names in config.json.
#[derive(Deserialize)]
struct Classes {
    #[serde(default)]
    id2label: BTreeMap<String, String>,
}

/// The index of the positive class; without names it is the second one, as in SST-2.
fn positive(config: &[u8]) -> Result<usize> {
    let classes: Classes = serde_json::from_slice(config).map_err(|error| Error::Msg(error.to_string()))?;
    if classes.id2label.is_empty() {
        return Ok(1);
    }
    let starts = |id: &str, with: &str| classes.id2label.get(id).is_some_and(|l| l.to_lowercase().starts_with(with));
    match classes.id2label.len() {
        2 if starts("0", "neg") && starts("1", "pos") => Ok(1),
        2 if starts("0", "pos") && starts("1", "neg") => Ok(0),
        2 if starts("0", "label_0") && starts("1", "label_1") => Ok(1),
        _ => Err(Error::Msg("the classes are not one negative and one positive".into())),
    }
}

impl DistilBert {
    /// Loads a folder with config.json and model.safetensors (f32).
    pub(super) fn load(folder: &Path, band: f32) -> Result<Self> {
        let json = std::fs::read(folder.join("config.json"))?;
        let config = Config::read(folder)?;
        if config.max_position_embeddings < MAX_TOKENS {
            return Err(Error::Msg(format!("the model reads fewer than {MAX_TOKENS} word pieces")));
        }
        let width = config.hidden_size;
        let file = bert::map(&folder.join("model.safetensors"))?;
        let tensor = |name: &str| file.load(name, &Device::Cpu)?.to_dtype(DType::F32);
        let matrix = |name: &str, rows| tensor(name)?.reshape((rows, width))?.t()?.contiguous();
        let row = |name: &str, width| tensor(name)?.reshape((1, width));
        Ok(Self {
            widen: matrix("pre_classifier.weight", width)?,
            widen_bias: row("pre_classifier.bias", width)?,
            classify: matrix("classifier.weight", 2)?,
            classify_bias: row("classifier.bias", 2)?,
            positive: positive(&json)?,
            band,
            bert: Bert::load_named(Arc::clone(&file), config, &DISTILBERT)?,
        })
    }
}

impl Classifier for DistilBert {
    fn probabilities(&self, ids: &[u32]) -> Result<[f32; 3]> {
        let first = self.bert.encode(ids)?.narrow(0, 0, 1)?;
        let hidden = (first.matmul(&self.widen)? + &self.widen_bias)?.relu()?;
        let mut row = (hidden.matmul(&self.classify)? + &self.classify_bias)?.flatten_all()?.to_vec1::<f32>()?;
        arithmetic::softmax(&mut row);
        Ok([row[1 - self.positive], 0.0, row[self.positive]])
    }

    fn judge(&self, probabilities: [f32; 3]) -> Sentiment {
        Sentiment::of_two(probabilities, self.band)
    }
}

#[cfg(test)]
mod tests {
    use super::positive;

    #[test]
    fn the_config_says_which_class_is_positive() {
        assert_eq!(positive(br#"{"id2label": {"0": "NEGATIVE", "1": "POSITIVE"}}"#).unwrap(), 1);
        assert_eq!(positive(br#"{"id2label": {"0": "Positive", "1": "Negative"}}"#).unwrap(), 0);
        assert_eq!(positive(br#"{"dim": 768}"#).unwrap(), 1);
        assert!(positive(br#"{"id2label": {"0": "toxic", "1": "fine"}}"#).is_err());
        assert!(positive(br#"{"id2label": {"0": "negative", "1": "neutral", "2": "positive"}}"#).is_err());
    }
}
