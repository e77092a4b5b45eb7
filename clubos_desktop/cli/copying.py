"""``sync``: copy now, what changed or everything."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict

from clubos_desktop import connections, held, undoing
from clubos_desktop.cli.acting import SECOND, pin_of, signer
from clubos_desktop.cli.opening import somebody, workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.runs import Mode, Run, RunState
from clubos_desktop.model.time import wall
from clubos_desktop.store import came
from clubos_desktop.sync import closing
from clubos_desktop.workspace import Workspace

STATE_WORDS = {
    RunState.RUNNING: "not finished",
    RunState.COMPLETE: "complete",
    RunState.PARTIAL: "not complete",
    RunState.HELD: "waits for your OK",
    RunState.FAILED: "failed",
    RunState.UNDONE: "taken back",
}


def sync(arguments: Namespace, terminal: Terminal) -> int:
    """Copy and compare. Exit code 1 when a run is not complete, 3 when none could be made."""
    sides = (Side(arguments.side),) if arguments.side else tuple(Side)
    mode = Mode.FULL if arguments.full else Mode.INCREMENTAL
    domains = (Domain(arguments.domain),) if arguments.domain else None
    with workspace(arguments, writing=True) as opened:
        if arguments.accept is not None:
            return _accept(arguments, opened, terminal)
        if arguments.take_back is not None:
            return _take_back(arguments, opened, terminal)
        runs = terminal.drive(connections.copy_now(opened, mode, sides=sides, domains=domains))
        with opened.database.read() as conn:
            brought = came.newest(conn)
        zone = opened.club.zone
    new = brought if runs and brought is not None and brought.copy == runs[-1].copy else None
    said = [] if new is None else [closing.sentence(new, wall(new.at, zone)[-5:]), closing.differing(new)]
    document = {"runs": [as_json(run) for run in runs], "came": None if new is None else asdict(new)}
    terminal.result(document, "\n".join([text(runs), *filter(None, [" ".join(said)])]))
    states = {run.state for run in runs}
    if states == {RunState.COMPLETE}:
        return 0
    return 3 if states == {RunState.FAILED} else 1


def _accept(arguments: Namespace, opened: Workspace, terminal: Terminal) -> int:
    """Take over a copy that waits, confirmed by a second person."""
    second = somebody(opened, arguments.second) if arguments.second else None
    signed = (second, pin_of(second.name, SECOND)) if second else None
    run = terminal.drive(held.take_over(opened, arguments.accept, signed, signer(opened) if signed else None))
    terminal.result({"runs": [as_json(run)]}, text((run,)))
    return 0 if run.state is RunState.COMPLETE else 1


def _take_back(arguments: Namespace, opened: Workspace, terminal: Terminal) -> int:
    """Take a copy back; without a reason only say what that would do."""
    copy, reason = arguments.take_back, arguments.reason
    done = bool(reason)
    parts = terminal.drive(undoing.take_back(opened, copy, reason)) if done else undoing.plan(opened, copy)
    rows = [
        [DOMAIN_LABELS[each.run.domain], SIDE_LABELS[each.run.side], each.changed, each.new, each.missed, each.returned]
        for each in parts
    ]
    head = ["What", "From", "As before", "New: gone", "Missed: here", "Returned: away"]
    said = (
        f"Copy {copy} was taken back. The next copy reads it all again."
        if done
        else f'This is what taking copy {copy} back would do. To do it, say why: --reason "...". Nothing was changed.'
    )
    terminal.result(
        {
            "copy": copy,
            "done": done,
            "parts": [
                {
                    "side": each.run.side.value,
                    "domain": each.run.domain.value,
                    "run_id": each.run.id,
                    "stands": each.before.id,
                    "changed": each.changed,
                    "new": each.new,
                    "missed": each.missed,
                    "returned": each.returned,
                    "names": list(each.names),
                }
                for each in parts
            ],
        },
        "\n".join([table(head, rows, numbers=range(2, 6)), said]),
    )
    return 0


def as_json(run: Run) -> dict[str, object]:
    """A run under the stable names of the command reference."""
    return {
        "run_id": run.id,
        "side": run.side.value,
        "domain": run.domain.value,
        "mode": run.mode.value,
        "state": run.state.value,
        "source_count": run.source_count,
        "listed": run.listed,
        "stored": run.stored,
        "changed": run.changed,
        "missing": run.missing,
        "requests": run.requests,
        "seconds": run.seconds,
        "reason": run.reason,
    }


def text(runs: Sequence[Run]) -> str:
    """The runs as a table, and the reasons of those that are not complete."""
    rows = [
        [
            DOMAIN_LABELS[run.domain],
            SIDE_LABELS[run.side],
            "" if run.source_count is None else f"{run.source_count:,}",
            f"{run.listed:,}",
            f"{run.changed:,}",
            f"{run.missing:,}",
            STATE_WORDS[run.state],
        ]
        for run in runs
    ]
    reasons = [f"{DOMAIN_LABELS[run.domain]} from {SIDE_LABELS[run.side]}: {run.reason}" for run in runs if run.reason]
    head = ["What", "From", "There", "Copied", "Changed", "Missing", "State"]
    return "\n".join([table(head, rows, numbers=range(2, 6)), *reasons])
