"""Times HireQ's transcription, faster-whisper and whisper.cpp in turn, on the same clips: scripts/bench-speech calls this.

Arguments: the example `wer`, the models' folder, the clips' folder, rounds, threads. With --peer TYPE instead, it is
one process of faster-whisper, or of whisper.cpp where the type is `cpp`, which prints what the example prints.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def faster_whisper(kind, model_dir, threads):
    from faster_whisper import WhisperModel

    model = WhisperModel(str(model_dir), device="cpu", compute_type=kind, cpu_threads=threads)

    def transcribe(file, language):
        segments, info = model.transcribe(file, beam_size=1, language=language, condition_on_previous_text=False)
        return "".join(segment.text for segment in segments).strip(), info.language

    return transcribe


def whisper_cpp(file, threads):
    from faster_whisper.audio import decode_audio
    from pywhispercpp.model import Model

    # Greedy decoding is its default; it prints to standard output otherwise.
    model = Model(str(file), n_threads=threads, print_progress=False, print_realtime=False, no_context=True,
                  redirect_whispercpp_logs_to=None)

    def transcribe(file, language):
        segments = model.transcribe(decode_audio(file), language=language or "auto")
        return " ".join(segment.text.strip() for segment in segments), language

    return transcribe


def peer(kind, model, folder, threads):
    clips = json.load(open(folder / "manifest.json"))["clips"]
    start = time.perf_counter()
    run = whisper_cpp(model, threads) if kind == "cpp" else faster_whisper(kind, model, threads)
    transcribe = lambda clip: run(str(folder / clip["file"]), "en" if clip["language"] == "en" else None)
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
    """The same weights, with the list of tokens that CTranslate2 requires."""
    source, target = models / "whisper-base", Path(tempfile.mkdtemp())
    for name in ["model.bin", "tokenizer.json", "config.json"]:
        (target / name).symlink_to(source / name)
    tokenizer = json.load(open(source / "tokenizer.json"))
    tokens = {**tokenizer["model"]["vocab"], **{t["content"]: t["id"] for t in tokenizer["added_tokens"]}}
    names = sorted(tokens, key=tokens.get)
    # The file lacks the time tokens: half a minute in steps of 20 ms.
    names += [f"<|{step * 0.02:.2f}|>" for step in range(1501)][len(names) - 51865 :] if len(names) < 51865 else []
    json.dump(names, open(target / "vocabulary.json", "w"))
    return target


def cpp_file(models):
    """The same weights in whisper.cpp's format."""
    from faster_whisper.feature_extractor import FeatureExtractor
    from whisper_ggml import convert

    target = Path(tempfile.mkdtemp()) / "ggml-base.bin"
    convert(models / "whisper-base", target, FeatureExtractor().mel_filters)
    return target


def normaliser():
    # Whisper's own rules, without importing the package, which would require torch.
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
    peers, cpp = peers_folder(models), cpp_file(models)
    environment = {**os.environ, "RAYON_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "MODELS_DIR": str(models)}
    this = [sys.executable, __file__, "--peer"]
    engines = {
        "HireQ": [example, str(folder)],
        "HireQ, with words' times": [example, str(folder), "--words"],
        "faster-whisper int8": [*this, "int8", str(peers), str(folder), threads],
        "faster-whisper float32": [*this, "float32", str(peers), str(folder), threads],
        "whisper.cpp f16": [*this, "cpp", str(cpp), str(folder), threads],
    }
    normal = normaliser()
    results = {name: [] for name in engines}
    texts = {}
    for _ in range(rounds):
        # In turn, so that other load on the machine affects all of them.
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
