"""``resolve`` and ``known``: deciding about differences, one or many, with undo."""

from argparse import Namespace
from collections.abc import Sequence

from sqlalchemy import Connection

from clubos_desktop.cli import telling
from clubos_desktop.cli.differing import label
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.settling_words import CHOICE_WORDS, STANDING_WORDS, finding_json, headline, summary_json, told
from clubos_desktop.cli.terminal import MOST, Terminal, table
from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import bulk, deciding, patterns, reading, saved
from clubos_desktop.findings.agreed import changed_in_both
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.differences import KIND_WORDS, Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.findings import DECIDABLE, NEEDING, Choice, Finding, Ruling, Standing
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import to_instant, wall
from clubos_desktop.store import decisions, people
from clubos_desktop.store.views import DifferenceFilter, Order
from clubos_desktop.sync import rulebook
from clubos_desktop.verification.acts.board import set_limits
from clubos_desktop.verification.measure import known_at
from clubos_desktop.verification.registers.known import locks
from clubos_desktop.workspace import Workspace


def resolve(arguments: Namespace, terminal: Terminal) -> int:
    """List, decide, undo or tell what was decided. Exit code 1 while something needs a person."""
    asked = (arguments.keep, arguments.forget, arguments.hand_over)
    deciding_now = arguments.choice and (arguments.id or arguments.yes or arguments.stamp)
    writing = arguments.undo is not None or bool(deciding_now) or any(each is not None for each in asked)
    with workspace(arguments, writing=writing) as opened:
        other = _other(opened, arguments, terminal)
        if other is not None:
            return other
        if arguments.undo is not None:
            return _undo(opened, arguments.undo or None, terminal)
        if arguments.history:
            return _history(opened, terminal, arguments.limit)
        if arguments.choice:
            return _decide(opened, arguments, terminal)
        return _list(opened, arguments, terminal)


def _other(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int | None:
    """What is neither a list nor a decision; None when nothing of it was asked for."""
    if arguments.show is not None or arguments.weeks or arguments.noise:
        return telling.tell(opened, arguments, terminal)
    if arguments.hand_over is not None:
        return telling.hand_over(opened, arguments, terminal)
    if arguments.pdf is not None:
        return telling.corrections(opened, arguments, terminal)
    if arguments.keep is not None:
        with opened.database.read() as conn:
            wanted = filter_of(arguments, conn, opened.club.zone, to_instant(opened.clock.now()))
        return telling.lists(opened, arguments, wanted, terminal)
    return telling.lists(opened, arguments, None, terminal) if arguments.forget or arguments.lists else None


def filter_of(arguments: Namespace, conn: Connection, zone_name: str, at: Instant) -> FindingFilter:
    """The filter that the arguments name; without --standing what needs a person. Raises InputError."""
    if getattr(arguments, "list", None):
        return saved.wanted_of(conn, saved.named(conn, arguments.list), zone_name)
    kinds = (Kind(arguments.kind),) if arguments.kind else DECIDABLE
    domain = Domain(arguments.domain) if arguments.domain else None
    order = Order(arguments.order) if getattr(arguments, "order", None) else Order.HARM
    wanted = DifferenceFilter(domain=domain, kinds=kinds, field=arguments.field, text=arguments.text, order=order)
    standings = tuple(Standing(each) for each in arguments.standing or ()) or NEEDING
    ids = patterns.ids_of(conn, arguments.cause, zone_name) if arguments.cause else None
    if getattr(arguments, "both", False):
        ids = changed_in_both(conn, rulebook.of_club(conn), at)
    return FindingFilter(wanted, standings, ids)


def _list(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    at, zone = to_instant(opened.clock.now()), opened.club.zone
    with opened.database.read() as conn:
        summary = reading.summary(conn, at)
        names = people.names(conn)
        moved: frozenset[int] = frozenset()
        if arguments.corrections:
            found = deciding.corrections(conn, at)
            moved = decisions.moved(conn, [each.difference.id for each in found])
        else:
            found = tuple(reading.every(conn, at, filter_of(arguments, conn, zone, at)))
    shown = found[: max(1, arguments.limit)]
    rows = table(["Id", "Who or what", "Field", "Wild Apricot", "ClubOS", "", "Decided"], _rows(shown, names, zone))
    more = f"\n{len(found) - len(shown):,} more; --limit shows more of them." if len(found) > len(shown) else ""
    if moved:
        more += f"\n{len(moved):,} of them hold other values now than when they were decided: look at them again first."
    told = [finding_json(each) | {"changed": each.difference.id in moved} for each in found]
    document = {"summary": summary_json(summary), "findings": told}
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
        if not arguments.yes:
            with opened.database.read() as conn:
                bulk.refuse_perhaps(conn, reading.every(conn, at, FindingFilter(ids=_ids(arguments))), ruling)
        if unknown:
            raise InputError(
                f"There is no difference {unknown[0]} that stands. Nothing was decided.",
                remedy="List them with their numbers: clubos-desktop resolve.",
                code="decide.unknown",
            )
        batch = deciding.decide(opened.database, seen, ruling, clock=clock, actor=actor, zone_name=zone)
        return _decided(opened, batch, terminal)
    with opened.database.read() as conn:
        wanted = filter_of(arguments, conn, zone, at)
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
    if effect.perhaps:
        lines.append(f"  {effect.perhaps:>6,} of them may be there under another name. First: clubos-desktop match.")
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
        "perhaps_another": effect.perhaps,
        "stamp": effect.stamp,
    }


def _act_words(act: str) -> str:
    return CHOICE_WORDS[Choice(act)] if act in set(Choice) else act


def _undo(opened: Workspace, batch: int | None, terminal: Terminal) -> int:
    undone = deciding.undo(opened.database, batch, clock=opened.clock, actor=opened.actor)
    left = f" {undone.left:,} were decided anew or are gone, and stay." if undone.left else ""
    document = {"batch": undone.batch, "undone": undone.n, "left": undone.left}
    with opened.database.read() as conn:
        found, names = decisions.batch(conn, undone.batch), people.names(conn)
    what = "" if found is None else f" ({_act_words(found.act)} by {names.get(found.by, found.by).split(',')[0]})"
    terminal.result(document, f"Undone: {undone.n:,} decisions{what}.{left}")
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


def known(arguments: Namespace, terminal: Terminal) -> int:
    """The differences accepted until a day, next to end first; or set how many there may be."""
    change = {"known": arguments.limit, "equal": arguments.equal}
    wanted_limits = {key: n for key, n in change.items() if n is not None}
    if any(n < 0 for n in wanted_limits.values()):
        raise InputError(
            "The limit needs a number of 0 or more. Nothing was changed.", remedy="Say a number.", code="limit"
        )
    with workspace(arguments, writing=bool(wanted_limits)) as opened:
        at, zone = to_instant(opened.clock.now()), opened.club.zone
        if wanted_limits:
            with opened.database.read() as conn:
                locked = locks(known_at(conn, at, zone).kept)
            if locked:
                raise RefusedError(
                    "The board has locked the limits; another number needs its vote. Nothing was changed.",
                    remedy="Bring it to the board: clubos-desktop vote, then limits.",
                    code="limit.locked",
                )
            set_limits(opened.database, opened.actor, wanted_limits)
        with opened.database.read() as conn:
            wanted = FindingFilter(DifferenceFilter(kinds=DECIDABLE), (Standing.ACCEPTED, Standing.EXPIRED))
            found = sorted(
                reading.every(conn, at, wanted), key=lambda one: (one.decision and one.decision.expires) or ""
            )
            names, limit = people.names(conn), deciding.known_limit(conn)
            equal = {"limit": deciding.equal_limit(conn), "now": deciding.equal_now(conn)}
    live = sum(each.standing is Standing.ACCEPTED for each in found)
    rows = table(["Id", "Who or what", "Field", "Wild Apricot", "ClubOS", "", "Decided"], _rows(found, names, zone))
    document = {
        "limit": limit,
        "accepted": live,
        "findings": [finding_json(each) for each in found],
        "equal": equal,
    }
    first = (
        f"{live} of at most {limit} differences are accepted; "
        f"{equal['now']} of at most {equal['limit']} are treated as equal one by one."
    )
    terminal.result(document, f"{first}\n\n{rows}" if found else first)
    return 1 if live < len(found) else 0
