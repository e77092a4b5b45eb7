"""``untouched``: proof that nothing was written."""

from argparse import Namespace
from dataclasses import asdict

from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.evidence import untouched as proving
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS


def untouched(arguments: Namespace, terminal: Terminal) -> int:
    """Show it. Exit code 1 when a call could have written, or when there is nothing to prove it by."""
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        found = proving.proof(conn)
    document = {
        "nothing_written": found.nothing_written,
        "sentence": proving.sentence(found),
        "since": found.since,
        "until": found.until,
        "calls": [asdict(each) for each in found.calls],
        "contents": [
            {
                "domain": each.domain.value,
                "first": asdict(each.first),
                "last": asdict(each.last),
                "changed": each.changed,
                "same": each.same,
            }
            for each in found.contents
        ],
    }
    terminal.result(document, _text(found))
    return 0 if found.nothing_written else 1


def _text(found: proving.Proof) -> str:
    calls = [[SIDE_LABELS[each.side], each.method, f"{each.n:,}", f"{each.writing:,}"] for each in found.calls]
    held = [
        [
            DOMAIN_LABELS[each.domain],
            f"run {each.first.run}",
            each.first.hash[:10],
            f"run {each.last.run}",
            each.last.hash[:10],
            "the same" if each.same else f"{each.changed:,} another",
        ]
        for each in found.contents
    ]
    parts = [proving.sentence(found), proving.WHY]
    if calls:
        parts.append(table(["Calls to", "Method", "Calls", "Could write"], calls, numbers=range(2, 4)))
    if held:
        parts.append(table(["What", "First copy", "Hash", "Last copy", "Hash", "Since then"], held))
    return "\n\n".join(parts)
