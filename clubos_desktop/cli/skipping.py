"""``skipped``: records that cannot be shown, and those that a decision set aside; both are accepted by name."""

from argparse import Namespace

from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.schema import Aside
from clubos_desktop.store import failures, left_out, records
from clubos_desktop.sync import completeness


def skipped(arguments: Namespace, terminal: Terminal) -> int:
    """Show both lists of a side and domain, or accept one by the ids in it. Exit code 1 while something waits."""
    side, domain = Side(arguments.side), Domain(arguments.domain)
    with workspace(arguments, writing=bool(arguments.accept or arguments.aside)) as opened:
        if arguments.accept:
            completeness.accept_skips(opened.database, side, domain, arguments.accept, actor=opened.actor)
        with opened.database.read() as conn:
            aside = left_out.aside(conn, side, domain)
        if arguments.aside:
            names = [(key, each.field) for key in arguments.aside for each in aside if each.key == key]
            known = {each.key for each in aside}
            names += [(key, "") for key in arguments.aside if key not in known]
            completeness.accept_aside(opened.database, side, domain, names, actor=opened.actor)
        with opened.database.read() as conn:
            trouble = failures.read(conn, side, domain)
            accepted = sorted(completeness.accepted_skips(conn, side, domain))
            listed = trouble.keys if trouble is not None else ()
            named = left_out.named(conn, side, domain)
            who = records.titles(conn, side, domain, [*listed, *accepted, *(each.key for each in aside)])
    waiting = [key for key in listed if key not in accepted]
    document = {
        "side": side.value,
        "domain": domain.value,
        "waiting": [{"key": key, "who": who.get(key, "")} for key in waiting],
        "accepted": [{"key": key, "who": who.get(key, "")} for key in accepted],
        "aside": [_json(each, who, named) for each in aside],
    }
    lines = [f"{len(waiting)} wait to be accepted by name:", *(f"  {key}  {who.get(key, '')}" for key in waiting)]
    lines = (lines if waiting else []) + [f"Accepted: {key}  {who.get(key, '')}" for key in accepted]
    lines += [_line(each, who, named) for each in aside]
    terminal.result(document, "\n".join(lines) or "Nothing is skipped and nothing set aside.")
    return 1 if waiting or any((each.key, each.field) not in named for each in aside) else 0


def _json(each: Aside, who: dict[str, str], named: frozenset[left_out.Name]) -> dict[str, object]:
    return {
        "key": each.key,
        "who": who.get(each.key, ""),
        "field": each.field,
        "why": each.why,
        "since": each.since,
        "accepted": (each.key, each.field) in named,
    }


def _line(each: Aside, who: dict[str, str], named: frozenset[left_out.Name]) -> str:
    state = "accepted" if (each.key, each.field) in named else "waits to be accepted by name"
    return f"Set aside, {state}: {each.key}  {who.get(each.key, '')}  {each.field} {each.why}".rstrip()
