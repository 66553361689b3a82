"""One peer of one engine, timed: `bench_peers.py NAME THREADS ARGUMENTS…` prints JSON. bench_engines.py calls this."""

import json
import os
import statistics
import sys
import time
from pathlib import Path

RUNS, RUN = 3, 0.5
WORDS = ["engineer", "software", "team", "data", "project", "lead"]


def cpu():
    return sum(os.times()[:2])


def embed(encode):
    """Texts a second at one length and batch size after another, as the example embed_speed."""
    for tokens in [32, 128, 256]:
        for batch in [1, 32]:
            texts = [" ".join((WORDS * 50)[: tokens - 2])] * batch
            encode(texts)
            rates, done, before = [], 0, cpu()
            for _ in range(RUNS):
                start, count = time.perf_counter(), 0
                while time.perf_counter() - start < RUN:
                    encode(texts)
                    count += batch
                rates.append(count / (time.perf_counter() - start))
                done += count
            print(json.dumps({f"{tokens}x{batch}": statistics.median(rates),
                              f"{tokens}x{batch} cpu": done / (cpu() - before)}), flush=True)


def st_model(folder, threads):
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer

    torch.set_num_threads(threads)
    words = Transformer(str(folder), max_seq_length=256)
    return SentenceTransformer(modules=[words, Pooling(words.get_word_embedding_dimension()), Normalize()], device="cpu")


def st(threads, folder, _):
    model = st_model(folder, threads)
    embed(lambda texts: model.encode(texts, batch_size=32, show_progress_bar=False))


def minilm(folder):
    """The encoder in plain PyTorch: what exports to ONNX whatever the libraries' versions."""
    import torch
    from safetensors.torch import load_file
    from torch.nn import functional as f

    weights = load_file(f"{folder}/model.safetensors")
    bare = "embeddings.word_embeddings.weight" in weights
    weights = weights if bare else {name.removeprefix("bert."): value for name, value in weights.items()}
    get = lambda name: (weights[f"{name}.weight"], weights[f"{name}.bias"])
    norm = lambda x, name: f.layer_norm(x, (384,), *get(name), eps=1e-12)

    class MiniLm(torch.nn.Module):
        def forward(self, ids, mask):
            places = torch.arange(ids.shape[1])
            x = f.embedding(ids, weights["embeddings.word_embeddings.weight"])
            x = x + weights["embeddings.position_embeddings.weight"][places]
            x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
            hidden = (1.0 - mask[:, None, None, :].float()) * -1e9
            for layer in range(6):
                name = f"encoder.layer.{layer}."
                heads = lambda part: f.linear(x, *get(f"{name}attention.self.{part}")).unflatten(2, (12, 32)).transpose(1, 2)
                scores = heads("query") @ heads("key").transpose(2, 3) / 32**0.5 + hidden
                seen = (scores.softmax(3) @ heads("value")).transpose(1, 2).flatten(2)
                x = norm(f.linear(seen, *get(f"{name}attention.output.dense")) + x, f"{name}attention.output.LayerNorm")
                wide = f.gelu(f.linear(x, *get(f"{name}intermediate.dense")))
                x = norm(f.linear(wide, *get(f"{name}output.dense")) + x, f"{name}output.LayerNorm")
            return x

    return MiniLm().eval()


def exported(folder, work, small):
    """The same weights as ONNX; for `small` the matrices rounded to eight bits by onnxruntime's own tool."""
    plain, eight = Path(work) / "minilm.onnx", Path(work) / "minilm-int8.onnx"
    if not plain.exists():
        import torch

        ids, names = torch.ones((2, 8), dtype=torch.long), ["input_ids", "attention_mask"]
        torch.onnx.export(minilm(folder), (ids, ids), plain, input_names=names, output_names=["hidden"], dynamo=False,
                          dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "hidden"]})
    if small and not eight.exists():
        from onnxruntime.quantization import quantize_dynamic
        from onnxruntime.quantization.shape_inference import quant_pre_process

        # It rounds what it sees as weights; without this step they are constants of another kind.
        quant_pre_process(plain, eight, skip_symbolic_shape=True)
        quantize_dynamic(eight, eight)
    return eight if small else plain


def onnx(threads, folder, work, small=False):
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(str(exported(folder, work, small)), options, ["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    tokenizer.enable_truncation(256)
    tokenizer.enable_padding()

    def encode(texts):
        found = tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in found], np.int64)
        mask = np.array([one.attention_mask for one in found], np.int64)
        hidden = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    embed(encode)


def onnx8(threads, folder, work):
    onnx(threads, folder, work, small=True)


def llama(threads, file):
    from llama_cpp import Llama

    model = Llama(file, n_ctx=2048, n_threads=threads, n_threads_batch=threads, verbose=False)
    long = model.tokenize(" ".join((WORDS * 100)[:480]).encode())
    short = model.tokenize(b"Tell a long story about a lighthouse. " * 4)
    prompt, answer, spent = [], [], [0, 0]
    for run in range(RUNS + 1):
        model.reset()
        before, start = cpu(), time.perf_counter()
        model.eval(long)
        took, used = time.perf_counter() - start, cpu() - before
        model.reset()
        model.eval(short)
        before, start = cpu(), time.perf_counter()
        for _ in range(64):
            model.eval([model.sample(temp=0)])
        if run:
            prompt.append(len(long) / took)
            answer.append(64 / (time.perf_counter() - start))
            spent = [spent[0] + used / len(long), spent[1] + (cpu() - before) / 64]
    print(json.dumps({"prompt": statistics.median(prompt), "answer": statistics.median(answer),
                      "cpu_prompt": spent[0] / RUNS, "cpu_answer": spent[1] / RUNS}))


def vader(_, file):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer, lines = SentimentIntensityAnalyzer(), Path(file).read_text().splitlines()
    start = time.process_time()
    for line in lines:
        analyzer.polarity_scores(line)
    print(json.dumps({"rate": len(lines) / (time.process_time() - start)}))


def documents(read, files):
    done, took = 0, 0
    for file in files:
        start = time.process_time()
        try:
            read(file)
            done += 1
        except Exception:
            # Locked, cut short or no PDF at all: these files are in the set on purpose.
            continue
        finally:
            took += time.process_time() - start
    print(json.dumps({"ms": 1000 * took / len(files), "read": done}))


def pymupdf(_, *files):
    import pymupdf

    documents(lambda file: [page.get_text() for page in pymupdf.open(file)], files)


def pdfminer(_, *files):
    import logging

    from pdfminer.high_level import extract_text

    logging.disable()
    documents(extract_text, files)


if __name__ == "__main__":
    globals()[sys.argv[1]](int(sys.argv[2]), *sys.argv[3:])
