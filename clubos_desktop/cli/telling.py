"""``resolve``'s other answers: one difference with all behind it, the weeks, kept lists, corrections on paper."""

from argparse import Namespace

from sqlalchemy import Connection

from clubos_desktop import files
from clubos_desktop.cli.settling_words import finding_json, told
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.findings import correcting, reading, saved, weekly
from clubos_desktop.findings.agreed import as_compared, last_agreed
from clubos_desktop.findings.naming import label_of
from clubos_desktop.findings.noise import floor
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.findings import Finding
from clubos_desktop.model.time import spell, to_instant, wall
from clubos_desktop.store import people, views
from clubos_desktop.sync import rulebook
from clubos_desktop.workspace import Workspace


def tell(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    """One difference, the weeks, or the noise."""
    if arguments.show is not None:
        return show(opened, arguments.show, terminal)
    return weeks(opened, terminal) if arguments.weeks else noise(opened, terminal)


def show(opened: Workspace, identity: int, terminal: Terminal) -> int:
    """One difference: both values, in which form they are compared, when they last agreed, what was decided."""
    with opened.database.read() as conn:
        found = reading.finding(conn, identity, to_instant(opened.clock.now()))
        if found is None:
            raise InputError(
                f"There is no difference {identity}.",
                remedy="List them with their numbers: clubos-desktop resolve.",
                code="decide.unknown",
            )
        document = _document(conn, found)
        names = people.names(conn)
        history = reading.history(conn, found.difference)
    zone = opened.club.zone
    lines = [f"{key.replace('_', ' ')}: {value}" for key, value in document.items() if isinstance(value, str | int)]
    agreed = document["agreed"]
    if isinstance(agreed, dict):
        lines.append(f"when they last agreed, {wall(str(agreed['at']), zone)}: {agreed['value'] or '(empty)'}")
    lines += [f"{wall(each.at, zone)}: {told(each, names, zone)}" for each in history]
    terminal.result(document, "\n".join(lines))
    return 0


def _document(conn: Connection, found: Finding) -> dict[str, object]:
    row = found.difference
    rules = rulebook.of_club(conn)
    detail = views.detail(conn, row.domain, legacy_id=row.legacy_id, clubos_id=row.clubos_id)
    agreed = last_agreed(conn, rules, row)
    sides = () if detail is None else (detail.legacy, detail.clubos)
    both = None
    if row.field and detail is not None and detail.legacy is not None and detail.clubos is not None:
        both = as_compared(rules, row.field, detail.legacy.record, detail.clubos.record)
    return finding_json(found) | {
        "rule": row.rule,
        "first_seen": row.first_seen,
        "confirmed": row.confirmed,
        "compared": None if both is None else list(both),
        "agreed": None
        if agreed is None
        else {
            "value": agreed.value,
            "at": agreed.at,
            "legacy_since": agreed.legacy_since,
            "clubos_since": agreed.clubos_since,
        },
        "sources": [
            {"side": side.side.value, "modified": side.modified, "copied": side.copied, "run": side.run}
            for side in sides
            if side is not None
        ],
    }


def weeks(opened: Workspace, terminal: Terminal) -> int:
    """Found, seen twice and gone, week by week, and the age of what was seen once."""
    at = to_instant(opened.clock.now())
    with opened.database.read() as conn:
        found, maybe = weekly.weeks(conn, opened.club.zone, at), weekly.oldest_maybe(conn)
    rows = [[spell(week.starts), week.found, week.confirmed, week.closed, week.open] for week in found]
    document = {
        "weeks": [
            {
                "starts": week.starts,
                "found": week.found,
                "confirmed": week.confirmed,
                "closed": week.closed,
                "open": week.open,
            }
            for week in found
        ],
        "oldest_seen_once": maybe,
    }
    head = ["Week from", "Found", "Seen twice", "Gone", "Open at its end"]
    once = f"\nThe oldest one seen only once was found {wall(maybe, opened.club.zone)}." if maybe else ""
    terminal.result(document, f"{table(head, rows, numbers=(1, 2, 3, 4))}{once}")
    return 0


def noise(opened: Workspace, terminal: Terminal) -> int:
    """How much each system differs from itself between its last two copies."""
    with opened.database.read() as conn:
        found = floor(conn, rulebook.of_club(conn))
    rows = [
        [
            SIDE_LABELS[each.side],
            DOMAIN_LABELS[each.domain],
            label_of(each.domain, each.field),
            each.looked,
            each.moved,
            each.changed,
        ]
        for each in found
    ]
    document = {
        "noise": [
            {
                "side": each.side.value,
                "domain": each.domain.value,
                "field": each.field,
                "looked": each.looked,
                "moved": each.moved,
                "changed": each.changed,
            }
            for each in found
        ]
    }
    head = ["", "", "Field", "Records", "Moved by themselves", "Changed there"]
    text = table(head, rows, numbers=(3, 4, 5)) if found else "Copy a system twice; then it is compared with itself."
    terminal.result(document, text)
    return 0


def lists(opened: Workspace, arguments: Namespace, wanted: FindingFilter | None, terminal: Terminal) -> int:
    """Keep a list, forget one, or tell which are kept."""
    if wanted is not None:
        kept = saved.of(wanted, arguments.keep, arguments.cause or "")
        with opened.database.transaction(opened.actor, "list kept") as tx:
            saved.keep(tx, kept)
    elif arguments.forget:
        with opened.database.transaction(opened.actor, "list forgotten") as tx:
            saved.forget(tx, arguments.forget)
    with opened.database.read() as conn:
        names = [each.name for each in saved.every(conn)]
    terminal.result({"lists": names}, "\n".join(names) if names else "No list is kept.")
    return 0


def corrections(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    """The list on paper."""
    from clubos_desktop.evidence import corrections as paper  # noqa: PLC0415 - PDF libraries, only for paper

    at = to_instant(opened.clock.now())
    with opened.database.read() as conn:
        found = correcting.listed(conn, at)
    files.write(arguments.pdf, paper.draw(opened.club.name, at, opened.club.zone, found), private=True)
    said = f"{len(found):,} corrections are in {arguments.pdf}. It holds personal data."
    terminal.result({"path": str(arguments.pdf), "corrections": len(found)}, said)
    return 0


def hand_over(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    """Give corrections to somebody else: those with --id, or all."""
    at = to_instant(opened.clock.now())
    with opened.database.read() as conn:
        found = {each.finding.difference.id: each.finding.seen for each in correcting.listed(conn, at)}
    wanted = set(arguments.id or found)
    unknown = sorted(wanted - found.keys())
    if unknown or not wanted:
        raise InputError(
            f"{unknown[0] if unknown else 'Nothing'} is not on the list of corrections. Nothing was changed.",
            remedy="List them: clubos-desktop resolve --corrections.",
            code="correct.unknown",
        )
    seen = {identity: found[identity] for identity in wanted}
    batch = correcting.hand_over(opened.database, seen, arguments.hand_over, actor=opened.actor)
    said = f"Handed over {len(seen):,}. Undo with: clubos-desktop resolve --undo {batch}."
    terminal.result({"batch": batch, "handed_over": len(seen)}, said)
    return 0
