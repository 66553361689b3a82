"""Writes whisper-base as whisper.cpp reads it, so that it can be timed on the same weights: bench_speech.py calls this.

The weights come from CTranslate2's model.bin, the names and the order of whisper.cpp's format from its own converter of
OpenAI's checkpoints: matrices in f16, the rest in f32.
"""

import json
import struct

import numpy

TYPES = [numpy.float32, numpy.int8, numpy.int16, numpy.int32, numpy.float16]


def variables(path):
    """The name and array of every variable in a model.bin."""
    data = path.read_bytes()
    at = 0

    def take(form):
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values[0]

    def text():
        nonlocal at
        length = take("H")
        at += length
        return data[at - length : at - 1].decode()

    take("I"), text(), take("I")
    found = {}
    for _ in range(take("I")):
        name = text()
        shape = [take("I") for _ in range(take("B"))]
        kind, size = TYPES[take("B")], take("I")
        found[name] = numpy.frombuffer(data, kind, size // kind().itemsize, at).reshape(shape)
        at += size
    return found


def tensors(weights):
    """Pairs of OpenAI's name and array, in any order."""
    get = lambda name: weights[name]
    for side, blocks in [("encoder", 6), ("decoder", 6)]:
        yield f"{side}.positional_embedding", get(f"{side}/position_encodings/encodings")
        last = "ln_post" if side == "encoder" else "ln"
        yield f"{side}.{last}.weight", get(f"{side}/layer_norm/gamma")
        yield f"{side}.{last}.bias", get(f"{side}/layer_norm/beta")
        for layer in range(blocks):
            ours, theirs = f"{side}/layer_{layer}", f"{side}.blocks.{layer}"
            norms = {"attn_ln": "self_attention/layer_norm", "mlp_ln": "ffn/layer_norm"}
            if side == "decoder":
                norms["cross_attn_ln"] = "attention/layer_norm"
            for norm, place in norms.items():
                yield f"{theirs}.{norm}.weight", get(f"{ours}/{place}/gamma")
                yield f"{theirs}.{norm}.bias", get(f"{ours}/{place}/beta")
            for number, place in enumerate(["mlp.0", "mlp.2"]):
                yield f"{theirs}.{place}.weight", get(f"{ours}/ffn/linear_{number}/weight")
                yield f"{theirs}.{place}.bias", get(f"{ours}/ffn/linear_{number}/bias")
            parts = {"attn": (f"{ours}/self_attention", ["query", "key", "value"], [])}
            if side == "decoder":
                parts["cross_attn"] = (f"{ours}/attention", ["query"], ["key", "value"])
            for attention, (place, first, second) in parts.items():
                for number, names in enumerate([first, second, ["out"]] if second else [first, ["out"]]):
                    weight, bias = get(f"{place}/linear_{number}/weight"), get(f"{place}/linear_{number}/bias")
                    for name, w, b in zip(names, numpy.split(weight, len(names)), numpy.split(bias, len(names))):
                        yield f"{theirs}.{attention}.{name}.weight", w
                        if name != "key":
                            yield f"{theirs}.{attention}.{name}.bias", b
    yield "decoder.token_embedding.weight", get("decoder/embeddings/weight")
    for number in [1, 2]:
        yield f"encoder.conv{number}.weight", get(f"encoder/conv{number}/weight")
        yield f"encoder.conv{number}.bias", get(f"encoder/conv{number}/bias").reshape(-1, 1)


def alphabet():
    """The inverse of GPT-2's mapping of bytes to letters."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + n): byte for n, byte in enumerate(others)}


def convert(folder, target, mel):
    """`mel`: the filters, [80, 201]."""
    weights = variables(folder / "model.bin")
    words = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    letters = alphabet()
    with open(target, "wb") as out:
        put = lambda form, *values: out.write(struct.pack("<" + form, *values))
        put("I", 0x67676D6C)
        put("11i", 51865, 1500, 512, 8, 6, 448, 512, 8, 6, 80, 1)
        put("2i", *mel.shape)
        out.write(mel.astype(numpy.float32).tobytes())
        # The special tokens follow from the size of the vocabulary.
        plain = sorted((number, word) for word, number in words.items() if number < 50257)
        put("i", len(plain))
        for _, word in plain:
            spelt = bytes(letters[letter] for letter in word) if all(letter in letters for letter in word) else word.encode()
            put("i", len(spelt))
            out.write(spelt)
        for name, array in tensors(weights):
            half = array.ndim > 1 and not name.endswith((".bias", "positional_embedding"))
            label = name.encode()
            put("3i", array.ndim, len(label), int(half))
            put(f"{array.ndim}i", *reversed(array.shape))
            out.write(label)
            out.write(numpy.ascontiguousarray(array, numpy.float16 if half else numpy.float32).tobytes())
