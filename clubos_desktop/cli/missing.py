"""``missing``: registrations that only one system has, each with its reason; nothing is left out silently."""

from argparse import Namespace

from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.findings import missing as engine
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS


def missing(arguments: Namespace, terminal: Terminal) -> int:
    """Print every missing registration with its reason. Exit code 1 when there is one, or the sum does not fit."""
    side = Side(arguments.side)
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        account = engine.account(conn, side)
        if arguments.event is None:
            rows = tuple(engine.missing(conn, side))
        else:
            rows = engine.probe(conn, side, arguments.event)
    name = SIDE_LABELS[side]
    listed = sum(reason.n for reason in account.reasons)
    whole = f"{account.fetched:,} registrations of {name} = {account.paired:,} in both systems"
    lines = [f"{whole} + {listed:,} with a reason."]
    lines += [f"  {reason.n:>6,}  {reason.sentence}" for reason in account.reasons]
    if not account.balanced:
        lines.append("THE SUM DOES NOT FIT: a registration has no reason.")
    cells = [[each.key, each.who, engine.SENTENCES[each.reason], each.cause_name or each.cause] for each in rows]
    if cells:
        lines += ["", table(("Id", "Who and what", "Why", "Because of"), cells[: arguments.limit])]
    document = {
        "side": side.value,
        "fetched": account.fetched,
        "paired": account.paired,
        "balanced": account.balanced,
        "reasons": [{"code": each.code, "sentence": each.sentence, "n": each.n} for each in account.reasons],
        "missing": [
            {"id": each.key, "who": each.who, "reason": each.reason, "cause": each.cause, "cause_name": each.cause_name}
            for each in rows
        ],
    }
    terminal.result(document, "\n".join(lines))
    return 1 if rows or not account.balanced else 0
