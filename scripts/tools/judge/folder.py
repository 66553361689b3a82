"""Makes a folder as `hireq match` and fit.py read it of adverts with résumés marked line by line.

    folder.py MARKED.txt FOLDER     writes jobs.jsonl, resumes.jsonl and verdicts.tsv
"""

import json
import re
import sys
from pathlib import Path

import sets


def text(lines):
    return "\n".join(" ".join(part for part, _ in parts) for parts in lines).strip()


def first(lines, requirement, mark=""):
    """The first line with a requirement's mark."""
    for parts in lines:
        for part, marks in parts:
            if any(name == requirement and (not mark or kind == mark) for name, kind in marks):
                return part
    return ""


def job_line(name, job):
    asked = [
        {"id": id, "kind": "skill" if one["kind"] == "duty" else one["kind"], "must": one["must"], "text": one["text"],
         "any_of": one["others"], "quote": first(job["advert"], id)}
        for id, one in job["asked"].items()
    ]
    return {"id": name, "title": job["title"], "language": job["language"], "description": text(job["advert"]),
            "requirements": asked}


def main():
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    jobs, resumes, verdicts = [], [], []
    for at, job in enumerate(sets.jobs(source)):
        name = f"{source.stem}-{at}"
        jobs.append(job_line(name, job))
        for number, resume in enumerate(job["resumes"]):
            id = f"{name}-{number}"
            resumes.append({"id": id, "job": name, "language": resume["language"], "text": text(resume["lines"])})
            for asked, verdict in sorted(resume["verdicts"].items(), key=lambda pair: int(pair[0][1:])):
                shown = first(resume["lines"], asked, {"met": "+", "partial": "~"}.get(verdict, "-"))
                verdicts.append("\t".join([name, asked, id, verdict, re.sub(r"\s+", " ", shown), ""]))
    for name, lines in (("jobs.jsonl", jobs), ("resumes.jsonl", resumes)):
        (folder / name).write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf8")
    (folder / "verdicts.tsv").write_text("".join(line + "\n" for line in verdicts), "utf8")


if __name__ == "__main__":
    main()
