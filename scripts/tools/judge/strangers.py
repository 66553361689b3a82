"""Makes a folder of adverts with the résumés of people who applied for something else, as an advert attracts them:

    strangers.py FOLDER RÉSUMÉS ADVERTS FROM …     writes jobs.jsonl, resumes.jsonl and verdicts.tsv into FOLDER

FROM are folders that folder.py made; ADVERTS of them are taken, each with RÉSUMÉS of others. Every skill and licence that such
a résumé does not name counts as missing; fit.py leaves out the others, and requirements of any other kind.
"""

import json
import random
import sys
from pathlib import Path


def lines(path):
    return [json.loads(line) for line in path.read_text("utf8").splitlines()]


def main():
    folder, resumes, adverts, sources = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), map(Path, sys.argv[4:])
    jobs, people = [], []
    for source in sources:
        jobs += lines(source / "jobs.jsonl")
        people += lines(source / "resumes.jsonl")
    chance = random.Random(7)
    chance.shuffle(jobs)
    jobs, strangers, verdicts = jobs[:adverts], [], []
    for job in jobs:
        others = [one for one in people if one["job"] != job["id"]]
        chance.shuffle(others)
        for one in others[:resumes]:
            name = f"{one['id']}-for-{job['id']}"
            strangers.append({**one, "id": name, "job": job["id"]})
            verdicts += [
                f"{job['id']}\t{asked['id']}\t{name}\tmissing\t\t"
                for asked in job["requirements"]
                if asked["kind"] in ("skill", "licence")
            ]
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("jobs", jobs), ("resumes", strangers)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, "utf8")
    (folder / "verdicts.tsv").write_text("\n".join(verdicts) + "\n", "utf8")


if __name__ == "__main__":
    main()
