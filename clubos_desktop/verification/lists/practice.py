"""Practice as a list: in a copy the twelve tasks as they stand, in the club's own workspace what everybody passed."""

from clubos_desktop.model.registers import Noted
from clubos_desktop.verification import practising
from clubos_desktop.verification.lists.sheet import Column, Doing, Form, Row, Sheet, View
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.registers.operators import operators
from clubos_desktop.verification.words import of

INSIDE = "in:"
"""How the numbers of lines begin in a practice copy."""


def _rows(view: View) -> tuple[Row, ...]:
    if view.practice is not None:
        return tuple(_inside(each) for each in view.practice)
    newest: dict[tuple[str, str], list[Noted]] = {}
    for entry, body in bodies(view.known.kept, "practice", Noted):
        newest.setdefault((entry.item, body.cells["task"]), []).append(body)
    people = [str(each.person) for each in operators(view.known.kept)]
    people += sorted({person for person, _ in newest} - set(people))
    return tuple(
        _kept(view, person, task, newest.get((person, task.id), [])) for person in people for task in practising.TASKS
    )


def _inside(each: practising.Outcome) -> Row:
    tone = "good" if each.passed else "needs" if each.helped else "way" if each.tries else "unmeasured"
    cells = {
        "task": each.task.title,
        "who": "",
        "state": each.state,
        "tries": _n(each.tries),
        "time": _time(each.seconds),
    }
    more = (("How", each.task.how),) if each.helped else (("Tip", "Help is there when you ask; then begin again."),)
    return Row(f"{INSIDE}{each.task.id}", cells, tone, more)


def _kept(view: View, person: str, task: practising.Task, tried: list[Noted]) -> Row:
    passed = [each.cells for each in tried if each.cells["passed"] == "yes"]
    tries = sum(int(each.cells["tries"]) for each in tried)
    cells = {
        "task": task.title,
        "who": view.name(f"person:{person}"),
        "state": "passed" if passed else "not passed yet" if tried else "not begun",
        "tries": _n(tries),
        "time": _time(int(passed[-1]["seconds"])) if passed else "",
    }
    tone = "good" if passed else "needs" if tried else "unmeasured"
    helped = sum(each.cells["helped"] == "yes" for each in tried)
    return Row(f"{person}:{task.id}", cells, tone, (("Help asked for", _n(helped) or "never"),))


def _n(n: int) -> str:
    return str(n) if n else ""


def _time(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d} min" if seconds else ""


def _words(view: View, rows: tuple[Row, ...]) -> str:
    passed = of(sum(row.tone == "good" for row in rows), len(rows))
    return f"{passed} tasks are passed. Nothing here is real." if view.practice is not None else f"{passed} are passed."


def _begin(doing: Doing) -> None:
    practising.begin(doing.database, doing.item.removeprefix(INSIDE))


def _help(doing: Doing) -> None:
    practising.ask_help(doing.database, doing.item.removeprefix(INSIDE))


def _in_copy(row: Row) -> bool:
    return row.item.startswith(INSIDE)


PRACTICE = Sheet(
    "practice",
    "Practice",
    "Twelve acts in this program on a copy of the club: nothing leaves this laptop, nothing can go wrong.",
    (
        Column("task", "Task", stretch=3),
        Column("who", "Who", 110, least=3),
        Column("state", "State", 150),
        Column("tries", "Tries", 70, number=True, least=1),
        Column("time", "Time", 100, least=3),
    ),
    _rows,
    _words,
    (
        Form("begin", "Begin this task", _begin, on_row=True, shown=_in_copy),
        Form("help", "Show me how", _help, on_row=True, shown=_in_copy),
    ),
    (),
    "Nobody has practised yet.",
)
