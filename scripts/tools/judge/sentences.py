"""A plain text as sentences under headings: the rules of server/services/src/sentences.rs, whose test compares the two.

    sentences.py < TEXTS        JSON lines: of each text, given as a JSON string, its pairs of heading and sentence
"""

import json
import re
import sys

BULLET = re.compile(r"^\s*(?:[•▪●◦‣·*–—\-►▸➤]|o(?=\s))\s*")
YEAR = re.compile(r"(?:19|20)[0-9]{2}|\b[0-9]{2}[/.][0-9]{2}\b|[12][0-9]{3}年")
NO_HEADING = re.compile(r"[.;,!?。@]|: ")
END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÞА-ЯİŞÇĞÖÜ\"“„«(])|(?<=[。！？])|(?<=;)\s+")


def bare(line):
    return BULLET.sub("", line).strip()


def squeezed(text):
    """A name that was blanked out weighs nothing, however long."""
    return " ".join(text.split())


def is_heading(line):
    text = squeezed(line)
    short = 0 < len(text) <= 44 and len(text.split()) <= 6
    return short and not BULLET.match(line) and not NO_HEADING.search(text) and not YEAR.search(text)


def is_post(line):
    return bool(YEAR.search(line)) and len(squeezed(line)) <= 120 and not BULLET.match(line)


def cut(line):
    return [part.strip() for part in END.split(line) if part and part.strip()] if len(squeezed(line)) > 60 else [line]


class Context:
    """The heading and the dated line above a line."""

    def __init__(self):
        self.heading, self.post = "", ""

    def of(self, line):
        text = " — ".join(part for part in (self.heading, self.post) if part)
        if is_heading(line):
            self.heading, self.post = line.strip().rstrip(":"), ""
        elif is_post(line):
            self.post = line.strip()
        return text


def of(text):
    context = Context()
    for line in text.split("\n"):
        heading = context.of(line)
        for sentence in cut(bare(line)):
            if any(sign.isalnum() for sign in sentence):
                yield heading, sentence


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(list(of(json.loads(line)))))
