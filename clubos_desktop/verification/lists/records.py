"""Proofs that were recorded: restores, logs, load tests, security reviews, rehearsals."""

from pathlib import Path

from clubos_desktop.model.proofs import LogRead, Rehearsed, Restored
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.model.time import spell, wall
from clubos_desktop.verification.acts import lines, proofs
from clubos_desktop.verification.acts.entering import hash_of, need, past
from clubos_desktop.verification.lists.people import day_field
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View
from clubos_desktop.verification.lists.trouble import moment
from clubos_desktop.verification.registers import decided
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.words import counted


def _restores(view: View) -> tuple[Row, ...]:
    return tuple(
        Row(
            str(entry.id),
            {"at": wall(entry.at, view.zone), "took": f"{body.seconds:.1f} s", "acts": f"{body.entries:,}",
             "found": "; ".join(body.problems) or "sound"},
            "problem" if body.problems else "good",
            (("Check number", body.sha256[:8]),),
            (entry,),
        )
        for entry, body in reversed(bodies(view.known.kept, "restore", Restored))
    )  # fmt: skip


RESTORES = Sheet(
    "restores",
    "Tested restores",
    "This program backs up, restores into a fresh folder, examines it and throws it away. Counts for 30 days.",
    (Column("at", "Tested", 200), Column("took", "Took", 90), Column("acts", "Acts in it", 100, number=True, least=1),
     Column("found", "Found", stretch=2)),
    _restores,
    lambda _view, rows: f"{counted(len(rows), 'restore')} tested." if rows else "No restore was tested yet.",
    (Form("test", "Test a restore now", lambda d: proofs.try_restore(d.database, d.actor), long=True),),
    ("G3.3",),
    "No restore was tested yet. It takes some seconds and changes nothing.",
)  # fmt: skip


def _logs(view: View) -> tuple[Row, ...]:
    return tuple(
        Row(
            str(entry.id),
            {"first": wall(body.first, view.zone), "last": wall(body.last, view.zone), "lines": f"{body.lines:,}",
             "critical": f"{body.critical:,}"},
            "problem" if body.critical else "good",
            (("Check number", body.sha256[:8]),),
            (entry,),
        )
        for entry, body in reversed(bodies(view.known.kept, "log", LogRead))
    )  # fmt: skip


def _read_log(doing: Doing) -> Entry:
    first, last = moment(doing["first"], doing.view), moment(doing["last"], doing.view)
    n, critical = doing.number("lines"), doing.number("critical")
    return proofs.read_log(
        doing.database, doing.actor, Path(doing["file"]), first, last, lines=n, critical=critical
    )  # fmt: skip


def _log_fields(_view: View, _row: Row | None) -> tuple[Field, ...]:
    return (
        Field("file", "The log file", Kind.FILE),
        Field("first", "It begins", Kind.MOMENT),
        Field("last", "It ends", Kind.MOMENT, hint="Empty means now.", needed=False),
        Field("lines", "How many lines", Kind.NUMBER),
        Field("critical", "How many critical errors", Kind.NUMBER, value="0"),
    )


LOGS = Sheet(
    "logs",
    "ClubOS's logs",
    "Handed over by who runs ClubOS. They must cover the time since the criteria were locked without a hole.",
    (Column("first", "From", 200), Column("last", "Until", 200), Column("lines", "Lines", 90, number=True),
     Column("critical", "Critical errors", 130, number=True)),
    _logs,
    lambda _view, rows: f"{counted(len(rows), 'log')} handed over.",
    (Form("read", "Enter a log", _read_log, _log_fields),),
    ("S4.8",),
    "No log was handed over yet: that is not the same as no error.",
)  # fmt: skip


def _noted(register: str, view: View) -> tuple[Row, ...]:
    return tuple(
        Row(
            str(entry.id),
            dict(body.cells) | {"day": spell(body.cells["day"])},
            "good" if body.cells["ok"] == "yes" else "problem",
            tuple((name, body.cells[key]) for key, name in _FURTHER if body.cells.get(key)),
            (entry,),
        )
        for entry, body in reversed(bodies(view.known.kept, register, Noted))
    )


_FURTHER = (("note", "Note"), ("sha256", "Report's hash"), ("owner", "Who did it"), ("open", "Still open"))


def _report(register: str, doing: Doing) -> Entry:
    """A report with its day, and the file's hash where there is one."""
    cells = dict(doing.values)
    cells["day"] = past(cells["day"], doing.database, doing.view.zone)
    if file := cells.pop("file", ""):
        cells["sha256"] = hash_of(Path(file))
    return lines.note(doing.database, doing.actor, register, cells)


def _load(doing: Doing) -> Entry:
    """The peak that was reached against the peak that is expected: the room above it."""
    peak, forecast = doing.number("peak"), doing.number("forecast")
    need(peak and forecast, "Both peaks are at least 1. Nothing was recorded.", "Count them.", "load")
    slow, limit = doing.number("p99"), doing.view.known.limits["response"].limit.value * 1000
    ok = "yes" if peak >= forecast and slow <= limit else "no"
    more = {"room": f"{peak / forecast:.1f} times", "ok": ok, "p99": f"{slow / 1000:.1f} s"}
    filled = Doing(doing.database, doing.actor, doing.item, dict(doing.values) | more, doing.view)
    return _report("load", filled)


def _load_fields(view: View, _row: Row | None) -> tuple[Field, ...]:
    return (
        *day_field(view),
        Field("where", "Where", value="ClubOS's staging system"),
        Field("peak", "Calls a minute that were reached", Kind.NUMBER),
        Field("forecast", "Calls a minute that are expected at most", Kind.NUMBER),
        Field("p99", "Slowest hundredth, in milliseconds", Kind.NUMBER),
        Field("owner", "Who did it"),
        Field("file", "The report", Kind.FILE, needed=False),
        Field("note", "What is switched off first when it gets slow", needed=False),
    )


LOAD = Sheet(
    "load",
    "Load tests",
    "Was ClubOS quick enough with more people than are expected? Room is reached over expected. Counts for 90 days.",
    (Column("day", "Day", 130), Column("where", "Where", stretch=2), Column("peak", "Reached", 90, number=True),
     Column("forecast", "Expected", 90, number=True), Column("room", "Room", 100), Column("p99", "Slowest", 90)),
    lambda view: _noted("load", view),
    lambda _view, rows: f"{counted(len(rows), 'load test')} recorded.",
    (Form("add", "Enter a load test", _load, _load_fields),),
    ("G3.6",),
    "No load test is recorded yet.",
)  # fmt: skip

_REVIEW = (
    "Sign-in and roles",
    "Who can export members",
    "Backups and their keys",
    "Audit log is on",
    "Open doors and test accounts",
    "Plan for an incident: who is told within 72 hours",
)


_FOUND = (("yes", "in order"), ("no", "not in order"), ("open", "not looked at"))


def _security_fields(view: View, _row: Row | None) -> tuple[Field, ...]:
    points = tuple(Field(f"point{n}", text, Kind.CHOICE, _FOUND) for n, text in enumerate(_REVIEW, 1))
    return (
        *day_field(view),
        Field("owner", "Who did it"),
        *points,
        Field("open", "What else is still open", needed=False),
        Field("file", "The report", Kind.FILE, needed=False),
    )


def _security(doing: Doing) -> Entry:
    """Each point of the list with its result; in order is what is in order in every point."""
    results = {text: doing[f"point{n}"] for n, text in enumerate(_REVIEW, 1)}
    left = [text for text, found in results.items() if found == "open"]
    more = {
        "scope": "; ".join(f"{text}: {dict(_FOUND)[found]}" for text, found in results.items()),
        "ok": "no" if "no" in results.values() else "yes",
        "open": "; ".join([*left, *([doing["open"]] if doing["open"] else [])]),
    }
    cells = {key: value for key, value in doing.values.items() if not key.startswith("point")} | more
    return _report("security", Doing(doing.database, doing.actor, doing.item, cells, doing.view))


SECURITY = Sheet(
    "security",
    "Security reviews",
    "Who looked at what, what was found, and what is still open. Counts for 90 days when nothing is open.",
    (Column("day", "Day", 130), Column("scope", "What was looked at", stretch=3), Column("owner", "Who", 150),
     Column("ok", "In order", 90)),
    lambda view: _noted("security", view),
    lambda _view, rows: f"{counted(len(rows), 'review')} recorded.",
    (Form("add", "Enter a review", _security, _security_fields),),
    ("G3.7",),
    "No security review is recorded yet.",
)  # fmt: skip


def _rehearsals(view: View) -> tuple[Row, ...]:
    return tuple(
        Row(
            entry.item,
            {"at": wall(entry.at, view.zone), "snapshot": spell(body.snapshot),
             "took": f"{sum(step.seconds for step in body.steps) / 60:.1f} min",
             "rows": f"{body.read_back:,} of {body.exported:,}"},
            "good" if decided.kept(body) else "problem",
            tuple((step.name, f"{step.seconds / 60:.1f} min") for step in body.steps),
            (entry,),
        )
        for entry, body in reversed(bodies(view.known.kept, "rehearsal", Rehearsed))
    )  # fmt: skip


REHEARSALS = Sheet(
    "rehearsals",
    "Rehearsals of going back",
    "Two rehearsals with all five steps, on a copy not older than 30 days; the slowest counts. Each records itself.",
    (Column("at", "Recorded", 200), Column("snapshot", "Copy of", 130), Column("took", "Took", 100),
     Column("rows", "Rows read again", stretch=1)),
    _rehearsals,
    lambda _view, rows: f"{counted(len(rows), 'rehearsal')} recorded.",
    (),
    ("G5.1", "G5.2", "G5.3", "S4.13"),
    "Going back was never rehearsed.",
)  # fmt: skip
