"""A plain text as sentences under headings: the rules of server/services/src/matching/sentences.rs."""

import re

BULLET = re.compile(r"^\s*(?:[•▪●◦‣·*–—\-►▸➤]|o(?=\s))\s*")
YEAR = re.compile(r"(?:19|20)[0-9]{2}|\b[0-9]{2}[/.][0-9]{2}\b|[12][0-9]{3}年")
NO_HEADING = re.compile(r"[.;,!?。@]|: ")
END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÞА-ЯİŞÇĞÖÜ\"“„«(])|(?<=[。！？])|(?<=;)\s+")


def bare(line):
    return BULLET.sub("", line).strip()


def is_heading(line):
    text = line.strip()
    short = 0 < len(text) <= 44 and len(text.split()) <= 6
    return short and not BULLET.match(line) and not NO_HEADING.search(text) and not YEAR.search(text)


def is_post(line):
    return bool(YEAR.search(line)) and len(line.strip()) <= 120 and not BULLET.match(line)


def cut(line):
    return [part.strip() for part in END.split(line) if part and part.strip()] if len(line) > 60 else [line]


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
