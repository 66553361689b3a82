//! The two networks: one finds the lines of text on a page, the other reads a line.

use super::{
    letters::{Seen, Step, decode},
    picture::{Picture, Strip},
    region::{Region, regions},
};
use rten::{Model, ModelOptions};
use rten_tensor::{AsView, Layout, NdTensor};
use std::{fs, path::Path};

/// The longer side of the image for finding lines, in pixels; an A4 page then has about 110 dpi.
const SIDE: usize = 1280;
/// Sides must be multiples of this.
const GRID: usize = 32;
/// The height of a strip, in pixels.
pub(super) const STRIP: usize = 48;
/// The maximum length of a strip: sixty times its height.
const MAX_STRIP: usize = 60 * STRIP;
/// The minimum length of a strip; the network was not trained on shorter ones.
const MIN_STRIP: usize = 160;

pub(super) struct Networks {
    find: Model,
    read: Model,
    /// The characters of the classes after the blank.
    alphabet: Vec<char>,
}

impl Networks {
    pub(super) fn load(dir: &Path) -> Result<Self, String> {
        let model = |name: &str| {
            let mut options = ModelOptions::with_all_ops();
            options.prepack_weights(true);
            options.load_file(dir.join(name)).map_err(|error| format!("{name}: {error}"))
        };
        let text = fs::read_to_string(dir.join("ppocrv5_dict.txt")).map_err(|error| error.to_string())?;
        // The last class is the space, which is not in the list.
        let alphabet = text.lines().map(|line| line.chars().next().unwrap_or(' ')).chain([' ']).collect();
        Ok(Self { find: model("det/det.onnx")?, read: model("rec/rec.onnx")?, alphabet })
    }

    /// Finds the lines of a page.
    pub(super) fn find(&self, picture: &Picture) -> Result<Vec<Region>, String> {
        let (w, h) = (picture.width() as f32, picture.height() as f32);
        let scale = (SIDE as f32 / w.max(h)).min(2.0);
        let side = |pixels: f32| ((pixels * scale / GRID as f32).round().max(1.0) as usize) * GRID;
        let (width, height) = (side(w), side(h));
        let grey = picture.scaled(width, height);
        // The means and standard deviations of ImageNet's three colours.
        let colours = [(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)];
        let data =
            colours.iter().flat_map(|(mean, deviation)| grey.iter().map(move |v| (v / 255.0 - mean) / deviation));
        let input = NdTensor::from_data([1, 3, height, width], data.collect::<Vec<f32>>());
        let map = run::<4>(&self.find, input)?;
        if map.shape() != [1, 1, height, width] {
            return Err("the map is not as large as the picture".into());
        }
        let (x, y) = (w / width as f32, h / height as f32);
        Ok(regions(&map.to_vec(), width).into_iter().map(|region| region.scaled(x, y)).collect())
    }

    /// Reads a line.
    pub(super) fn read(&self, strip: &Strip) -> Result<Vec<Seen>, String> {
        let width = strip.width.min(MAX_STRIP);
        let padded = width.max(MIN_STRIP);
        let mut row = vec![0.0; STRIP * padded];
        for y in 0..STRIP {
            for x in 0..width {
                row[y * padded + x] = strip.grey[y * strip.width + x] / 127.5 - 1.0;
            }
        }
        let input = NdTensor::from_data([1, 3, STRIP, padded], [&row[..], &row, &row].concat());
        let classes = run::<3>(&self.read, input)?;
        let count = classes.shape()[2];
        if count != self.alphabet.len() + 1 {
            return Err("the list of letters belongs to another model".into());
        }
        let steps: Vec<Step> = classes.to_vec().chunks_exact(count).map(step).collect();
        Ok(decode(&steps, &self.alphabet))
    }
}

fn run<const N: usize>(model: &Model, input: NdTensor<f32, 4>) -> Result<NdTensor<f32, N>, String> {
    let output = model.run_one(input.into(), None).map_err(|error| error.to_string())?;
    output.try_into().map_err(|_| "the model answers in another shape".to_owned())
}

/// The most likely class; the last class is the space.
fn step(row: &[f32]) -> Step {
    let (class, sure) =
        row.iter().copied().enumerate().fold((0, f32::MIN), |best, (n, p)| if p > best.1 { (n, p) } else { best });
    Step { class, sure, space: row.last().copied().unwrap_or_default() }
}
