"""The list of messages that go out by themselves; each is answered before operators begin to use ClubOS (E50)."""

from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.registers import Entry
from clubos_desktop.verification.acts import lines
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View, plain
from clubos_desktop.verification.registers import mailings
from clubos_desktop.verification.words import of


def _rows(view: View) -> tuple[Row, ...]:
    words = dict(mailings.STATES)
    return tuple(
        Row(
            each.number,
            {"title": each.title, "side": SIDE_LABELS[each.side], "state": words[each.state], "note": each.note},
            "needs" if each.unanswered else "good",
            (
                *((("Where to look", each.where),) if each.where else ()),
                *((("What was seen", seen),) if (seen := view.known.mail.get(each.number)) else ()),
            ),
            each.history,
        )
        for each in mailings.mailings(view.known.kept).values()
    )


def _answer(doing: Doing) -> Entry:
    if doing["state"] == "stays" and not doing["note"]:
        raise InputError(
            "Say who gets it and why that is well. Nothing was recorded.", remedy="Fill in the note.", code="mailing"
        )
    known = mailings.mailings(doing.view.known.kept)
    cells = dict(doing.values)
    if doing.item:
        cells |= {"title": known[doing.item].title, "side": known[doing.item].side.value}
    number = doing.item or str(1 + max(int(each) for each in known))
    return lines.note(doing.database, doing.actor, "mailing", cells, item=number)


_ABOUT = (
    Field("state", "How it stands", Kind.CHOICE, mailings.STATES),
    Field("note", "Who gets it, and why that is well", needed=False),
)
_SIDES = tuple((side.value, SIDE_LABELS[side]) for side in Side)

MAILINGS = Sheet(
    "mailings",
    "Messages that go out by themselves",
    "An import can start reminders to everybody. Look at each kind in both systems before anything is imported into "
    "ClubOS; the pilot cannot begin while one is not answered. What the connection tests can see of it stands beside "
    "each: neither system shows its settings. This program sends no member anything.",
    (
        Column("title", "Message", stretch=2),
        Column("side", "Sent by", 140),
        Column("state", "How it stands", 220),
        Column("note", "Note", stretch=2, least=3),
    ),
    _rows,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} are answered.",
    (
        Form("answer", "Answer", _answer, plain(*_ABOUT), on_row=True),
        Form(
            "add",
            "Add another",
            _answer,
            plain(Field("title", "Message"), Field("side", "Sent by", Kind.CHOICE, _SIDES), *_ABOUT),
            files=True,
        ),
    ),
    ("G4.5",),
)
