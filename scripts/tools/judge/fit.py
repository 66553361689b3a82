#!/usr/bin/env python3
"""Fits the table of weights that makes verdicts of the judge's numbers: fit.py NUMBERS FOLDER … [-- NUMBERS FOLDER …]

NUMBERS is what `cargo run --release -p hireq-services --example verdict_numbers FOLDER` prints, FOLDER holds verdicts.tsv
(job, requirement, résumé, verdict). The sets before the dashes are fitted, those behind are only scored. To say met of what is missing is
the worst mistake: missing counts three times. Writes server/services/data/verdicts.tsv.
"""

import json
import sys
from pathlib import Path

import numpy as np

VERDICTS = ("met", "partial", "missing")
TABLE = Path(__file__).resolve().parents[3] / "server" / "services" / "data" / "verdicts.tsv"
MISSING_COUNTS, STEPS = 3.0, 3000
NAMES = [line.split("\t")[0] for line in TABLE.read_text().splitlines()[1:]]
CONSTANT = NAMES.index("constant")


def load(numbers, folder):
    rows = (line.split("\t") for line in Path(folder, "verdicts.tsv").read_text("utf8").splitlines())
    right = {tuple(row[:3]): VERDICTS.index(row[3]) for row in rows if len(row) > 3 and row[3] in VERDICTS}
    found = [json.loads(line) for line in Path(numbers).read_text().splitlines()]
    found = [(one["numbers"], right.get((one["job"], one["requirement"], one["resume"]))) for one in found]
    found = [(numbers, verdict) for numbers, verdict in found if verdict is not None]
    return np.array([[n[name] for name in NAMES] for n, _ in found]), np.array([v for _, v in found])


def fit(features, verdicts):
    table = np.zeros((3, features.shape[1]))
    mean, square = np.zeros_like(table), np.zeros_like(table)
    right = np.eye(3)[verdicts]
    counts = np.where(verdicts == 2, MISSING_COUNTS, 1.0)[:, None]
    for step in range(1, STEPS + 1):
        scores = features @ table.T
        likely = np.exp(scores - scores.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        held = table.copy()
        held[:, CONSTANT] = 0
        slope = (((likely - right) * counts).T @ features + held) / len(verdicts)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        table -= 0.03 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return table


def pairs(arguments):
    return list(zip(arguments[::2], arguments[1::2]))


def main():
    arguments = sys.argv[1:] + ["--"]
    at = arguments.index("--")
    fitted, scored = pairs(arguments[:at]), pairs(arguments[at + 1 :])
    features, verdicts = (np.concatenate(parts) for parts in zip(*(load(*one) for one in fitted)))
    table = fit(features, verdicts)
    for numbers, folder in fitted + scored:
        features, verdicts = load(numbers, folder)
        said = (features @ table.T).argmax(1)
        missing = verdicts == 2
        print(f"{folder}: {len(verdicts)} verdicts, accuracy {(said == verdicts).mean():.3f}, "
              f"false met {(said[missing] == 0).mean():.3f}")
    rows = ["\t".join([name, *(f"{weight:.4f}" for weight in weights)]) for name, weights in zip(NAMES, table.T)]
    TABLE.write_text("\n".join(["\t".join(["number", *VERDICTS]), *rows]) + "\n")


if __name__ == "__main__":
    main()
