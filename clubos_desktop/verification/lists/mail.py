"""Requests to people who are not here, as a list: keys made, requests written, replies taken."""

from pathlib import Path

from clubos_desktop import files
from clubos_desktop.job import Job
from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.model.time import wall
from clubos_desktop.verification import letters
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.words import counted


def _requests(view: View) -> tuple[Row, ...]:
    found = bodies(view.known.kept, "request", Noted)
    answers = {entry.item: (entry, body.cells) for entry, body in found if entry.act == "answered"}
    rows = []
    for entry, body in reversed(found):
        if entry.act == "written":
            given = answers.get(entry.item)
            over = body.cells["expires"] <= view.known.at
            state = given[1]["answer"] if given else "run out" if over else "waits for a reply"
            tone = {"agreed": "good", "refused": "problem", "run out": "problem"}.get(state, "way")
            cells = {
                "words": body.cells["words"],
                "asked": view.name(f"person:{body.cells['asked']}"),
                "state": state,
                "until": wall(body.cells["expires"], view.zone),
            }
            history = (entry, given[0]) if given else (entry,)
            rows.append(Row(entry.item, cells, tone, (("Asked", body.cells["words"]),), history))
    return tuple(rows)


def _others(view: View) -> tuple[tuple[str, str], ...]:
    return tuple((str(each.id), f"{each.name}, {each.role}") for each in view.people if each.active)


def somebody(view: View, number: str) -> Person:
    """A person by the number that a choice gave."""
    return next(each for each in view.people if str(each.id) == number)


def _make_key(doing: Doing) -> None:
    from clubos_desktop.verification.lists import requests  # noqa: PLC0415 - cryptography, only where a key is used

    person, pin = doing.signed
    files.write(Path(doing["to"]), requests.key_file(doing.database, person, pin), private=True)


def _test(doing: Doing) -> None:
    from clubos_desktop.verification.lists import requests  # noqa: PLC0415 - as above

    asked = somebody(doing.view, doing["asked"])
    blank = Doing(doing.database, doing.actor, "", {}, doing.view)
    files.write(Path(doing["to"]), requests.write(blank, None, None, asked, doing.signed), private=True)


def _take(doing: Doing) -> Entry | Job[Entry] | None:
    from clubos_desktop.verification.lists import requests  # noqa: PLC0415 - as above

    return requests.apply(doing, files.read(Path(doing["file"]), letters.MOST, nothing="Nothing was changed."))


def _key_fields(_view: View, _row: Row | None) -> tuple[Field, ...]:
    hint = "Give it to its owner alone, on a stick; file and PIN together sign."
    return (Field("to", "Save the key file as", hint=hint, value=str(Path.home() / "my key.clubos-key")),)


def _test_fields(view: View, _row: Row | None) -> tuple[Field, ...]:
    return (
        Field("asked", "Whom to ask", Kind.CHOICE, _others(view)),
        Field("to", "Save the request as", value=str(Path.home() / "request.clubos-request")),
    )


def _take_fields(_view: View, _row: Row | None) -> tuple[Field, ...]:
    return (Field("file", "The reply that came", Kind.FILE),)


REQUESTS = Sheet(
    "requests",
    "Requests by mail",
    "Where a second person is needed and not here: a signed request file goes out, a signed reply comes back.",
    (
        Column("words", "What was asked", stretch=3),
        Column("asked", "Of whom", 150),
        Column("state", "State", 150),
        Column("until", "Until", 190, least=3),
    ),
    _requests,
    lambda _view, rows: (
        f"{counted(sum(row.tone == 'way' for row in rows), 'request')} of {len(rows)} waiting for a reply."
    ),
    (
        Form(
            "take",
            "Take a reply",
            _take,
            _take_fields,
            send="Take the reply",
            about="What was asked is done when the reply holds.",
        ),
        Form(
            "key",
            "Make a key file",
            _make_key,
            _key_fields,
            signs=True,
            send="Make the key file",
            about="Its owner types the own PIN here once; with the file they can answer on any computer.",
        ),
        Form(
            "test",
            "Test the way",
            _test,
            _test_fields,
            signs=True,
            send="Test the way",
            about="Asks for nothing but an answer. Do it once before you need it.",
        ),
    ),
    (),
    "No request was written yet.",
)
