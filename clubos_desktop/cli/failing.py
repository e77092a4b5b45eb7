"""``failures`` and ``probe``: what did not come, why, and what to do about it."""

from argparse import Namespace
from pathlib import Path

from clubos_desktop import connections, files
from clubos_desktop.cli import copying
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError
from clubos_desktop.findings import missing
from clubos_desktop.model.cards import FailureCard
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import failures as kept
from clubos_desktop.sync.cards import as_csv, cards


def failures(arguments: Namespace, terminal: Terminal) -> int:
    """Show the cards, copy just these again, or save them. Exit code 1 while one stands."""
    acts = {"show": _show, "retry": _retry, "export": _export, "raw": _raw}
    return acts[arguments.act](arguments, terminal)


def _show(arguments: Namespace, terminal: Terminal) -> int:
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        found = cards(conn)
    terminal.result({"failures": [card_json(card) for card in found]}, cards_text(found))
    return 1 if any(not card.warning for card in found) else 0


def _retry(arguments: Namespace, terminal: Terminal) -> int:
    with workspace(arguments, writing=True) as opened:
        with opened.database.read() as conn:
            chosen = _chosen(cards(conn), arguments.card)
        sides = tuple(dict.fromkeys(card.side for card in chosen))
        wanted = {domain for card in chosen for domain in card.domains}
        domains = tuple(domain for domain in Domain if domain in wanted) or None
        runs = terminal.drive(connections.copy_now(opened, Mode.INCREMENTAL, sides=sides, domains=domains))
    terminal.result({"runs": [copying.as_json(run) for run in runs]}, copying.text(runs))
    return 0 if all(run.state is RunState.COMPLETE for run in runs) else 1


def _chosen(found: tuple[FailureCard, ...], wanted: str | None) -> list[FailureCard]:
    chosen = [card for card in found if not card.warning and wanted in (None, card.id, card.code)]
    if not chosen:
        raise InputError(
            "There is no such card. Nothing was copied.",
            remedy="Look at clubos-desktop failures for those that stand.",
            code="card.unknown",
        )
    return chosen


def _export(arguments: Namespace, terminal: Terminal) -> int:
    path = _target(arguments)
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        found = cards(conn)
    files.write(path, as_csv(found), private=True)
    terminal.result({"path": str(path), "failures": len(found)}, f"{len(found)} cards are in {path}.")
    return 0


def _raw(arguments: Namespace, terminal: Terminal) -> int:
    """Save the answer that nobody has a sentence for: it may hold personal values, so only into a file."""
    path = _target(arguments)
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        chosen = _chosen(cards(conn), arguments.card)
        raws = [each.raw for each in kept.every(conn) if each.raw and f"{each.side}.{each.code}" == chosen[0].id]
    if not raws:
        raise InputError(
            "No answer was kept for this card. Nothing was written.", remedy="Copy once more.", code="card.no_answer"
        )
    files.write(path, b"\n".join(raws), private=True)
    said = f"The answer is in {path}. It may hold members' data: do not pass it on as it is."
    terminal.result({"path": str(path), "bytes": sum(map(len, raws))}, said)
    return 0


def _target(arguments: Namespace) -> Path:
    if arguments.out is None:
        raise InputError("It has to be said which file to write.", remedy="Say --out FILE.", code="usage")
    return Path(arguments.out)


def card_json(card: FailureCard) -> dict[str, object]:
    """A card under the stable names of the command reference."""
    return {
        "id": card.id,
        "side": card.side.value,
        "code": card.code,
        "known": card.known,
        "warning": card.warning,
        "sentence": card.title,
        "reason": card.reason,
        "remedy": card.remedy,
        "records": card.records,
        "since": card.since,
        "again": card.again,
        "faults": list(card.faults),
        "answer_kept": card.has_raw,
        "hits": [
            {"domain": hit.domain.value if hit.domain else None, "n": hit.n, "since": hit.since, "run_id": hit.run}
            for hit in card.hits
        ],
    }


def cards_text(found: tuple[FailureCard, ...]) -> str:
    """The cards for people."""
    if not found:
        return "Nothing failed: every last copy was complete."
    lines = []
    for card in found:
        what = ", ".join(DOMAIN_LABELS[hit.domain].lower() if hit.domain else "the connection" for hit in card.hits)
        lines.append(f"{'note   ' if card.warning else 'STOPPED'}  {card.title}  [{card.id}]")
        lines.append(f"         {what}; {card.records:,} records; since {card.since}")
        lines += [f"         {fault}" for fault in card.faults[:5]]
        lines.append(f"         {card.remedy}")
    return "\n".join(lines)


def probe(arguments: Namespace, terminal: Terminal) -> int:
    """One event: why its registrations have no counterpart. Exit code 1 when some have none."""
    side = Side(arguments.side)
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        found = missing.probe(conn, side, arguments.event)
    lines = [f"{each.who or each.key}: {missing.SENTENCES[each.reason]}{_cause(each)}" for each in found]
    document = {
        "event": arguments.event,
        "missing": [
            {
                "key": each.key,
                "who": each.who,
                "reason": each.reason,
                "cause": each.cause,
                "cause_name": each.cause_name,
            }
            for each in found
        ],
    }
    terminal.result(document, "\n".join(lines) if found else "Every registration of this event is in both systems.")
    return 1 if found else 0


def _cause(each: missing.Missing) -> str:
    return f" ({each.cause_name or each.cause})" if each.cause else ""
