"""``health``: response times, what ClubOS says of itself, due copies, and the logs its operator hands over."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import read_instant, to_instant, wall
from clubos_desktop.model.written import Writing
from clubos_desktop.verification import health as reading
from clubos_desktop.verification.acts import logs as taking
from clubos_desktop.verification.health import Health
from clubos_desktop.verification.logs import LogFound
from clubos_desktop.workspace import Workspace


def health(arguments: Namespace, terminal: Terminal) -> int:
    """Show it, look into a log, take one over, or set what a word of severity means."""
    acts = {"show": _show, "look": _look, "log": _log, "words": _words}
    with workspace(arguments, writing=arguments.act in ("log", "words")) as opened:
        return acts[arguments.act](opened, arguments, terminal)


def _show(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    with opened.database.read() as conn:
        found = reading.gather(conn, to_instant(opened.clock.now()), arguments.days)
    terminal.result(as_json(found), text(found, opened.club.zone))
    return 0


def _look(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    found = taking.look(opened.database, _content(arguments.file))
    terminal.result({"log": log_json(found)}, log_text(found, opened.club.zone))
    return 0


def _log(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    ends = {name: _moment(getattr(arguments, name), opened.club.zone) for name in ("first", "last")}
    entry, found = taking.take(opened.database, opened.actor, _content(arguments.file), **ends)
    said = f"{log_text(found, opened.club.zone)}\nRecorded as entry {entry.id}."
    terminal.result({"log": log_json(found), "entry": entry.id}, said)
    return 0


def _words(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    pairs = dict(pair.partition("=")[::2] for pair in arguments.word)
    taking.set_words(opened.database, opened.actor, pairs)
    terminal.result({"words": pairs}, "From now on logs are read with these words.")
    return 0


def _content(file: Path | None) -> bytes:
    """A file's bytes, or what is pasted into standard input."""
    if file is None or str(file) == "-":
        return sys.stdin.buffer.read(taking.LARGEST + 1)  # one more than is taken: what is too long is refused
    return files.read(file, taking.LARGEST, code="log.file")


def _moment(said: str | None, zone: str) -> Instant | None:
    try:
        return None if said is None else read_instant(Writing().moment(said), zone)
    except ValueError as error:
        raise InputError(
            f"{said} is not a time. Nothing was recorded.",
            remedy="Write it like 5 Dec 2026, 14:30.",
            code="usage",
        ) from error


def as_json(found: Health) -> Mapping[str, object]:
    """Under the stable names of the command reference."""
    return {
        "since": found.since,
        "days": found.days,
        "least": found.least,
        "calls": [
            {
                "side": each.side.value,
                "kind": each.kind,
                "n": each.n,
                "failed": each.failed,
                "measured": each.n >= found.least,
                "p50": each.p50 if each.n >= found.least else None,
                "p95": each.p95 if each.n >= found.least else None,
                "p99": each.p99 if each.n >= found.least else None,
            }
            for each in found.speeds
        ],
        "polls": asdict(found.polls),
        "due_copies": None
        if found.schedule is None
        else {"due": found.schedule.due, "done": found.schedule.done, "days": found.schedule.days},
        "logs": [
            {"first": log.first, "last": log.last, "lines": log.lines, "critical": log.critical} for log in found.logs
        ],
        "not_covered": [asdict(hole) for hole in found.holes],
    }


def text(found: Health, zone: str) -> str:
    """The same for people."""
    rows = [
        [
            SIDE_LABELS[each.side],
            each.kind,
            each.n,
            each.failed,
            *_times(each.n >= found.least, each.p50, each.p95, each.p99),
        ]
        for each in found.speeds
    ]
    head = ["Where", "Kind of call", "n", "Failed", "p50 ms", "p95 ms", "p99 ms"]
    polls = found.polls
    lines = [
        f"The last {found.days} days; fewer than {found.least} calls of a kind are not measured.",
        table(head, rows, numbers=[2, 3, 4, 5, 6]) if rows else "No call was made in this time.",
        f"ClubOS was asked {polls.n} times how it is: {polls.well} well, {polls.ill} ill, {polls.silent} no answer."
        if polls.n
        else f"{SIDE_LABELS[Side.CLUBOS]} was not asked how it is yet; with a plan it is asked every hour.",
    ]
    if found.schedule is not None:
        lines.append(f"Due copies: {found.schedule.done} of {found.schedule.due} on time.")
    lines += [
        f"Log {wall(log.first, zone)} to {wall(log.last, zone)}: {log.lines} lines, {log.critical} critical."
        for log in found.logs
    ]
    lines += [f"No log covers {wall(hole.first, zone)} to {wall(hole.last, zone)}." for hole in found.holes]
    if not found.logs:
        lines.append("No log was read in: that is not the same as no error.")
    return "\n".join(lines)


def _times(measured: bool, *times: int) -> list[object]:
    return list(times) if measured else ["not measured", "", ""]


def log_json(found: LogFound) -> Mapping[str, object]:
    """What a log holds, under stable names."""
    return {
        "first": found.first,
        "last": found.last,
        "lines": found.lines,
        "more": found.more,
        "lost": found.lost,
        "grades": {grade.value: n for grade, n in sorted(found.grades.items())},
        "gaps": [asdict(gap) for gap in found.gaps],
    }


def log_text(found: LogFound, zone: str) -> str:
    """The same for people."""
    if found.first is None or found.last is None:
        return "No line with a time was found: nothing can be said from this. That is not the same as no error."
    lines = [
        f"{found.lines} lines from {wall(found.first, zone)} to {wall(found.last, zone)}.",
        "Grades: " + ", ".join(f"{n} {grade.value}" for grade, n in sorted(found.grades.items())),
        *(f"Nothing was logged from {wall(gap.first, zone)} to {wall(gap.last, zone)}." for gap in found.gaps),
    ]
    if found.lost:
        lines.append(f"{found.lost} lines before the first time were left out.")
    return "\n".join(lines)
