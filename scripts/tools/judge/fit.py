#!/usr/bin/env python3
"""Fits the table of weights that makes verdicts of the judge's numbers: fit.py NUMBERS FOLDER … [-- NUMBERS FOLDER …]

NUMBERS is what `cargo run --release -p hireq-services --example verdict_numbers FOLDER` prints, FOLDER holds verdicts.tsv
(job, requirement, résumé, verdict). The sets before the dashes are fitted, those behind are only scored. To say met of what is missing is
the worst mistake: missing counts three times. Of folders whose name has `strangers` (strangers.py) only what the rules did not
find counts, and twice. Writes server/services/data/verdicts.tsv. `--new`, before all else, fits only numbers that have no weights yet,
beside the others as they are, with missing counted twice.
"""

import json
import sys
from pathlib import Path

import numpy as np

VERDICTS = ("met", "partial", "missing")
TABLE = Path(__file__).resolve().parents[3] / "server" / "services" / "data" / "verdicts.tsv"
MISSING_COUNTS, NEW_COUNTS, STEPS = 3.0, 2.0, 3000
NAMES = [line.split("\t")[0] for line in TABLE.read_text().splitlines()[1:]]
CONSTANT = NAMES.index("constant")


def load(numbers, folder):
    rows = (line.split("\t") for line in Path(folder, "verdicts.tsv").read_text("utf8").splitlines())
    right = {tuple(row[:3]): VERDICTS.index(row[3]) for row in rows if len(row) > 3 and row[3] in VERDICTS}
    found = [json.loads(line) for line in Path(numbers).read_text().splitlines()]
    found = [(one["numbers"], right.get((one["job"], one["requirement"], one["resume"]))) for one in found]
    found = [(numbers, verdict) for numbers, verdict in found if verdict is not None]
    if "strangers" in Path(folder).name:
        found = 2 * [one for one in found if not one[0]["rules_met"] and not one[0]["rules_partial"]]
    return np.array([[n[name] for name in NAMES] for n, _ in found]), np.array([v for _, v in found])


def stored():
    rows = [line.split("\t")[1:] for line in TABLE.read_text().splitlines()[1:]]
    return np.array([[float(weight) for weight in row] for row in rows]).T


def fit(features, verdicts, only_new):
    begun = stored() if only_new else np.zeros((3, features.shape[1]))
    free = (begun == 0).all(0) if only_new else np.ones(features.shape[1])
    table = begun.copy()
    mean, square = np.zeros_like(table), np.zeros_like(table)
    right = np.eye(3)[verdicts]
    counts = np.where(verdicts == 2, NEW_COUNTS if only_new else MISSING_COUNTS, 1.0)[:, None]
    for step in range(1, STEPS + 1):
        scores = features @ table.T
        likely = np.exp(scores - scores.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        held = table - begun
        held[:, CONSTANT] = 0
        slope = (((likely - right) * counts).T @ features + held) / len(verdicts)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        table -= free * 0.03 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return table


def pairs(arguments):
    return list(zip(arguments[::2], arguments[1::2]))


def main():
    only_new = sys.argv[1:2] == ["--new"]
    arguments = sys.argv[1 + only_new :] + ["--"]
    at = arguments.index("--")
    fitted, scored = pairs(arguments[:at]), pairs(arguments[at + 1 :])
    features, verdicts = (np.concatenate(parts) for parts in zip(*(load(*one) for one in fitted)))
    table = fit(features, verdicts, only_new)
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
