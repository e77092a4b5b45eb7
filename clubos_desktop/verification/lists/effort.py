"""Volunteer minutes: what is still to do, what people have, and for how many weeks that is (features.md N14)."""

import math

from clubos_desktop.model.readiness import State
from clubos_desktop.model.registers import Noted
from clubos_desktop.verification import reasons
from clubos_desktop.verification.acts import lines
from clubos_desktop.verification.lists.sheet import Column, Field, Form, Kind, Row, Sheet, View, plain
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.words import counted

CHECK = 20
"""Minutes that a check takes which needs somebody; a guess that a club may replace by its own line."""

TOO_LONG = 2
"""Weeks of work after which the list says stop (features.md N14)."""


_COPIED = frozenset({"G1.1", "G1.2", "G1.3", "G1.4", "G1.5", "G1.6", "S4.1", "S4.2", "S4.3"})
"""Checks whose work is the settling of differences, which is counted by itself."""


def available(view: View) -> int:
    """Minutes a week that people said they have; 0 while nobody said."""
    found = bodies(view.known.kept, "effort", Noted)
    return int(found[-1][1].cells["minutes"]) if found else 0


def rows(view: View) -> tuple[Row, ...]:
    """Everything that needs minutes now; checks that wait for time alone need none."""
    waits = dict(view.waits)
    judged = {} if view.readiness is None else reasons.checks(view.readiness)
    found = [
        Row(each.id, {"what": each.text, "minutes": str(CHECK)}, "needs")
        for each in judged.values()
        if each.state is not State.PASS and each.id not in waits and each.id not in _COPIED
    ]
    if view.minutes:
        found.insert(0, Row("differences", {"what": "Settle the differences", "minutes": str(view.minutes)}, "needs"))
    return tuple(found)


def sentence(view: View, found: tuple[Row, ...]) -> str:
    """Like "About 160 minutes of work; with 60 a week that is 3 weeks."."""
    needed = sum(int(row.cells["minutes"]) for row in found)
    have = available(view)
    if not have:
        return f"About {counted(needed, 'minute')} of work are left. How many do you have in a week?"
    weeks = math.ceil(needed / have)
    said = f"About {counted(needed, 'minute')} of work; with {have:,} a week that is {counted(weeks, 'week')}."
    return f"{said} That is too much: ask somebody to help." if weeks > TOO_LONG else said


EFFORT = Sheet(
    "effort",
    "Work that is left",
    "What is still to do, in minutes, against what people have in a week. Nobody should have to rush.",
    (Column("what", "What", stretch=3), Column("minutes", "Minutes", 110, number=True)),
    rows,
    sentence,
    (
        Form(
            "set",
            "Say how many minutes you have",
            lambda d: lines.note(d.database, d.actor, "effort", d.values, item=""),
            plain(Field("minutes", "Minutes in a week, all of you together", Kind.NUMBER)),
        ),
    ),
    (),
    "Nothing is left to do.",
)
