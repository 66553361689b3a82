"""The training sets: pairs (data/*.txt) and adverts with résumés, marked line by line (data/resumes/*.txt).

    sets.py FILE …      says what cannot be read in files of the second kind

README.md beside this file tells both forms.
"""

import re
import sys

from sentences import Context, bare, cut

MARKS = {"+": 0, "~": 1, "-": 2, "o": 3}
PAIR_MARKS = {"+": 0, "~": 1, "-": 2, "0": 3}
KINDS = {"skill": 0, "duty": 0, "licence": 1, "degree": 2, "language": 3, "years": 4, "other": 5}


def pairs(path):
    """(requirement, heading, sentence, class)"""
    requirement = None
    for line in path.read_text("utf8").split("\n"):
        if line.startswith("# "):
            requirement = re.sub(r"\s*\|\|\s*", " or ", " | ".join(line[2:].split(" | ")[3:]).strip())
        elif found := re.match(r"([+~0-]) \[([^\]]*)\] (.+?)(?:\s+\{[^}]*\})?$", line):
            yield requirement, found[2], found[3], PAIR_MARKS[found[1]]


def marked(line):
    """A line's parts, each with the marks after it."""
    parts = re.split(r"((?:\s*<<[^<>]*>>)+)", line) + [""]
    for text, marks in zip(parts[::2], parts[1::2]):
        if text.strip():
            yield text.strip(), re.findall(r"(R\d+)([+~\-o]?)", marks)


def jobs(path, complain=lambda *_: None):
    """Adverts with requirements and résumés."""
    found, mode, resume = [], None, None
    for number, line in enumerate(path.read_text("utf8").split("\n"), 1):
        if line.startswith("== JOB"):
            _, language, *title = [part.strip() for part in line.split("|")]
            found.append({"language": language, "title": "|".join(title), "advert": [], "asked": {}, "resumes": []})
            mode = "advert"
        elif line.strip() == "REQS":
            mode = "asked"
        elif line.startswith("-- RESUME"):
            resume = {"language": line.split("|")[-1].strip(), "lines": [], "verdicts": {}}
            found[-1]["resumes"].append(resume)
            mode = "resume"
        elif line.startswith("VERDICTS"):
            resume["verdicts"] = dict(re.findall(r"(R\d+)[ =:]+(met|partial|missing)", line))
            for name in found[-1]["asked"].keys() - resume["verdicts"].keys():
                complain(path, number, f"no verdict for {name}")
        elif mode == "asked" and line.strip():
            name, must, kind, *text = [part.strip() for part in re.split(r"(?<!\|)\|(?!\|)", line)]
            text, *others = [part.strip() for part in " | ".join(text).split("||")]
            found[-1]["asked"][name] = {"must": must == "must", "kind": kind, "text": text, "others": others}
        elif mode in ("advert", "resume"):
            parts = list(marked(line))
            for name, mark in [pair for _, marks in parts for pair in marks] if mode == "resume" else []:
                if name not in found[-1]["asked"] or not mark:
                    complain(path, number, f"mark {name}{mark}")
            (found[-1]["advert"] if mode == "advert" else resume["lines"]).append(parts)
    return found


def requirement_text(asked):
    others = [other for other in asked["others"] if other.lower() not in asked["text"].lower()]
    return " or ".join([asked["text"], *others])


def sentences(lines):
    """(heading, sentence, marks): marks belong to the last sentence before them."""
    context = Context()
    for parts in lines:
        heading = context.of(" ".join(text for text, _ in parts))
        for text, marks in parts:
            *before, last = cut(bare(text)) or [""]
            for sentence in before:
                yield heading, sentence, {}
            yield heading, last, dict(marks)


def advert_lines(job):
    """(title, heading, line, must 0, nice 1 or none 2, kind or -100)"""
    for heading, line, marks in sentences(job["advert"]):
        asked = [job["asked"][name] for name in marks if name in job["asked"]]
        demand = 2 if not asked else 0 if any(one["must"] for one in asked) else 1
        yield job["title"], heading, line, demand, KINDS[asked[0]["kind"]] if asked else -100


if __name__ == "__main__":
    from pathlib import Path

    for name in sys.argv[1:]:
        read = jobs(Path(name), lambda *what: print(*what))
        print(name, len(read), "jobs,", sum(len(job["resumes"]) for job in read), "résumés")
