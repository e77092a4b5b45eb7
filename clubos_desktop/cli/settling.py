"""``resolve`` and ``known``: deciding about differences, one or many, with undo."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.cli.differing import KIND_WORDS, label
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import MOST, Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.findings import bulk, deciding, patterns, reading
from clubos_desktop.findings.reading import FindingFilter, Summary
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.findings import DECIDABLE, NEEDING, Choice, Decision, Finding, Ruling, Standing
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import day_of, from_instant, spell, to_instant, wall
from clubos_desktop.store import decisions, people, settings
from clubos_desktop.store.views import DifferenceFilter
from clubos_desktop.workspace import Workspace

STANDING_WORDS = {
    Standing.OPEN: "needs you",
    Standing.STILL_THERE: "still there",
    Standing.EXPIRED: "no longer accepted",
    Standing.TO_CORRECT: "to be corrected",
    Standing.ASKED: "somebody is asked",
    Standing.ACCEPTED: "accepted",
    Standing.EQUAL: "treated as equal",
}
CHOICE_WORDS = {
    Choice.CLUBOS: "To be corrected in ClubOS",
    Choice.LEGACY: "To be corrected in Wild Apricot",
    Choice.VALUE: "Another value for both",
    Choice.EQUAL: "Treated as equal",
    Choice.ACCEPT: "Accepted for now",
    Choice.ASK: "Somebody is asked",
    Choice.UNDECIDED: "Undecided",
    Choice.NOTE: "Note",
}


def resolve(arguments: Namespace, terminal: Terminal) -> int:
    """List, decide, undo or tell what was decided. Exit code 1 while something needs a person."""
    writing = arguments.undo is not None or bool(
        arguments.choice and (arguments.id or arguments.yes or arguments.stamp)
    )
    with workspace(arguments, writing=writing) as opened:
        if arguments.undo is not None:
            return _undo(opened, arguments.undo or None, terminal)
        if arguments.history:
            return _history(opened, terminal, arguments.limit)
        if arguments.choice:
            return _decide(opened, arguments, terminal)
        return _list(opened, arguments, terminal)


def filter_of(arguments: Namespace, conn: Connection, zone_name: str) -> FindingFilter:
    """The filter that the arguments name; without --standing what needs a person. Raises InputError."""
    kinds = (Kind(arguments.kind),) if arguments.kind else DECIDABLE
    domain = Domain(arguments.domain) if arguments.domain else None
    wanted = DifferenceFilter(domain=domain, kinds=kinds, field=arguments.field, text=arguments.text)
    standings = tuple(Standing(each) for each in arguments.standing or ()) or NEEDING
    ids = patterns.ids_of(conn, arguments.cause, zone_name) if arguments.cause else None
    return FindingFilter(wanted, standings, ids)


def _list(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    at, zone = to_instant(opened.clock.now()), opened.club.zone
    with opened.database.read() as conn:
        summary = reading.summary(conn, at)
        names = people.names(conn)
        if arguments.corrections:
            found = deciding.corrections(conn, at)
        else:
            found = tuple(reading.every(conn, at, filter_of(arguments, conn, zone)))
    shown = found[: max(1, arguments.limit)]
    rows = table(["Id", "Who or what", "Field", "Wild Apricot", "ClubOS", "", "Decided"], _rows(shown, names, zone))
    more = f"\n{len(found) - len(shown):,} more; --limit shows more of them." if len(found) > len(shown) else ""
    document = {"summary": summary_json(summary), "findings": [finding_json(each) for each in found]}
    terminal.result(document, f"{headline(summary)}\n\n{rows}{more}" if found else headline(summary))
    return 1 if summary.needing else 0


def _rows(found: Sequence[Finding], names: dict[str, str], zone: str) -> list[list[object]]:
    return [
        [
            each.difference.id,
            _short(each.difference.who, 34),
            label(each.difference) or KIND_WORDS[each.difference.kind],
            _short(each.difference.legacy or "", 26),
            _short(each.difference.clubos or "", 26),
            STANDING_WORDS[each.standing],
            "" if each.decision is None else told(each.decision, names, zone),
        ]
        for each in found
    ]


def _short(text: str, width: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"


def told(decision: Decision, names: dict[str, str], zone: str) -> str:
    """A decision in words: "Accepted for now until 31 Jan 2027: asked her"."""
    owner = f", {names.get(decision.owner, decision.owner)}" if decision.owner else ""
    until = f" until {last_day(decision.expires, zone)}" if decision.expires else ""
    value = f" “{decision.value}”" if decision.value else ""
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{CHOICE_WORDS[decision.choice]}{value}{owner}{until}{reason}"


def last_day(expires: Instant, zone: str) -> str:
    """The day at whose end an acceptance ends."""
    before = to_instant(from_instant(expires) - timedelta(minutes=1))
    return spell(day_of(before, zone))


def headline(summary: Summary) -> str:
    """What stands, with everything that is not in the list beside it."""
    n, standing = summary.needing, summary.standing
    first = f"{n:,} differences need you." if n != 1 else "1 difference needs you."
    others = (
        (summary.once, "of them seen once"),
        (standing.get(Standing.TO_CORRECT, 0), "to be corrected"),
        (standing.get(Standing.ASKED, 0), "asked"),
        (standing.get(Standing.ACCEPTED, 0), "accepted"),
        (standing.get(Standing.EQUAL, 0), "treated as equal"),
        (summary.ignored, "equal by your rules"),
        (summary.not_comparable, "cannot be compared"),
    )
    return first + " Beside them: " + ", ".join(f"{count:,} {what}" for count, what in others) + "."


def _decide(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    with opened.database.read() as conn:
        owner = deciding.owner_of(conn, arguments.owner)
    ruling = Ruling(Choice(arguments.choice), arguments.reason, arguments.value, owner, arguments.until)
    zone, clock, actor = opened.club.zone, opened.clock, opened.actor
    at = to_instant(clock.now())
    deciding.check(ruling, at, zone)
    if arguments.id:
        with opened.database.read() as conn:
            seen = {
                each.difference.id: each.seen for each in reading.every(conn, at, FindingFilter(ids=_ids(arguments)))
            }
        unknown = sorted(set(arguments.id) - seen.keys())
        if unknown:
            raise InputError(
                f"There is no difference {unknown[0]} that stands. Nothing was decided.",
                remedy="List them with their numbers: clubos-desktop resolve.",
                code="decide.unknown",
            )
        batch = deciding.decide(opened.database, seen, ruling, clock=clock, actor=actor, zone_name=zone)
        return _decided(opened, batch, terminal)
    with opened.database.read() as conn:
        wanted = filter_of(arguments, conn, zone)
        effect = bulk.preview(conn, wanted, ruling, at)
    if not arguments.yes and not arguments.stamp:
        terminal.result(effect_json(effect), _effect_text(effect, ruling))
        return 0
    stamp = arguments.stamp or effect.stamp
    job = bulk.apply(opened.database, wanted, ruling, stamp, clock=clock, actor=actor, zone_name=zone)
    return _decided(opened, terminal.drive(job), terminal)


def _ids(arguments: Namespace) -> tuple[int, ...]:
    return tuple(arguments.id)


def _decided(opened: Workspace, batch: int, terminal: Terminal) -> int:
    with opened.database.read() as conn:
        made = decisions.batch(conn, batch)
        summary = reading.summary(conn, to_instant(opened.clock.now()))
    n = made.n if made else 0
    document = {"batch": batch, "decided": n, "summary": summary_json(summary)}
    terminal.result(document, f"Settled {n:,}. Undo with: clubos-desktop resolve --undo {batch}.\n{headline(summary)}")
    return 0


def _effect_text(effect: bulk.Effect, ruling: Ruling) -> str:
    lines = [f"{CHOICE_WORDS[ruling.choice]}: {effect.n:,} differences. Nothing was decided yet; say --yes to decide."]
    for group in effect.groups:
        field = f", {group.field.replace('_', ' ')}" if group.field else ""
        lines.append(f"  {group.n:>6,}  {DOMAIN_LABELS[group.domain]}{field}: {KIND_WORDS[group.kind]}")
    for each in effect.samples:
        row = each.difference
        lines.append(
            f"          for example {row.who}: {_short(row.legacy or '–', 30)} / {_short(row.clubos or '–', 30)}"
        )
    lines += [f"  {n:>6,}  left: {why}" for why, n in effect.left]
    if effect.decided:
        lines.append(f"  {effect.decided:>6,} of them were decided otherwise before.")
    return "\n".join(lines)


def effect_json(effect: bulk.Effect) -> dict[str, object]:
    """A preview under stable names."""
    return {
        "would_settle": effect.n,
        "groups": [
            {"domain": each.domain.value, "kind": each.kind.value, "field": each.field, "n": each.n}
            for each in effect.groups
        ],
        "samples": [finding_json(each) for each in effect.samples],
        "left": [{"why": why, "n": n} for why, n in effect.left],
        "decided_before": effect.decided,
        "stamp": effect.stamp,
    }


def _undo(opened: Workspace, batch: int | None, terminal: Terminal) -> int:
    undone = deciding.undo(opened.database, batch, clock=opened.clock, actor=opened.actor)
    left = f" {undone.left:,} were decided anew or are gone, and stay." if undone.left else ""
    document = {"batch": undone.batch, "undone": undone.n, "left": undone.left}
    terminal.result(document, f"Undone: {undone.n:,} decisions.{left}")
    return 0


def _history(opened: Workspace, terminal: Terminal, limit: int) -> int:
    with opened.database.read() as conn:
        found = decisions.batches(conn, limit=min(max(1, limit), MOST))
        names = people.names(conn)
    zone = opened.club.zone
    rows = [
        [
            each.id,
            wall(each.at, zone),
            names.get(each.by, each.by),
            act_words(each.act),
            each.n,
            "undone" * bool(each.undone),
        ]
        for each in found
    ]
    document = {
        "batches": [
            {
                "batch": each.id,
                "at": each.at,
                "by": names.get(each.by, each.by),
                "act": each.act,
                "n": each.n,
                "undone": each.undone,
            }
            for each in found
        ]
    }
    terminal.result(document, table(["Batch", "When", "Who", "What", "How many", ""], rows, numbers=(0, 4)))
    return 0


def act_words(act: str) -> str:
    """A batch's act in words."""
    others = {"together": "Belong together", "apart": "Do not belong together", deciding.SHEET: "By a spreadsheet"}
    return others.get(act) or CHOICE_WORDS[Choice(act)]


def summary_json(summary: Summary) -> dict[str, object]:
    """What stands, under stable names."""
    return {
        "needing": summary.needing,
        "seen_once": summary.once,
        "standing": {each.value: summary.standing.get(each, 0) for each in Standing},
        "ignored": summary.ignored,
        "not_comparable": summary.not_comparable,
    }


def finding_json(found: Finding) -> dict[str, object]:
    """A difference with its decision, under stable names."""
    row, decision = found.difference, found.decision
    return {
        "id": row.id,
        "domain": row.domain.value,
        "kind": row.kind.value,
        "legacy_id": row.legacy_id,
        "clubos_id": row.clubos_id,
        "who": row.who,
        "field": row.field,
        "legacy": row.legacy,
        "clubos": row.clubos,
        "standing": found.standing.value,
        "decision": None
        if decision is None
        else {
            "choice": decision.choice.value,
            "batch": decision.batch,
            "at": decision.at,
            "by": decision.by,
            "reason": decision.reason,
            "value": decision.value,
            "owner": decision.owner,
            "expires": decision.expires,
        },
    }


def known(arguments: Namespace, terminal: Terminal) -> int:
    """The differences accepted until a day, next to end first; or set how many there may be."""
    if arguments.limit is not None and arguments.limit < 0:
        raise InputError(
            "The limit needs a number of 0 or more. Nothing was changed.", remedy="Say a number.", code="limit"
        )
    with workspace(arguments, writing=arguments.limit is not None) as opened:
        at, zone = to_instant(opened.clock.now()), opened.club.zone
        if arguments.limit is not None:
            with opened.database.transaction(opened.actor, "limit changed", {"limit": "known"}) as tx:
                chosen = settings.get(tx.connection, "limits", {})
                settings.put(tx, "limits", {**chosen, "known": arguments.limit})
                tx.subject["value"] = arguments.limit
        with opened.database.read() as conn:
            wanted = FindingFilter(DifferenceFilter(kinds=DECIDABLE), (Standing.ACCEPTED, Standing.EXPIRED))
            found = sorted(
                reading.every(conn, at, wanted), key=lambda one: (one.decision and one.decision.expires) or ""
            )
            names, limit = people.names(conn), deciding.known_limit(conn)
    live = sum(each.standing is Standing.ACCEPTED for each in found)
    rows = table(["Id", "Who or what", "Field", "Wild Apricot", "ClubOS", "", "Decided"], _rows(found, names, zone))
    document = {"limit": limit, "accepted": live, "findings": [finding_json(each) for each in found]}
    first = f"{live} of at most {limit} differences are accepted."
    terminal.result(document, f"{first}\n\n{rows}" if found else first)
    return 1 if live < len(found) else 0
