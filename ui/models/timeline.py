"""The five phases as a picture: names, how each stands, real and planned dates. No Qt in here."""

from dataclasses import dataclass

from clubos_desktop.model.time import day_of, spell
from clubos_desktop.verification.lists.sheet import View
from clubos_desktop.verification.registers import phases
from clubos_desktop.verification.registers.known import after, locked, moved
from ui.tone import Tone


@dataclass(frozen=True, slots=True)
class Span:
    """One phase: its name, its mark, and one line of dates."""

    name: str
    tone: Tone
    dates: str


def spans(view: View) -> tuple[Span, ...]:
    """The phases in their order. What is to come has its earliest beginning: four weeks each."""
    known, zone = view.known, view.zone
    moves = moved(known.kept)
    present = phases.ORDER.index(phases.present(known))
    began = {move.phase: entry.at for entry, move in moves}
    planned = moves[-1][1].until if moves else None
    start = phases.since(known)
    found = []
    comes = after(start, phases.LEAST) if start and present < 3 else None
    for n, phase in enumerate(phases.ORDER):
        name = f"{n + 1}  {phases.NAMES[phase]}"
        if n < present:
            since = began.get(phase) or known.complete
            found.append(Span(name, Tone.GOOD, f"began {_day(since, zone)}" if since else "over"))
        elif n == present:
            until = f", planned until {spell(planned)}" if planned else ""
            found.append(Span(name, Tone.WAY, f"since {_day(start, zone)}{until}" if start else "begins with a copy"))
        else:
            found.append(Span(name, Tone.UNMEASURED, f"from {_day(comes, zone)} at best" if comes else "to come"))
            comes = after(comes, phases.LEAST) if comes and n < 3 else None
    return tuple(found)


def counting(view: View) -> str:
    """When the periods of the checks began, or that these are trial weeks."""
    since = locked(view.known)
    if since is None:
        return "Trial weeks: they do not count yet."
    return f"Every period counts since {_day(since, view.zone)}, when the board locked the limits."


def _day(instant: str, zone: str) -> str:
    return spell(day_of(instant, zone))
