"""``match``: pairs that may belong together; what a person says of them, and its undo."""

from argparse import Namespace
from collections.abc import Sequence

from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.findings import doubles, matching
from clubos_desktop.findings.matching import Followed
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.time import wall
from clubos_desktop.store import people, verdicts, views
from clubos_desktop.sync import rulebook
from clubos_desktop.workspace import Workspace


def match(arguments: Namespace, terminal: Terminal) -> int:
    """List suggestions, or act on pairs. Exit code 1 while suggestions wait."""
    with workspace(arguments, writing=arguments.act in ("confirm", "reject", "split", "undo", "one", "two")) as opened:
        if arguments.act in ("doubles", "one", "two"):
            return _doubles(opened, arguments, terminal)
        if arguments.act in (None, "history"):
            return _history(opened, terminal) if arguments.act else _suggestions(opened, arguments, terminal)
        return _act(opened, arguments, terminal)


def _doubles(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    """Two records of one system: list them, or say that they are one, or two."""
    with opened.database.read() as conn:
        rules = rulebook.of_club(conn)
        if arguments.act == "doubles":
            return _list_doubles(doubles.found(conn, rules), terminal)
        if len(arguments.ids) != 2:
            raise InputError(
                "Two ids of one system are needed. Nothing was changed.",
                remedy="List them: clubos-desktop match doubles.",
                code="match.ids",
            )
        double = doubles.one(conn, rules, *arguments.ids)
    if arguments.act == "two":
        doubles.say_two(opened.database, [double.place], actor=opened.actor)
        terminal.result({"two": list(arguments.ids)}, "They are two and are not listed again.")
        return 0
    zone, clock = opened.club.zone, opened.clock
    batch = doubles.merge(opened.database, double, clock=clock, actor=opened.actor, zone_name=zone)
    said = f"It stands on the list of corrections. Undo with: clubos-desktop resolve --undo {batch}."
    terminal.result({"batch": batch}, said)
    return 0


def _list_doubles(found: Sequence[doubles.Double], terminal: Terminal) -> int:
    rows = [
        [
            SIDE_LABELS[each.side],
            each.first.key,
            each.first.title,
            each.second.key,
            each.second.title,
            "one, twice" if each.likely else "perhaps a couple",
            ", ".join(each.reasons),
        ]
        for each in found
    ]
    document = {
        "doubles": [
            {
                "side": each.side.value,
                "domain": each.domain.value,
                "ids": [each.first.key, each.second.key],
                "titles": [each.first.title, each.second.title],
                "likely": each.likely,
                "reasons": list(each.reasons),
            }
            for each in found
        ]
    }
    head = ["", "Id", "", "Id", "", "", "Why"]
    terminal.result(document, table(head, rows) if found else "No record seems to be there twice.")
    return 1 if any(each.likely for each in found) else 0


def _act(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    database, actor, reason = opened.database, opened.actor, arguments.reason
    if arguments.act == "undo":
        return _followed(matching.undo(database, arguments.batch, actor=actor), terminal)
    domain, chosen = Domain(arguments.domain or Domain.MEMBERS), _pairs(arguments.ids)
    if arguments.act == "split":
        if len(chosen) != 1:
            raise InputError(
                "One pair is parted at a time. Nothing was changed.", remedy="Say two ids.", code="match.ids"
            )
        return _followed(matching.split(database, domain, *chosen[0], actor=actor, reason=reason), terminal)
    act = matching.confirm if arguments.act == "confirm" else matching.reject
    return _followed(act(database, domain, chosen, actor=actor, reason=reason), terminal)


def _pairs(ids: Sequence[str]) -> list[tuple[str, str]]:
    if not ids or len(ids) % 2:
        raise InputError(
            "A pair is two ids: Wild Apricot's, then ClubOS's. Nothing was changed.",
            remedy="Look them up: clubos-desktop match.",
            code="match.ids",
        )
    return list(zip(ids[::2], ids[1::2], strict=True))


def _followed(followed: Followed, terminal: Terminal) -> int:
    document = {
        "batch": followed.batch,
        "registrations": followed.registrations,
        "differences": followed.differences,
    }
    n, more = abs(followed.registrations), followed.registrations >= 0
    said = f"{n} registrations {'followed' if more else 'were parted with it'}; " if n else ""
    now = abs(followed.differences)
    figure = f"{now} differences {'fewer' if followed.differences < 0 else 'more'}"
    terminal.result(document, f"Done. {said}{figure}. Undo with: clubos-desktop match undo --batch {followed.batch}.")
    return 0


def _suggestions(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    domain = Domain(arguments.domain) if arguments.domain else None
    with opened.database.read() as conn:
        found = list(views.suggestions(conn, domain, limit=1000))
        while (
            found
            and len(found) % 1000 == 0
            and (more := views.suggestions(conn, domain, after=found[-1].id, limit=1000))
        ):
            found += more
    found.sort(key=lambda row: (row.domain, -row.score, row.legacy_id, row.clubos_id))
    rows = [
        [
            row.domain.value,
            row.score,
            row.legacy_id,
            row.legacy_title,
            row.clubos_id,
            row.clubos_title,
            ", ".join(row.reasons),
        ]
        for row in found
    ]
    document = {
        "suggestions": [
            {
                "domain": row.domain.value,
                "score": row.score,
                "legacy_id": row.legacy_id,
                "legacy": row.legacy_title,
                "clubos_id": row.clubos_id,
                "clubos": row.clubos_title,
                "reasons": list(row.reasons),
            }
            for row in found
        ]
    }
    head = ["", "Score", "Wild Apricot id", "", "ClubOS id", "", "Why"]
    text = f"{len(found):,} pairs may belong together.\n\n{table(head, rows, numbers=(1,))}"
    terminal.result(document, text if found else "No pair waits for you.")
    return 1 if found else 0


def _history(opened: Workspace, terminal: Terminal) -> int:
    with opened.database.read() as conn:
        found, names = verdicts.every(conn), people.names(conn)
    words = {verdicts.TOGETHER: "belong together", verdicts.APART: "do not belong together"}
    rows = [
        [
            each.batch,
            wall(each.at, opened.club.zone),
            names.get(each.by, each.by),
            each.legacy,
            each.clubos,
            words[each.choice],
            each.reason,
            "" if each.stands else "over",
        ]
        for each in found
    ]
    document = {
        "pairs": [
            {
                "batch": each.batch,
                "at": each.at,
                "by": names.get(each.by, each.by),
                "domain": each.domain.value,
                "legacy_id": each.legacy,
                "clubos_id": each.clubos,
                "choice": each.choice,
                "reason": each.reason,
                "stands": each.stands,
            }
            for each in found
        ]
    }
    head = ["Batch", "When", "Who", "Wild Apricot id", "ClubOS id", "What", "Why", ""]
    terminal.result(document, table(head, rows) if found else "Nobody has said anything about pairs yet.")
    return 0
