"""Many differences settled alike: filter, preview of the effect, one act, one undo (features.md E16).

What was previewed is what is applied: when a copy changed the set in between, nothing is decided.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from xxhash import xxh3_128

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import deciding, reading
from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.findings import Choice, Finding, Ruling
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import views
from clubos_desktop.store.database import Database

_SAMPLES = 5
_WHOLE = (Choice.CLUBOS, Choice.LEGACY)
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Group:
    """How many differences of one kind and field a ruling would settle."""

    domain: Domain
    kind: Kind
    field: str
    n: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a ruling would do to the differences of a filter.

    ``left`` are sentences why some do not fit, with how many; ``decided`` of ``n`` were decided otherwise before;
    ``perhaps`` of ``n`` would be added or removed though they may be another record under another name (a suggested
    pair); ``stamp`` names exactly what was looked at and goes into ``apply``.
    """

    n: int
    groups: tuple[Group, ...]
    samples: tuple[Finding, ...]
    left: tuple[tuple[str, int], ...]
    decided: int
    stamp: str
    perhaps: int = 0


def preview(conn: Connection, wanted: FindingFilter, ruling: Ruling, at: Instant) -> Effect:
    """The effect of a ruling, without deciding anything."""
    fitting, left = _sorted(reading.every(conn, at, wanted), ruling)
    return replace(_effect(fitting, left), perhaps=_perhaps(conn, fitting) if ruling.choice in _WHOLE else 0)


def refuse_perhaps(conn: Connection, found: Iterable[Finding], ruling: Ruling) -> None:
    """Adding or removing a record that may be another one asks first. Raises RefusedError."""
    if ruling.choice in _WHOLE and (n := _perhaps(conn, found)):
        raise RefusedError(
            f"{n} of these would be added or removed though perhaps there under another name. Nothing was decided.",
            remedy="Look at the pairs first: clubos-desktop match. To decide in spite of them say --yes.",
            code="decide.perhaps",
        )


def _perhaps(conn: Connection, fitting: Iterable[Finding]) -> int:
    """How many records that one system lacks may stand in it under another name."""
    alone = [each.difference for each in fitting if each.difference.kind in (Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)]
    return views.suggested(
        conn,
        [(each.domain, Side.LEGACY, each.legacy_id) for each in alone if each.legacy_id is not None]
        + [(each.domain, Side.CLUBOS, each.clubos_id) for each in alone if each.clubos_id is not None],
    )


def apply(
    database: Database,
    wanted: FindingFilter,
    ruling: Ruling,
    stamp: str,
    *,
    clock: Clock,
    actor: str,
    zone_name: str,
) -> Job[int]:
    """Decide all that ``preview`` counted, in one transaction. Returns the batch.

    Closing the job, or a crash, leaves everything as it was. Raises InputError, RefusedError.
    """
    at = to_instant(clock.now())
    expires = deciding.check(ruling, at, zone_name)
    with database.read() as conn:
        after: int | None = None
        done = 0
        while True:  # a look before the act, so that the act itself is short and Stop is heard
            some = reading.page(conn, at, wanted, after=after, limit=_AT_ONCE)
            done += len(some.rows)
            yield Progress("Looking at what is to be settled", done, some.total)
            after = some.next
            if after is None:
                break
    with database.transaction(actor, f"decided: {ruling.choice.value}") as tx:
        fitting, left = _sorted(reading.every(tx.connection, tx.at, wanted), ruling)
        if not fitting:
            raise InputError(
                "None of these differences can be settled so. Nothing was decided.",
                remedy="Choose others, or another decision.",
                code="bulk.none",
            )
        if _effect(fitting, left).stamp != stamp:
            raise RefusedError(
                f"What you looked at changed meanwhile: there are {len(fitting)} now. Nothing was decided.",
                remedy="Look at the preview again.",
                code="bulk.stale",
            )
        return deciding.write(tx, fitting, ruling, expires)


def _sorted(found: Iterable[Finding], ruling: Ruling) -> tuple[list[Finding], Counter[str]]:
    fitting: list[Finding] = []
    left: Counter[str] = Counter()
    for each in found:
        why = deciding.unfit(each, ruling)
        if why is None:
            fitting.append(each)
        else:
            left[why] += 1
    return fitting, left


def _effect(fitting: Sequence[Finding], left: Counter[str]) -> Effect:
    rows = [each.difference for each in fitting]
    groups = Counter((row.domain, row.kind, row.field) for row in rows)
    stamp = xxh3_128()
    for each in sorted(fitting, key=lambda one: one.difference.id):
        decided = each.decision.id if each.decision else 0
        stamp.update(f"{each.difference.id} {decided} ".encode() + each.seen)
    step = max(1, len(fitting) // _SAMPLES)
    return Effect(
        len(fitting),
        tuple(Group(*group, n) for group, n in groups.most_common()),
        tuple(fitting[::step][:_SAMPLES]),
        tuple(left.most_common()),
        sum(each.decision is not None for each in fitting),
        stamp.hexdigest(),
    )
