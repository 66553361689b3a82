"""Figures of verdicts, proposals and order: verdict_figures.py HIREQ [FOLDER]

Runs `hireq match` on FOLDER (server/services/tests/verdicts), with the requirements that are given and with those that it
proposes, and compares with what a careful reader said: verdicts.tsv (job, requirement, résumé, verdict, words that show it,
traps), the quotes in jobs.jsonl, and fit.jsonl (tiers of applicants, the best first).
"""

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "server" / "services" / "tests" / "verdicts"
SAID = ("met", "partial", "missing")


def lines(path):
    return [json.loads(line) for line in path.read_text("utf8").splitlines() if line.strip()] if path.exists() else []


def match(hireq, folder, *more):
    command = [hireq, "match", "--jobs", folder / "jobs.jsonl", "--resumes", folder / "resumes.jsonl", *more]
    return [json.loads(line) for line in subprocess.run(command, capture_output=True, check=True).stdout.splitlines()]


def share(numbers):
    return f"{sum(numbers) / max(1, len(numbers)):.3f} of {len(numbers)}"


def alike(one, other):
    """Whether two quotations are about the same: 40 % of the shorter one's words occur in the longer one."""
    words = [set(re.findall(r"\w+", (text or "").lower())) for text in (one, other)]
    both = words[0] & words[1]
    return bool(both) and len(both) >= 0.4 * min(map(len, words))


def verdicts(rows, gold):
    said = {(row["job"], one["id"], row["resume"]): one for row in rows for one in row["requirements"]}
    pairs = [(right, said[key]) for key, right in gold.items() if key in said]
    told = [(right, "missing" if one["verdict"] == "unknown" else one["verdict"], one) for right, one in pairs]
    print("verdicts that are right:", share([right[0] == word for right, word, _ in told]))
    for name in SAID:
        count = Counter(word for right, word, _ in told if right[0] == name)
        print(f"  of what is {name}:", ", ".join(f"{count[word]} {word}" for word in SAID))
    shown = [any(alike(text, right[1]) for text in one["evidence"])
             for right, word, one in told if right[0] == word == "met" and right[1]]
    print("evidence is the right sentence, of what is rightly met:", share(shown))
    traps = defaultdict(list)
    for right, word, _ in told:
        for trap in filter(None, right[2].split(", ")):
            traps[trap].append(right[0] == word)
    print("by trap:", "; ".join(f"{name} {share(found)}" for name, found in sorted(traps.items())))


def proposals(rows, jobs):
    proposed = {row["job"]: row["requirements"] for row in rows}
    right, musts, all_proposed, wanted, none, taken = 0, [], 0, 0, 0, 0
    for job in jobs:
        mine = proposed.get(job["id"], [])
        all_proposed, wanted = all_proposed + len(mine), wanted + len(job["requirements"])
        left = list(mine)
        for asked in job["requirements"]:
            found = next((one for one in left if alike(one["quote"], asked.get("quote"))), None)
            if found:
                left.remove(found)
                right += 1
                musts.append(found["must"] == asked["must"])
        for text in job.get("not_requirements", []):
            quote = text if isinstance(text, str) else text.get("quote")
            none += 1
            taken += any(alike(one["quote"], quote) for one in left)
    precision, recall = right / max(1, all_proposed), right / max(1, wanted)
    print(f"proposals: F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}, must or wish", share(musts),
          f"proposed though nothing is asked: {taken} of {none}")


def order(rows, tiers):
    total = {(row["job"], row["resume"]): row["total"] for row in rows}
    pairs = [(one["job"], above, below) for one in tiers for better, worse in combinations(one["tiers"], 2)
             for above in better for below in worse]
    return share([total.get((job, above), -1) > total.get((job, below), -1) for job, above, below in pairs])


def main():
    hireq, folder = sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    cells = [line.split("\t") + ["", ""] for line in (folder / "verdicts.tsv").read_text("utf8").splitlines()]
    gold = {tuple(row[:3]): row[3:6] for row in cells if row[3] in SAID}
    tiers = lines(folder / "fit.jsonl")
    given, proposed = match(hireq, folder), match(hireq, folder, "--propose")
    verdicts(given, gold)
    proposals(proposed, lines(folder / "jobs.jsonl"))
    if tiers:
        print("pairs of applicants in the right order, requirements given:", order(given, tiers))
        print("  the same, requirements proposed:", order(proposed, tiers))


if __name__ == "__main__":
    main()
