"""Times HireQ's transcription and faster-whisper in turn, on the same clips: scripts/bench-speech calls this.

Arguments: the example `wer`, the models' folder, the clips' folder, rounds, threads. With --peer TYPE instead, it is
one faster-whisper process, which prints what the example prints.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def peer(kind, model_dir, folder, threads):
    from faster_whisper import WhisperModel

    clips = json.load(open(folder / "manifest.json"))["clips"]
    start = time.perf_counter()
    model = WhisperModel(str(model_dir), device="cpu", compute_type=kind, cpu_threads=threads)

    def transcribe(clip):
        language = "en" if clip["language"] == "en" else None
        segments, info = model.transcribe(
            str(folder / clip["file"]), beam_size=1, language=language, condition_on_previous_text=False
        )
        return "".join(segment.text for segment in segments).strip(), info.language

    transcribe(clips[0])
    load = time.perf_counter() - start
    work = audio = 0
    for clip in clips:
        start = time.perf_counter()
        text, language = transcribe(clip)
        seconds = time.perf_counter() - start
        work, audio = work + seconds, audio + clip["duration_s"]
        print(json.dumps({"id": clip["id"], "text": text, "language": language, "seconds": seconds}))
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:")).split(":")[1].strip()
    cpu = sum(os.times()[:2])
    print(json.dumps({"rtf": work / audio, "load": load, "peak": peak, "cpu": cpu}))


def peers_folder(models):
    """The same weights, with the list of tokens that CTranslate2 wants beside them."""
    source, target = models / "whisper-base", Path(tempfile.mkdtemp())
    for name in ["model.bin", "tokenizer.json", "config.json"]:
        (target / name).symlink_to(source / name)
    tokenizer = json.load(open(source / "tokenizer.json"))
    tokens = {**tokenizer["model"]["vocab"], **{t["content"]: t["id"] for t in tokenizer["added_tokens"]}}
    names = sorted(tokens, key=tokens.get)
    # The file leaves out the times, half a minute in steps of 20 ms.
    names += [f"<|{step * 0.02:.2f}|>" for step in range(1501)][len(names) - 51865 :] if len(names) < 51865 else []
    json.dump(names, open(target / "vocabulary.json", "w"))
    return target


def normaliser():
    # Whisper's own rules, without importing the package, which would want torch.
    for path in map(Path, sys.path):
        if (path / "whisper" / "normalizers").is_dir():
            sys.path.insert(0, str(path / "whisper"))
            from normalizers import EnglishTextNormalizer

            return EnglishTextNormalizer()
    raise SystemExit("openai-whisper is not installed")


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        before, row[0] = row[0], i + 1
        for j, y in enumerate(b):
            before, row[j + 1] = row[j + 1], min(before + (x != y), row[j + 1] + 1, row[j] + 1)
    return row[-1]


def main():
    example, models, folder, rounds, threads = sys.argv[1:6]
    models, folder, rounds = Path(models), Path(folder), int(rounds)
    clips = {clip["id"]: clip for clip in json.load(open(folder / "manifest.json"))["clips"]}
    peers = peers_folder(models)
    environment = {**os.environ, "RAYON_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "MODELS_DIR": str(models)}
    this = [sys.executable, __file__, "--peer"]
    engines = {
        "HireQ": [example, str(folder)],
        "HireQ, with words' times": [example, str(folder), "--words"],
        "faster-whisper int8": [*this, "int8", str(peers), str(folder), threads],
        "faster-whisper float32": [*this, "float32", str(peers), str(folder), threads],
    }
    normal = normaliser()
    results = {name: [] for name in engines}
    texts = {}
    for _ in range(rounds):
        # In turn, so that what else the machine does hits all of them.
        for name, command in engines.items():
            out = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
            *lines, last = map(json.loads, out.splitlines())
            results[name].append(last)
            texts[name] = {line["id"]: line["text"] for line in lines}

    seconds = sum(clip["duration_s"] for clip in clips.values())
    print(f"{len(clips)} clips, {seconds:.0f} s; {threads} threads; medians of {rounds} rounds in turn; load average "
          f"{os.getloadavg()[0]:.1f} at the end.\n")
    print("| engine | seconds a second | times as fast as float32 | CPU seconds in all | peak memory | load | WER |")
    print("|---|---|---|---|---|---|---|")
    middle = lambda name, key: statistics.median(result[key] for result in results[name])
    for name in engines:
        errors = words = 0
        for clip in clips.values():
            if clip["in_wer_set"]:
                said = normal(clip["reference"]).split()
                errors += distance(said, normal(texts[name][clip["id"]]).split())
                words += len(said)
        rtf = middle(name, "rtf")
        faster = middle("faster-whisper float32", "rtf") / rtf
        peak = max(int(result["peak"].split()[0]) for result in results[name]) / 1024
        print(f"| {name} | {rtf:.4f} | {faster:.2f} | {middle(name, 'cpu'):.1f} | {peak:.0f} MB "
              f"| {middle(name, 'load'):.2f} s | {100 * errors / words:.1f} % |")


if __name__ == "__main__":
    if sys.argv[1] == "--peer":
        peer(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]))
    else:
        main()
