"""A plain text as sentences under headings: the rules of server/services/src/sentences.rs, whose test compares the two.

    sentences.py < TEXTS        JSON lines: of each text, given as a JSON string, its pairs of heading and sentence
"""

import json
import re
import sys

BULLET = re.compile(r"^\s*(?:[•▪●◦‣·*–—\-►▸➤]|o(?=\s))\s*")
YEAR = re.compile(r"(?:19|20)[0-9]{2}|\b[0-9]{2}[/.][0-9]{2}\b|[12][0-9]{3}年")
NO_HEADING = re.compile(r"[.;,!?。@]|: ")
END = re.compile(r"(?<=[.!?])(?<!\b\w\.)\s+(?=[A-ZÀ-ÞА-ЯİŞÇĞÖÜ\"“„«(])|(?<=[。！？])|(?<=;)\s+")


def bare(line):
    return BULLET.sub("", line).strip()


def squeezed(text):
    """The length without repeated spaces, so that a blanked-out name does not add to it."""
    return " ".join(text.split())


def is_heading(line):
    text = squeezed(line)
    short = len(text) <= 44 and len(text.split()) <= 6 and any(sign.isalpha() for sign in text)
    return short and not BULLET.match(line) and not NO_HEADING.search(text) and not YEAR.search(text)


def is_post(line):
    return bool(YEAR.search(line)) and len(squeezed(line)) <= 120 and not BULLET.match(line)


def width_of(lines):
    """The width at which a text's lines were wrapped; None if they were not."""
    lengths = sorted(len(squeezed(line)) for line in lines if line.strip())
    width = lengths[len(lengths) * 49 // 50] if lengths else 0
    return width if 40 <= width <= 140 else None


def goes_on(line, following, width):
    """Whether a sentence continues in the next line."""
    one, other = squeezed(line), squeezed(following)
    if not one or not other or one[-1] in ".!?:;。！？" or BULLET.match(following):
        return False
    if other[0].islower():
        return 10 * len(one) >= 6 * width
    if is_post(line) or is_post(following):
        return False
    last = one.split()[-1]
    if len(last) <= 3 and last.isalpha() and last.islower() and len(one.split()) > 3:
        return 10 * len(one) >= 6 * width
    no_room = len(one) + 1 + len(other.split()[0]) > width
    return one[-1] == "," or (no_room and not is_heading(following) and (other[0].isalnum() or other[0] == "("))


def unwrapped(text):
    """The text with wrapped lines joined."""
    lines = text.split("\n")
    width = width_of(lines)
    joined = lines[0]
    for line, following in zip(lines, lines[1:]):
        joined += (" " if width and goes_on(line, following, width) else "\n") + following
    return joined


def cut(line):
    parts, start = [], 0
    if len(squeezed(line)) > 60:
        for end in END.finditer(line):
            # Abbreviations such as "J. Comput." and "Ph.D." do not end a sentence.
            if end.group() and len(line[start : end.start()].split()) < 3:
                continue
            parts.append(line[start : end.start()])
            start = end.end()
    return [part.strip() for part in [*parts, line[start:]] if part.strip()]


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
    for line in unwrapped(text).split("\n"):
        heading = context.of(line)
        for sentence in cut(bare(line)):
            if any(sign.isalnum() for sign in sentence):
                yield heading, sentence


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(list(of(json.loads(line)))))
