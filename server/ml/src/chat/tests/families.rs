//! Tests architectures and weight formats that none of the shipped models uses against candle's own decoders: small
//! models with random weights, where both read the same file.

use std::io::{Cursor, Write};

use candle_core::quantized::gguf_file::{self, Content, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};
use candle_transformers::models::{quantized_llama, quantized_qwen2};

use super::super::decoder::Decoder;
use super::super::gguf::Gguf;

/// The K formats have blocks of 256 weights, so the model cannot be narrower.
const WIDTH: usize = 256;
const WIDE: usize = 512;
const HEADS: usize = 4;
const GROUPS: usize = 2;
const LAYERS: usize = 2;
const VOCABULARY: usize = 320;
const HEAD: usize = WIDTH / HEADS;

/// Pseudo-random numbers between -1 and 1 (the upper bits of Numerical Recipes' linear congruential generator).
struct Random(u32);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 / (1 << 23) as f32 - 1.0
    }

    fn tensor(&mut self, shape: &[usize], centre: f32, spread: f32) -> Tensor {
        let values: Vec<f32> = (0..shape.iter().product()).map(|_| centre + spread * self.next()).collect();
        Tensor::from_vec(values, shape, &Device::Cpu).expect("a tensor")
    }
}

/// A model of this architecture, with most matrices in the format `kind`, and those that files usually store more
/// exactly in `finer`.
fn written(architecture: &str, kind: GgmlDType, finer: GgmlDType) -> Vec<u8> {
    let mut random = Random(7);
    let mut tensors: Vec<(String, QTensor)> = Vec::new();
    let mut add = |name: String, tensor: Tensor, kind| {
        tensors.push((name, QTensor::quantize(&tensor, kind).expect("it can be stored so")));
    };
    let spread = |inputs: usize| (3.0 / inputs as f32).sqrt();
    add("token_embd.weight".into(), random.tensor(&[VOCABULARY, WIDTH], 0.0, 1.0), finer);
    add("output.weight".into(), random.tensor(&[VOCABULARY, WIDTH], 0.0, spread(WIDTH)), finer);
    add("output_norm.weight".into(), random.tensor(&[WIDTH], 1.0, 0.1), GgmlDType::F32);
    for layer in 0..LAYERS {
        for norm in ["attn_norm", "ffn_norm"] {
            add(format!("blk.{layer}.{norm}.weight"), random.tensor(&[WIDTH], 1.0, 0.1), GgmlDType::F32);
        }
        let together = GROUPS * HEAD;
        for (name, outputs, inputs, kind) in [
            ("attn_q", WIDTH, WIDTH, kind),
            ("attn_k", together, WIDTH, kind),
            ("attn_v", together, WIDTH, finer),
            ("attn_output", WIDTH, WIDTH, kind),
            ("ffn_gate", WIDE, WIDTH, kind),
            ("ffn_up", WIDE, WIDTH, kind),
            ("ffn_down", WIDTH, WIDE, finer),
        ] {
            let weights = random.tensor(&[outputs, inputs], 0.0, spread(inputs));
            add(format!("blk.{layer}.{name}.weight"), weights, kind);
            if architecture == "qwen2" && ["attn_q", "attn_k", "attn_v"].contains(&name) {
                add(format!("blk.{layer}.{name}.bias"), random.tensor(&[outputs], 0.0, 0.5), GgmlDType::F32);
            }
        }
    }
    let sizes = [
        ("embedding_length", WIDTH),
        ("feed_forward_length", WIDE),
        ("block_count", LAYERS),
        ("attention.head_count", HEADS),
        ("attention.head_count_kv", GROUPS),
        ("context_length", 64),
        ("rope.dimension_count", HEAD),
    ];
    let mut metadata: Vec<(String, Value)> =
        sizes.iter().map(|(name, size)| (format!("{architecture}.{name}"), Value::U32(*size as u32))).collect();
    metadata.push(("general.architecture".into(), Value::String(architecture.into())));
    metadata.push((format!("{architecture}.attention.layer_norm_rms_epsilon"), Value::F32(1e-6)));
    metadata.push((format!("{architecture}.rope.freq_base"), Value::F32(1_000_000.0)));
    let metadata: Vec<(&str, &Value)> = metadata.iter().map(|(name, value)| (name.as_str(), value)).collect();
    let tensors: Vec<(&str, &QTensor)> = tensors.iter().map(|(name, tensor)| (name.as_str(), tensor)).collect();
    let mut file = Cursor::new(Vec::new());
    gguf_file::write(&mut file, &metadata, &tensors).expect("written");
    file.into_inner()
}

/// Maps tokens, and the number of tokens read before them, to scores.
type Forward = Box<dyn FnMut(&Tensor, usize) -> candle_core::Result<Tensor>>;

/// The scores of candle's decoder after a prompt, and after one more token.
fn wanted(architecture: &str, file: &[u8], prompt: &[u32], next: u32) -> [Vec<f32>; 2] {
    let mut reader = Cursor::new(file);
    let content = Content::read(&mut reader).expect("a file");
    let mut forward: Forward = match architecture {
        "qwen2" => {
            let mut model =
                quantized_qwen2::ModelWeights::from_gguf(content, &mut reader, &Device::Cpu).expect("a model");
            Box::new(move |tokens, at| model.forward(tokens, at))
        }
        _ => {
            let mut model =
                quantized_llama::ModelWeights::from_gguf(content, &mut reader, &Device::Cpu).expect("a model");
            Box::new(move |tokens, at| model.forward(tokens, at))
        }
    };
    let mut scores = |tokens: &[u32], at| {
        let tokens = Tensor::new(tokens, &Device::Cpu).and_then(|t| t.unsqueeze(0)).expect("tokens");
        forward(&tokens, at).and_then(|s| s.flatten_all()?.to_vec1()).expect("scores")
    };
    [scores(prompt, 0), scores(&[next], prompt.len())]
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// The lowest cosine between our scores and candle's, over two steps.
fn likeness(architecture: &str, kind: GgmlDType, finer: GgmlDType) -> f32 {
    let bytes = written(architecture, kind, finer);
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(&bytes).expect("written");
    let prompt: Vec<u32> = (0..9).map(|n| (n * 37 + 5) % VOCABULARY as u32).collect();
    let wanted = wanted(architecture, &bytes, &prompt, 11);
    let mut decoder = Decoder::load(&Gguf::open(file.path()).expect("opened")).expect("loaded");
    let mut found = |tokens: &[u32], at| decoder.read(tokens, at, || true).expect("read").expect("scores");
    let found = [found(&prompt, 0), found(&[11], prompt.len())];
    wanted.iter().zip(&found).map(|(wanted, found)| cosine(wanted, found)).fold(1.0, f32::min)
}

#[test]
fn qwen2_and_llama_files_of_every_usual_format_score_as_candle_does() {
    use GgmlDType::{F16, Q4_0, Q4_1, Q4K, Q5K, Q6K, Q8_0};
    for architecture in ["llama", "qwen2"] {
        for (kind, finer) in [(F16, F16), (Q8_0, Q8_0), (Q4_0, Q8_0), (Q4_1, Q8_0), (Q4K, Q6K), (Q5K, Q6K), (Q6K, Q6K)]
        {
            let likeness = likeness(architecture, kind, finer);
            assert!(likeness > 0.999, "{architecture} in {kind:?} and {finer:?}: {likeness}");
        }
    }
}
