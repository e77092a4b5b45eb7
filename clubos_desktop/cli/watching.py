"""The watch after the switch, as the command line tells it."""

from clubos_desktop.cutover.watch import Board
from clubos_desktop.model.time import wall

SHOWN = 24
"""Looks that are listed, newest first."""


def as_json(board: Board | None) -> dict[str, object] | None:
    """Under the stable names of the command reference; None before the switch."""
    if board is None:
        return None
    return {
        "since": board.since,
        "until": board.until,
        "next": board.next,
        "every_hours": board.stage.every,
        "now": board.now,
        "looks": [
            {
                "at": at,
                "calls": seen.calls,
                "failed_per_1000": seen.failed,
                "p99_ms": seen.p99,
                "differences": seen.differences,
                "proposals": list(seen.proposals),
            }
            for at, seen in board.looks[:SHOWN]
        ],
        "gaps": [{"from": gap.first, "until": gap.last, "who": gap.who} for gap in board.gaps],
        "nobody": [{"from": first, "until": last} for first, last in board.holes],
    }


def text(board: Board | None, zone: str) -> list[str]:
    """Lines for people; none before the switch."""
    if board is None:
        return []
    lines = [f"The watch looks every {_hours(board.stage.every)}; the first day ends on {wall(board.until, zone)}."]
    if board.looks:
        at, seen = board.looks[0]
        measured = f"{seen.calls} calls, at worst {seen.failed / 10:g} % failed, the slowest took {seen.p99} ms"
        lines.append(f"Last look {wall(at, zone)}: {measured}.")
        lines += [f"· {each}" for each in seen.proposals] or ["No limit is broken."]
    for gap in board.gaps:
        who = f"{gap.who}'s computer" if gap.who else "nobody's by the rota"
        lines.append(f"Nobody looked from {wall(gap.first, zone)} to {wall(gap.last, zone)} ({who}).")
    lines.append(f"Watching now: {board.now}'s computer." if board.now else "The rota names nobody for now.")
    return lines


def _hours(every: int) -> str:
    return "hour" if every == 1 else "day" if every == 24 else f"{every // 24} days"
