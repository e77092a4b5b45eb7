"""Cells of tables that people open in a spreadsheet, which computes what looks like a formula. Pure."""

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula (features.md C3)."""

_INSIDE = re.compile(r"(?<=[;|\t\r\n])(?=[=+\-@＝＋－＠])")
_DEFUSED = re.compile(r"(?<=[;|\t\r\n])'(?=[=+\-@＝＋－＠])")
"""A spreadsheet that separates cells by another sign than this file does begins a cell there."""


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor any part of it."""
    return ("'" if cell.startswith(FORMULA) else "") + _INSIDE.sub("'", cell)


def as_it_was(cell: str) -> str:
    """The cell before it was made ``harmless``."""
    plain = cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
    return _DEFUSED.sub("", plain)
