"""Measures every engine beside its peers, in turn, and prints one table of ratios: scripts/bench-engines calls this.

Arguments: the folder of the examples, the program, the models' folder, the data's folder, rounds, threads.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent


class Bench:
    def __init__(self, arguments):
        self.examples, self.program, self.models, self.data = map(Path, arguments[:4])
        self.rounds, self.threads = int(arguments[4]), arguments[5]
        self.work = Path(tempfile.mkdtemp())
        self.environment = {
            **os.environ, "RAYON_NUM_THREADS": self.threads, "OMP_NUM_THREADS": self.threads, "RUST_LOG": "warn",
            "TOKENIZERS_PARALLELISM": "false", "MODELS_DIR": str(self.models), "HF_HUB_OFFLINE": "1",
        }
        self.rows = []

    def run(self, command):
        start, before = time.perf_counter(), os.times()
        out = subprocess.run(list(map(str, command)), env=self.environment, capture_output=True, text=True)
        if out.returncode:
            raise RuntimeError(out.stderr.strip().splitlines()[-1] if out.stderr.strip() else "it failed")
        after = os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        return out.stdout, time.perf_counter() - start, cpu

    def peer(self, name, *arguments):
        return [sys.executable, HERE / "bench_peers.py", name, self.threads, *arguments]

    def figures(self, command):
        """The JSON lines of a command, as one mapping of names to numbers."""
        found = {}
        for line in self.run(command)[0].splitlines():
            if line.startswith("{"):
                found |= {key: value for key, value in json.loads(line).items() if isinstance(value, float)}
        return found

    def beside(self, ours, peers):
        """Medians of each side's figures, taken in turn so that what else the machine does hits all of them."""
        sides, results = {"HireQ": ours, **peers}, {}
        for _ in range(self.rounds):
            for name, command in list(sides.items()):
                try:
                    for key, value in command().items():
                        results.setdefault((name, key), []).append(value)
                except (RuntimeError, OSError) as error:
                    print(f"left out: {name}: {error}", file=sys.stderr)
                    del sides[name]
        return {key: statistics.median(values) for key, values in results.items()}, list(sides)[1:]

    def row(self, what, ours, name, peer, unit, higher=True):
        if ours and peer:
            ratio = ours / peer if higher else peer / ours
            self.rows.append(f"| {what} | {shown(ours)} {unit} | {name} | {shown(peer)} {unit} | {ratio:.2f} |")
            print(self.rows[-1], file=sys.stderr, flush=True)


def shown(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def embedding(bench):
    names = {"sentence-transformers": "st", "onnxruntime": "onnx", "onnxruntime int8": "onnx8"}
    peers = {label: lambda name=name: bench.figures(bench.peer(name, bench.models / "all-MiniLM-L6-v2", bench.work))
             for label, name in names.items()}
    ours = lambda: bench.figures([bench.examples / "embed_speed", bench.models])
    found, peers = bench.beside(ours, peers)
    for case in ["32x1", "32x32", "128x32", "256x1", "256x32"]:
        tokens, batch = case.split("x")
        for peer in peers:
            bench.row(f"embedding, {tokens} tokens, {batch} at a time", found.get(("HireQ", case)), peer,
                      found.get((peer, case)), "texts/s")
    for peer in peers:
        bench.row("embedding, 256 tokens, 32 at a time, a second of one processor", found.get(("HireQ", "256x32 cpu")),
                  peer, found.get((peer, "256x32 cpu")), "texts")


def chat(bench):
    file = next((bench.models / "SmolLM2-135M-Instruct").glob("*.gguf"))
    found, peers = bench.beside(
        lambda: bench.figures([bench.examples / "chat_speed", file]),
        {"llama.cpp": lambda: bench.figures(bench.peer("llama", file))},
    )
    for peer in peers:
        for key, what in [("prompt", "chat, prompt"), ("answer", "chat, answer")]:
            bench.row(what, found[("HireQ", key)], peer, found[(peer, key)], "tokens/s")
        for key, what in [("cpu_prompt", "chat, prompt"), ("cpu_answer", "chat, answer")]:
            bench.row(f"{what}, processor's time a token", 1e3 * found[("HireQ", key)], peer, 1e3 * found[(peer, key)],
                      "ms", False)


def speech(bench):
    script = HERE.parent / "bench-speech"
    out = bench.run([script, bench.data / "audio", 1])[0]
    table = [[cell.strip() for cell in line.split("|")[1:-1]] for line in out.splitlines() if line.startswith("| ")]
    rows = {cells[0]: cells for cells in table[1:]}
    for peer in ["faster-whisper int8", "faster-whisper float32", "whisper.cpp f16"]:
        bench.row("transcription, a second of speech", float(rows["HireQ"][1]), peer, float(rows[peer][1]), "s", False)
        bench.row("transcription, processor's time in all", float(rows["HireQ"][3]), peer, float(rows[peer][3]), "s", False)


def sentiment(bench):
    lines = []
    for name in ["movie", "amazon"]:
        for line in (bench.data / "sentiment" / f"{name}.tsv").read_text().splitlines()[1:]:
            _, _, label, text = line.split("\t", 3)
            if label != "mid":
                lines.append(text)
    lines = lines[::7]
    file = bench.work / "sentences.txt"
    file.write_text("\n".join(lines) + "\n")

    def ours():
        seconds = []
        for path in [file, bench.work / "one.txt"]:
            (bench.work / "one.txt").write_text("good\n")
            seconds.append(bench.run([bench.program, "sentiment", path])[2])
        # What starting takes is measured with a file of one line, and taken off.
        return {"rate": len(lines) / (seconds[0] - seconds[1])}

    found, peers = bench.beside(ours, {"VADER": lambda: bench.figures(bench.peer("vader", file))})
    for peer in peers:
        bench.row("sentiment, a second of one processor", found[("HireQ", "rate")], peer, found[(peer, "rate")], "sentences")


def parsing(bench):
    files = sorted(str(path) for path in (bench.data / "resumes" / "files").glob("*.pdf"))

    def ours(files):
        # What starting takes is measured with one file, and taken off.
        one = bench.run([bench.program, "parse", *files[:1]])[2]
        all_ = bench.run([bench.program, "parse", *files])[2]
        return {"ms": 1000 * (all_ - one) / max(1, len(files) - 1)}

    found, peers = bench.beside(lambda: ours(files), {
        "PyMuPDF, text alone": lambda: bench.figures(bench.peer("pymupdf", *files)),
        "pdfminer, text alone": lambda: bench.figures(bench.peer("pdfminer", *files)),
    })
    for peer in peers:
        bench.row("résumé read and understood, processor's time", found[("HireQ", "ms")], peer, found[(peer, "ms")], "ms", False)


def machine():
    cpu = {key.strip(): value.strip() for key, value in
           (line.split(":", 1) for line in open("/proc/cpuinfo") if ":" in line)}
    return f"{cpu.get('model name', 'a processor')}, {os.cpu_count()} cores"


def main():
    bench = Bench(sys.argv[1:7])
    parts = sys.argv[7:] or ["embedding", "chat", "speech", "sentiment", "parsing"]
    before = os.getloadavg()[0]
    for part in parts:
        try:
            globals()[part](bench)
        except (RuntimeError, OSError, KeyError, StopIteration) as error:
            print(f"left out: {part}: {error!r}", file=sys.stderr)
    print(f"{machine()}; {bench.threads} threads for every engine; medians of {bench.rounds} rounds in turn; load average "
          f"{before:.1f} before, {os.getloadavg()[0]:.1f} after. A ratio above 1 means that HireQ is faster.\n")
    print("| what | HireQ | peer | peer's | ratio |\n|---|---|---|---|---|")
    print("\n".join(bench.rows))


if __name__ == "__main__":
    main()
