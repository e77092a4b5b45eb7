"""A cause as a card: what it is, how many, two samples, what it means, and the way in."""

from collections.abc import Callable

from clubos_desktop.findings.patterns import Pattern
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE
from ui.tone import Tone
from ui.widgets.painted import Line, PaintedCard
from ui.words import count, number, shorten


def cause_card(cause: Pattern, look: Callable[[], None]) -> PaintedCard:
    """One cause; pressing it opens the list behind its number."""
    lines = [Line(shorten(cause.sentence, 160).rstrip("."), 16, bold=True, wrap=True, above=0), _status(cause)]
    lines.append(Line(cause.meaning, 13, secondary=True, wrap=True, above=8))
    if not cause.single:
        lines.append(Line(shorten(cause.advice, 160), 13, wrap=True, above=4))
    changed = cause.place[1] in (Kind.CHANGED, Kind.CONFLICT) and cause.place[0] not in FINANCE
    for who, legacy, clubos in cause.samples:
        lines.append(Line(shorten(who, 90) or "(no name)", bold=True, above=8))
        if changed:
            lines.append(Line(f"Wild Apricot: {shorten(legacy or '(empty)', 120)}", 13, secondary=True, above=2))
            lines.append(Line(f"ClubOS: {shorten(clubos or '(empty)', 120)}", 13, secondary=True, above=2))
    act = "Look at them" if cause.n > 1 else "Look at it"
    card = PaintedCard(lines, act, f"about {count(cause.minutes, 'minute')}")
    card.clicked.connect(lambda _checked=False: look())
    return card


def pairs_card(suggestions: int, look: Callable[[], None]) -> PaintedCard:
    """Pairs that may belong together; nothing pairs them by itself."""
    lines = [
        Line(f"{count(suggestions, 'pair')} may belong together", 16, bold=True, wrap=True, above=0),
        Line("To decide", bold=True, tone=Tone.NEEDS, above=8),
        Line(
            "Often a couple with one e-mail address, or a name spelled in two ways. Where a doubt is left, "
            "a person decides.",
            13,
            secondary=True,
            wrap=True,
            above=8,
        ),
    ]
    card = PaintedCard(lines, "Look at them")
    card.clicked.connect(lambda _checked=False: look())
    return card


def _status(cause: Pattern) -> Line:
    if not cause.twice:
        return Line("Seen once", bold=True, tone=Tone.WAY, above=8)
    word = "Seen twice" if cause.twice == cause.n else f"{number(cause.twice)} seen twice"
    return Line(word, bold=True, tone=Tone.NEEDS, above=8)
