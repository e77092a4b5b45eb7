"""Numbers as people read them, with their whole."""

from fractions import Fraction

from clubos_desktop.model.fields import ONE

__all__ = ["ONE", "counted", "listed", "of", "percent"]


def counted(n: int, one: str, many: str = "") -> str:
    """Like "1 member", "1,200 members"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def of(part: int, whole: int) -> str:
    """Like "1,199 of 1,200"."""
    return f"{part:,} of {whole:,}"


def percent(part: int, whole: int, limit: float | None = None) -> str:
    """Like "1.4 %"; it shows as 0, as 100 or as ``limit`` only where it is exactly that, to four places."""
    share = part * 100 / whole
    round_figures = {0.0, 100.0} if limit is None else {0.0, 100.0, limit}
    for places in (1, 2, 3, 4):
        text = f"{share:.{places}f}"
        if float(text) not in round_figures or Fraction(text) * whole == part * 100:
            break
    return f"{text.rstrip('0').rstrip('.')} %"


def listed(parts: list[str]) -> str:
    """Like "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
