#!/usr/bin/env python3
"""How well résumés are ranked, and how steadily: see scripts/bench-ranking.

Prints nDCG@10, MRR and P@10 a task with and without the embedding model, each with its spread over halves of the jobs;
then how far one irrelevant word in every résumé, and another person above every résumé, moves the scores.
"""
import collections, json, math, pathlib, random, subprocess, sys, tempfile

RANK, DATA, MODELS = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
PEOPLE = ["Zoë Quill\nzoe.quill@example.com | +49 30 1234567\nLindenstraße 12, 10969 Berlin\n\n",
          "Mohammed Adeyemi-Okonkwo\n7 Broad Street, Lagos\n+234 803 555 0199\nm.o@mail.example.org\n\n"]
SWAP = {"he": "she", "his": "her", "him": "her", "himself": "herself", "she": "he", "her": "his", "herself": "himself"}

def rows(name):
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]

def rank(resumes, models=True, jobs=None):
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / name for name in ("jobs.jsonl", "resumes.jsonl")]
        for file, content in zip(files, (jobs or JOBS, resumes)):
            file.write_text("".join(json.dumps(row) + "\n" for row in content))
        out = subprocess.run([RANK, *files, *([MODELS] if models else [])], check=True, capture_output=True, text=True)
    run = collections.defaultdict(dict)
    for line in out.stdout.splitlines():
        job, resume, score = line.split("\t")
        run[job][resume] = float(score)
    return run

def figures(run, job):
    grades = GRADES[job]
    found = [grades.get(r, 0) for r in sorted(run[job], key=lambda r: (-run[job][r], r))]
    gain = lambda g: sum((2**x - 1) / math.log2(i + 2) for i, x in enumerate(g[:10]))
    first = next((1 / (i + 1) for i, x in enumerate(found) if x == 2), 0)
    return gain(found) / gain(sorted(grades.values(), reverse=True)), first, sum(x == 2 for x in found[:10]) / 10

def mean(numbers):
    return sum(numbers) / len(numbers)

def report(name, run):
    for task in dict.fromkeys(j["task"] for j in JOBS):
        jobs = [j["id"] for j in JOBS if j["task"] == task and 2 in GRADES[j["id"]].values()]
        all_figures = {j: figures(run, j) for j in jobs}
        halves = []
        for seed in range(200):
            half = random.Random(seed).sample(jobs, len(jobs) // 2)
            halves.append(mean([all_figures[j][0] for j in half]))
        spread = math.sqrt(mean([(h - mean(halves)) ** 2 for h in halves]))
        ndcg, mrr, p10 = (mean(column) for column in zip(*all_figures.values()))
        print(f"{name:14} {task:10} nDCG@10 {ndcg:.3f} (halves of the jobs ± {spread:.3f})  MRR {mrr:.3f}  P@10 {p10:.3f}")

def moved(one, other):
    return sorted(abs(one[j][r] - other[j][r]) for j in one for r in one[j])

JOBS, RESUMES, GRADES = rows("jobs.jsonl"), rows("resumes.jsonl"), collections.defaultdict(dict)
for line in (DATA / "qrels.tsv").read_text().splitlines()[1:]:
    job, resume, grade = line.split("\t")
    GRADES[job][resume] = int(grade)
base = rank(RESUMES)
report("with MiniLM", base)
report("without", rank(RESUMES, models=False))
chance = random.Random(7)
longer = []
for row in RESUMES:
    words = row["text"].split(" ")
    words.insert(chance.randrange(len(words) + 1), chance.choice(["banana", "yesterday", "umbrella", "purple"]))
    longer.append({**row, "text": " ".join(words)})
apart = moved(base, rank(longer))
print(f"one irrelevant word: {len(apart)} scores, median {apart[len(apart) // 2]:.2f}, 99 % under "
      f"{apart[len(apart) * 99 // 100]:.2f}, largest {apart[-1]:.2f}; over 2 points: {sum(a > 2 for a in apart)}")
headed = [[{**row, "text": PEOPLE[p] + (" ".join(SWAP.get(w, w) for w in row["text"].split(" ")) if p else row["text"])}
           for row in RESUMES[:200]] for p in (0, 1)]
apart = moved(*(rank(r) for r in headed))
print(f"another person: {len(apart)} scores, not the same bits: {sum(a > 0 for a in apart)}, largest {apart[-1]:.2f}")
