"""Cells of an export as values: dates in the file's order, amounts with either sign for the decimals, yes and no."""

import re
from datetime import date, time
from decimal import Decimal

_DATE = re.compile(r"^\s*(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[T ,]+(.+?))?\s*$")
_NAMED = re.compile(r"^\s*(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?\s+(\d{4})(?:[ ,]+(.+?))?\s*$")
_TIME = re.compile(r"^(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?(Z|[+-]\d\d:\d\d)?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YES = frozenset({"yes", "true", "1", "y", "x"})
_NO = frozenset({"no", "false", "0", "n", ""})


def moment(cell: str, order: str) -> str | None:
    """A date, with a time where there is one, as ISO text without a zone; None for an empty cell.

    ``order`` is YMD, MDY or DMY. Raises ValueError.
    """
    if not cell.strip():
        return None
    if found := _DATE.match(cell):
        day, clock = _day(found.group(1), found.group(2), found.group(3), order), found.group(4)
    elif found := _NAMED.match(cell):
        month = _MONTHS.index(found.group(2).casefold()) + 1
        day, clock = date(int(found.group(3)), month, int(found.group(1))), found.group(4)
    else:
        raise ValueError("no date")
    return day.isoformat() + (f"T{_clock(clock)}" if clock else "")


def _day(first: str, second: str, third: str, order: str) -> date:
    if len(first) == 4:
        return date(int(first), int(second), int(third))
    year = int(third) if len(third) == 4 else 2000 + int(third)
    month, day = (first, second) if order == "MDY" else (second, first)
    return date(year, int(month), int(day))


def _clock(text: str) -> str:
    found = _TIME.match(text)
    if found is None:
        raise ValueError("no time")
    hour = int(found.group(1))
    if found.group(4):
        if not 1 <= hour <= 12:
            raise ValueError("no hour of twelve")
        hour = hour % 12 + (12 if found.group(4)[0] in "Pp" else 0)
    return time(hour, int(found.group(2)), int(found.group(3) or 0)).isoformat() + (found.group(5) or "")


def amount(cell: str) -> Decimal | None:
    """An amount: "$1,234.50", "1.234,50", "(5.00)"; None for an empty cell. Raises ValueError."""
    text = re.sub(r"[\s\u00a0\u202f'$€£¥]", "", cell)
    text = re.sub(r"^[A-Za-z]{3}|[A-Za-z]{3}$", "", text)  # a currency's code
    if not text:
        if cell.strip():
            raise ValueError("no amount")
        return None
    negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    text = text.strip("()-+")
    decimals = re.search(r"[.,](\d{1,2}|\d{4})$", text)
    whole, part = (text[: decimals.start()], decimals.group(1)) if decimals else (text, "")
    digits = re.sub(r"[.,]", "", whole)
    if not re.fullmatch(r"\d*", digits) or not (digits or part):
        raise ValueError("no amount")
    value = Decimal(f"{digits or 0}.{part}" if part else digits)
    return -value if negative else value


def flag(cell: str) -> bool:
    """Yes or no. Raises ValueError."""
    text = cell.strip().casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError("neither yes nor no")
