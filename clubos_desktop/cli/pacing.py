"""``pace``: the calls a system allows, our share of them, what is left now, and what a copy would take."""

from argparse import Namespace
from collections.abc import Mapping

from clubos_desktop import pace
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import wall
from clubos_desktop.pace import Pace, SidePace
from clubos_desktop.sync import recheck


def show(arguments: Namespace, terminal: Terminal) -> int:
    """Show the budget and the estimate, or set the share of one side."""
    setting = arguments.act == "set"
    with workspace(arguments, writing=setting) as opened:
        if setting:
            whole = arguments.side is not None and arguments.share is not None
            if not whole and arguments.recheck is None:
                raise InputError(
                    "The share needs a side and a number. Nothing was changed.",
                    remedy="Say pace set --side legacy --share 0.75, or --recheck 30.",
                    code="usage",
                )
            if whole:
                pace.set_share(opened, Side(arguments.side), arguments.share)
            if arguments.recheck is not None:
                recheck.set_days(opened.database, arguments.recheck, actor=opened.actor)
        found = pace.read(opened, Mode.FULL if arguments.full else Mode.INCREMENTAL)
        zone = opened.club.zone
    terminal.result(as_json(found), text(found, zone))
    return 0


def as_json(found: Pace) -> Mapping[str, object]:
    """Under the stable names of the command reference."""
    return {
        "sides": [_side(each) for each in found.sides],
        "recheck": {"days": found.recheck, "next": found.rechecked},
        "estimate": {
            "mode": found.mode.value,
            "calls": found.calls,
            "seconds": round(found.seconds, 1),
            "domains": [
                {
                    "side": cost.side.value,
                    "domain": cost.domain.value,
                    "records": cost.records,
                    "calls": cost.calls,
                    "seconds": round(cost.seconds, 1),
                    "from": "last copy" if cost.known else "counts",
                }
                for cost in found.costs
            ],
        },
    }


def _side(each: SidePace) -> Mapping[str, object]:
    return {
        "side": each.side.value,
        "share": each.share,
        "limits": [
            {"kind": kind.name, "limit": kind.limit, "ours": kind.ours, "used": kind.used, "left": kind.left}
            for kind in each.kinds
        ],
        "waits_until": each.until,
        "asked_to_wait": None
        if each.asked is None
        else {"at": each.asked.at, "asked": each.asked.asked, "waited": each.asked.waited},
    }


def text(found: Pace, zone: str) -> str:
    """The same for people."""
    if not found.sides:
        return "Nothing is connected yet, so no calls are counted."
    lines: list[str] = []
    for each in found.sides:
        lines.append(f"{SIDE_LABELS[each.side]}: {each.share:.0%} of its calls are for copying.")
        rows = [[k.name, f"{k.limit} a minute", k.ours, k.used, k.left] for k in each.kinds]
        lines.append(table(["Kind", "Allowed", "Ours", "Used now", "Left now"], rows, numbers=[2, 3, 4]))
        if each.until:
            lines.append(f"It asked to wait until {wall(each.until, zone)}.")
        if each.asked:
            days, waited = each.asked.asked / 86400, each.asked.waited
            lines.append(
                f"On {wall(each.asked.at, zone)} it asked to wait {days:,.1f} days; {waited:.0f} s were waited."
            )
    rows = [
        [
            SIDE_LABELS[c.side],
            DOMAIN_LABELS[c.domain],
            "not counted" if c.records is None else c.records,
            c.calls,
            f"{c.seconds:.0f} s",
        ]
        for c in found.costs
    ]
    what = "everything" if found.mode is Mode.FULL else "what changed"
    lines += [
        f"Copying {what} would take about {found.calls:,} calls and {found.seconds / 60:.1f} minutes:",
        table(["Where", "What", "Records", "Calls", "Time"], rows, numbers=[2, 3, 4]),
        f"Every invoice is asked again after {found.recheck} days"
        + (f", next on {wall(found.rechecked, zone)}." if found.rechecked else "."),
    ]
    return "\n".join(lines)
