#!/usr/bin/env python3
"""Writes the tables that server/ml/src/ner has compiled in and that are part of spaCy's code, not of the model:

    python3 scripts/tools/spacy_tables.py server/ml/src/ner

- classes.txt: the classes of characters that the English tokenizer's patterns are made of, as ranges of code points
- symbols.txt: the strings whose id is their place in this list instead of a hash

Needs spaCy 3.8 (MIT licence), which nothing else in HireQ needs.
"""
import re
import sys
import unicodedata
from pathlib import Path

from spacy.lang import char_classes
from spacy.symbols import IDS

EVERY = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]


def in_class(inside):
    pattern = re.compile(f"[{inside}]")
    return [c for c in EVERY if pattern.match(c)]


def ranges(characters):
    found = []
    for point in sorted(set(map(ord, characters))):
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return " ".join(f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in found)


def main(folder):
    classes = {
        "lower": in_class(char_classes.ALPHA_LOWER),
        "upper": in_class(char_classes.ALPHA_UPPER),
        "letter": in_class(char_classes.ALPHA),
        "icon": in_class(char_classes.LIST_ICONS[0][1:-1]),
        "punctuation": [c.removeprefix("\\") for c in char_classes.LIST_PUNCT if len(c.removeprefix("\\")) == 1],
        "quote": in_class(char_classes.CONCAT_QUOTES),
        "currency": [c.removeprefix("\\") for c in char_classes.LIST_CURRENCY if len(c.removeprefix("\\")) == 1],
        # What Python considers a digit in addition to the decimal digits: superscripts, circled digits and the like.
        "digit": [c for c in EVERY if c.isdigit() and unicodedata.category(c) != "Nd"],
    }
    lines = [f"{name} {ranges(characters)}\n" for name, characters in classes.items()]
    (folder / "classes.txt").write_text("".join(lines))
    names = sorted(IDS, key=IDS.get)
    assert [IDS[name] for name in names] == list(range(len(names)))
    (folder / "symbols.txt").write_text("".join(f"{name}\n" for name in names))


main(Path(sys.argv[1]))
