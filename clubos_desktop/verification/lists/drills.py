"""What rehearsals left to be done, and whose computer keeps watch after the switch."""

from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import spell, wall
from clubos_desktop.verification.acts import lines
from clubos_desktop.verification.acts.entering import any_day, need
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View, plain
from clubos_desktop.verification.registers import actions, runbook
from clubos_desktop.verification.words import counted, of


def _actions(view: View) -> tuple[Row, ...]:
    history = view.known.kept.of("action")
    return tuple(
        Row(
            each.number,
            {
                "what": each.what,
                "owner": each.owner,
                "due": spell(each.due),
                "done": each.done or "open",
            },
            "good" if each.done else "needs",
            (),
            tuple(entry for entry in history if entry.item == each.number),
        )
        for each in sorted(actions.actions(view.known.kept), key=lambda each: (bool(each.done), each.due))
    )


def _add(doing: Doing) -> Entry:
    cells = dict(doing.values) | {"due": any_day(doing["due"])}
    return lines.note(doing.database, doing.actor, "action", cells)


def _finish(doing: Doing) -> Entry:
    found = next((each for each in actions.actions(doing.view.known.kept) if each.number == doing.item), None)
    need(found, f"There is no action {doing.item}. Nothing was changed.", "See the list.", "action")
    assert found is not None  # noqa: S101 - checked above
    cells = {"what": found.what, "owner": found.owner, "due": found.due, "done": doing["done"]}
    return lines.note(doing.database, doing.actor, "action", cells, item=found.number)


def _said(_view: View, rows: tuple[Row, ...]) -> str:
    if not rows:
        return "No rehearsal left anything to be done."
    todo = sum(row.tone == "needs" for row in rows)
    if todo:
        return f"{of(todo, len(rows))} actions are open: Gate 5 waits for them."
    return f"Done: {counted(len(rows), 'action')}."


ACTIONS = Sheet(
    "actions",
    "Actions from rehearsals",
    "What went wrong or took long, who mends it, and until when. An open one holds Gate 5.",
    (
        Column("what", "What", stretch=3),
        Column("owner", "Who does it", 150),
        Column("due", "Until", 130, least=1),
        Column("done", "How it ended", stretch=2),
    ),
    _actions,
    _said,
    (
        Form(
            "add",
            "Add an action",
            _add,
            plain(
                Field("what", "What is to be done"),
                Field("owner", "Who does it"),
                Field("due", "Until when", Kind.DAY),
            ),
            files=True,
        ),
        Form("done", "It is done", _finish, plain(Field("done", "How it ended")), on_row=True),
    ),
    (),
    "No rehearsal left anything to be done.",
)


def _watchers(view: View) -> tuple[Row, ...]:
    history = view.known.kept.of("watcher")
    return tuple(
        Row(
            each.number,
            {"day": spell(each.day), "from": each.begins, "until": each.ends, "who": each.who},
            "good",
            (),
            tuple(entry for entry in history if entry.item == each.number),
        )
        for each in actions.shifts(view.known.kept)
    )


def _shift(doing: Doing) -> Entry:
    day = any_day(doing["day"])
    actions.checked(day, doing["from"], doing["until"], doing["who"])
    return lines.note(doing.database, doing.actor, "watcher", dict(doing.values) | {"day": day})


def _watched(view: View, rows: tuple[Row, ...]) -> str:
    start = runbook.switched(view.known.kept)
    if start is None:
        return f"{counted(len(rows), 'shift')}. The watch begins when ClubOS takes over."
    holes = actions.unwatched(actions.shifts(view.known.kept), start, view.zone)
    if not holes:
        return "Every hour of the first day has somebody's computer."
    first, last = holes[0]
    return f"Nobody's computer from {wall(first, view.zone)} to {wall(last, view.zone)}."


WATCHERS = Sheet(
    "watchers",
    "Whose computer watches",
    "For 24 hours after the switch a computer stays on and looks every hour. Each hour needs a name.",
    (
        Column("day", "Day", 140),
        Column("from", "From", 80),
        Column("until", "Until", 80),
        Column("who", "Whose computer", stretch=2),
    ),
    _watchers,
    _watched,
    (
        Form(
            "add",
            "Add a shift",
            _shift,
            plain(
                Field("day", "Day", Kind.DAY),
                Field("from", "From", value="12:00", hint="By the club's clock. A night is two shifts."),
                Field("until", "Until", value="24:00"),
                Field("who", "Whose computer"),
            ),
            files=True,
        ),
        Form(
            "drop",
            "Take it off the list",
            lambda d: lines.leave(d.database, d.actor, "watcher", d.item or ""),
            on_row=True,
        ),
    ),
    (),
    "No shift is entered yet.",
)
