"""``causes``: differences with one cause as one line, what they mean for people, why registrations are missing."""

from argparse import Namespace

from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.findings import impacts, missing, patterns
from clubos_desktop.findings.missing import Account
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.time import to_instant
from clubos_desktop.sync import rulebook

_NAMES = 3


def causes(arguments: Namespace, terminal: Terminal) -> int:
    """Print causes and impacts, or the account of registrations. Exit code 1 when there is something to settle."""
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        if arguments.registrations:
            return _registrations(tuple(missing.account(conn, side) for side in Side), terminal)
        at = to_instant(opened.clock.now())
        found = patterns.found(conn, opened.club.zone, at)
        people = impacts.found(conn, rulebook.of_club(conn), at)
    lines = [f"{sum(each.n for each in found):,} differences, {len(found)} causes.", ""]
    for each in found:
        lines.append(f"{each.n:>6,}  {each.sentence}  [{each.key}]")
        lines.append(f"        {each.advice}")
    if people:
        lines += ["", "If the club switched today:"]
        lines += [f"  {each.sentence} {_some(each)}" for each in people]
    document = {
        "causes": [
            {
                "key": each.key,
                "sentence": each.sentence,
                "advice": each.advice,
                "n": each.n,
                "single": each.single,
                "ids": list(each.ids),
            }
            for each in found
        ],
        "impacts": [
            {"key": each.key, "sentence": each.sentence, "people": [person.who for person in each.people]}
            for each in people
        ],
    }
    terminal.result(document, "\n".join(lines) if found else "Nothing differs.")
    return 1 if found else 0


def _some(impact: impacts.Impact) -> str:
    names = ", ".join(person.who for person in impact.people[:_NAMES])
    more = len(impact.people) - _NAMES
    return f"({names}{f' and {more:,} more' if more > 0 else ''})"


def _registrations(accounts: tuple[Account, ...], terminal: Terminal) -> int:
    lines = []
    for each in accounts:
        lines.append(f"{SIDE_LABELS[each.side]}: {each.fetched:,} registrations = {each.paired:,} in both systems")
        for reason in each.reasons:
            lines.append(f"  + {reason.n:>6,}  {reason.sentence}")
            lines += [f"            {n:,} of {name or key} ({key})" for key, name, n in reason.causes[:_NAMES]]
    document = {
        "accounts": [
            {
                "side": each.side.value,
                "fetched": each.fetched,
                "paired": each.paired,
                "reasons": [
                    {
                        "code": reason.code,
                        "sentence": reason.sentence,
                        "n": reason.n,
                        "causes": [{"key": key, "name": name, "n": n} for key, name, n in reason.causes],
                    }
                    for reason in each.reasons
                ],
                "balanced": each.balanced,
            }
            for each in accounts
        ]
    }
    terminal.result(document, "\n".join(lines))
    return 0 if all(each.balanced for each in accounts) else 1
