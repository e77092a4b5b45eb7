"""``schedule run-due``: what the system's scheduler calls. Does nothing when nothing is due."""

from argparse import Namespace
from collections.abc import Mapping

from clubos_desktop import planned
from clubos_desktop.cli import copying, schedule_texts
from clubos_desktop.cli.opening import path_of, workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import LockedError, RefusedError
from clubos_desktop.model.plan import Came
from clubos_desktop.model.time import SystemClock, to_instant
from clubos_desktop.schedule import locked, record
from clubos_desktop.schedule.run import Ran
from clubos_desktop.store import talk

CODES = {Came.DONE: 0, Came.HELD: 1, Came.FAILED: 3, Came.OFFLINE: 3, Came.SIGN_IN: 3, Came.BEGUN: 3}
"""Exit codes by what became of the try."""

HANDED_OVER = "What is due is left to the program that has it open; this is asked again later."
"""Said where that program does not answer: another command, or one from before."""

_ANSWERS = {
    talk.TAKEN: "The open window was told, and makes the copy that is due.",
    talk.BUSY: "The open window was told; something runs there, and what is due comes after it.",
    talk.STOPPED: "In the open window everything was stopped by a person; what is due waits for Go on.",
}


def run_due(arguments: Namespace, terminal: Terminal) -> int:
    """Make the copy that is due. Exit code 0 also when nothing is due or another program has the workspace."""
    path = path_of(arguments)
    try:
        idle = _idle(arguments)
        if idle is not None:
            terminal.result(as_json(idle[0]), text(*idle))
            return 0
        with workspace(arguments, writing=True) as opened:
            ran = terminal.drive(planned.due_now(opened))
            following = schedule_texts.following(ran.look, opened.club.zone, opened.clock.now())
    except LockedError as error:
        if error.code == "workspace.locked":
            answer = talk.ask(path, talk.RUN_DUE)
            sentence = (
                f"{error.sentence.removesuffix(' Nothing was changed.')} {_ANSWERS.get(answer or '', HANDED_OVER)}"
            )
            terminal.result({"state": "handed over", "answer": answer, "reason": sentence, "runs": []}, sentence)
            return 0
        if error.code.startswith("keys."):
            locked.note(path, error, SystemClock())
            terminal.say("The planned copy needs you to sign in to this computer.")
        raise
    terminal.result(as_json(ran), text(ran, following))
    return 0 if ran.attempt is None else CODES[ran.attempt.came]


def _idle(arguments: Namespace) -> tuple[Ran, str] | None:
    """How things stand when there is nothing to do; found by reading alone, so that nobody's window is kept out."""
    try:
        with workspace(arguments, writing=False) as opened:
            now = opened.clock.now()
            with opened.database.read() as conn:
                if not planned.idle(conn, opened.path, now):
                    return None
                found = record.look(conn, now)
            return Ran(found, None), schedule_texts.following(found, opened.club.zone, now)
    except RefusedError:
        return None  # an older version's file: it is brought up when it is opened for writing


def as_json(ran: Ran) -> Mapping[str, object]:
    """Under the stable names of the command reference."""
    return {
        "state": ran.look.stand.value if ran.attempt is None else ran.attempt.came.value,
        "reason": ran.look.reason if ran.attempt is None else ran.attempt.reason,
        "next": None if ran.look.start is None else to_instant(ran.look.start),
        "runs": [copying.as_json(run) for run in ran.runs],
    }


def text(ran: Ran, following: str) -> str:
    """What was done, and what comes next."""
    if ran.attempt is None:
        return f"Nothing is due. {following}"
    if ran.attempt.came is Came.DONE:
        return f"{copying.text(ran.runs)}\nThe due copy is made. {following}"
    table = f"{copying.text(ran.runs)}\n" if ran.runs else ""
    return f"{table}The due copy was not made. {ran.attempt.reason} {ran.attempt.remedy}\n{following}"
