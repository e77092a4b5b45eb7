"""Help for each page (F1): what it answers, how it is used, its keys; read from resources/help. No Qt in here."""

import re
from dataclasses import dataclass
from functools import cache

import resources

BEGIN, YOU, KEY, FILES, ACCESS, SHEET, COPY, PHRASE, OTHER = (
    "begin",
    "you",
    "key",
    "files",
    "access",
    "sheet",
    "copy",
    "phrase",
    "other",
)
"""Pages of the first start; the others are named as their place."""

EVERYWHERE = "everywhere"
"""The keys that work on every page."""


@dataclass(frozen=True, slots=True)
class Help:
    """One page's help. ``keys`` are (key, what it does)."""

    title: str
    paragraphs: tuple[str, ...]
    keys: tuple[tuple[str, str], ...] = ()


@cache
def texts() -> dict[str, Help]:
    """All help by page."""
    words = resources.path("help/en.txt").read_text(encoding="utf-8")
    parts = re.split(r"^# (\S+)\n", words, flags=re.MULTILINE)[1:]
    return {topic: _read(body) for topic, body in zip(parts[::2], parts[1::2], strict=True)}


def text(topic: str) -> Help:
    """The help of a page; of the beginning where a page has none of its own (while something opens)."""
    every = texts()
    return every.get(topic, every[BEGIN])


def _read(body: str) -> Help:
    blocks = [block.strip() for block in body.split("\n\n") if block.strip()]
    keys = [line[2:].partition(": ") for block in blocks if block.startswith("- ") for line in block.splitlines()]
    paragraphs = (" ".join(block.split()) for block in blocks[1:] if not block.startswith("- "))
    return Help(blocks[0], tuple(paragraphs), tuple((key, does) for key, _, does in keys))
