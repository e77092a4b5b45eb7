"""What rehearsals left to be done: an action with an owner and a day; an open one holds Gate 5 (features.md E30). Pure.

And whose computer keeps watch in which hours after the switch.
"""

from dataclasses import dataclass
from datetime import timedelta

from clubos_desktop.errors import InputError
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Kept, Noted
from clubos_desktop.model.time import day_of, from_instant, to_instant, zone
from clubos_desktop.verification.registers import rota

WATCHED_HOURS = 24
"""How long after the switch somebody's computer looks every hour (clubos-api.md row 39)."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do before the next rehearsal or the switch. ``done`` says how it ended; "" while it is open."""

    number: str
    what: str
    owner: str
    due: Day
    done: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """Whose computer watches, by the club's clock: a day, from and until ("09:00", "24:00")."""

    number: str
    day: Day
    begins: str
    ends: str
    who: str


def actions(kept: Kept) -> tuple[Action, ...]:
    """Every action as it stands now, oldest first; one that was taken off the list is not there."""
    found: dict[str, Action] = {}
    for entry in kept.of("action"):
        if isinstance(entry.body, Noted):
            cells = entry.body.cells
            found[entry.item] = Action(
                entry.item, cells["what"], cells["owner"], cells["due"], cells.get("done", "").strip()
            )
        else:
            found.pop(entry.item, None)
    return tuple(found.values())


def unfinished(kept: Kept) -> tuple[Action, ...]:
    """The actions that nobody has finished."""
    return tuple(each for each in actions(kept) if not each.done)


def shifts(kept: Kept) -> tuple[Shift, ...]:
    """The rota of the watch, earliest first."""
    found: dict[str, Shift] = {}
    for entry in kept.of("watcher"):
        if isinstance(entry.body, Noted):
            cells = entry.body.cells
            found[entry.item] = Shift(entry.item, cells["day"], cells["from"], cells["until"], cells["who"])
        else:
            found.pop(entry.item, None)
    return tuple(sorted(found.values(), key=lambda each: (each.day, each.begins)))


def checked(day: str, begins: str, ends: str, who: str) -> None:
    """Raise InputError when a line of the rota cannot be read."""
    rota.read(f"hours 00:00-24:00\n{day} {begins}-{ends} {who}")
    wrong = [each for each in (begins, ends) if each[3:] > "59"]
    if wrong:
        raise InputError(f"“{wrong[0]}” is no time of day. Nothing was recorded.", remedy="Write 09:00.", code="rota")


def whose(found: tuple[Shift, ...], at: Instant, zone_name: str) -> str:
    """Whose computer watches at a moment; several are listed, "" is nobody's."""
    moment = from_instant(at).astimezone(zone(zone_name))
    day, clock = day_of(at, zone_name), moment.strftime("%H:%M")
    return ", ".join(each.who for each in found if each.day == day and each.begins <= clock < each.ends)


def unwatched(found: tuple[Shift, ...], start: Instant, zone_name: str) -> tuple[tuple[Instant, Instant], ...]:
    """Whole hours of the 24 after ``start`` in which the rota names nobody, joined into spans."""
    first = from_instant(start)
    holes: list[tuple[Instant, Instant]] = []
    for hour in range(WATCHED_HOURS):
        begins, ends = (to_instant(first + timedelta(hours=hour + n)) for n in (0, 1))
        if whose(found, begins, zone_name):
            continue
        if holes and holes[-1][1] == begins:
            holes[-1] = (holes[-1][0], ends)
        else:
            holes.append((begins, ends))
    return tuple(holes)
