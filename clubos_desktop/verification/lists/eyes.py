"""What ClubOS's answers do not hold of registrations, looked at by a person in the pages of both systems, as a list."""

from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import spell
from clubos_desktop.verification.acts import lines
from clubos_desktop.verification.acts.entering import past
from clubos_desktop.verification.lists.people import day_field
from clubos_desktop.verification.lists.sheet import YES, Column, Doing, Field, Form, Kind, Row, Sheet, View
from clubos_desktop.verification.registers import eyes
from clubos_desktop.verification.words import counted


def _rows(view: View) -> tuple[Row, ...]:
    return tuple(
        Row(
            str(entry.id),
            {
                "event": body.cells["event"],
                "what": eyes.KINDS[body.cells["what"]],
                "same": "the same" if body.cells["same"] == "yes" else "not the same",
                "day": spell(body.cells["day"]),
                "note": body.cells.get("note", ""),
            },
            "good" if body.cells["same"] == "yes" else "problem",
            (("Looked at by", view.name(entry.actor)),),
            (entry,),
        )
        for entry, body in reversed(eyes.looks(view.known))
    )


def _fields(view: View, _row: Row | None) -> tuple[Field, ...]:
    return (
        Field("event", "Which event", hint="One to come with a waiting list or with fees."),
        Field("what", "What was looked at", Kind.CHOICE, tuple(eyes.KINDS.items())),
        Field("same", "Is it the same in both systems?", Kind.CHOICE, YES),
        *day_field(view),
        Field("note", "What was seen", needed=False),
    )


def _look(doing: Doing) -> Entry:
    cells = dict(doing.values)
    cells["day"] = past(cells["day"], doing.database, doing.view.zone)
    return lines.note(doing.database, doing.actor, "eye", cells)


EYES = Sheet(
    "eyes",
    "Looked at in both systems",
    "ClubOS tells this program neither the order of a waiting list nor who has paid: that cannot be compared. Somebody "
    "looks at both for some events in the pages of both systems.",
    (
        Column("event", "Event", stretch=2),
        Column("what", "What was looked at", 210),
        Column("same", "In both systems", 140),
        Column("day", "Day", 130, least=1),
        Column("note", "What was seen", stretch=2, least=3),
    ),
    _rows,
    lambda _view, rows: (
        f"{counted(len(rows), 'look')}, {sum(row.tone == 'problem' for row in rows) or 'none'} with a difference."
    ),
    (Form("look", "I looked at an event", _look, _fields, files=True),),
    ("G1.7",),
    "Nobody has looked yet.",
)
