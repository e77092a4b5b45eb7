"""Schema watch: what a landed run shows against what is known, what stands open, and what a person decides.

A breaking change ends the run of that domain alone, before anything of it is read; the others go on. What was decided
is read in from then on (``mending``). Everything is kept in settings of the workspace's file, keys and forms only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from clubos_desktop.errors import ContractError, InputError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.protocols import Clock, Reader, Source
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Account, Mode, Run
from clubos_desktop.model.schema import COURSE_WORDS, Aside, Change, Course, Decided, Drift, Example, Found
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import left_out, mirror, records, settings
from clubos_desktop.store.database import Database
from clubos_desktop.sync import drift, schema_words
from clubos_desktop.sync.declared import CONTRACTS, LABELLED, PLAIN, Known
from clubos_desktop.sync.drift import Learned
from clubos_desktop.sync.mending import DAY_FIRST, MONTH_FIRST, Mended, as_object, key_of, touches
from clubos_desktop.sync.prepare import Landed
from clubos_desktop.sync.shapes import Seen, Watcher, pick, shown

_PAGES_AT_ONCE = 20
_EXAMPLES = 3

T = TypeVar("T")


@dataclass(slots=True)
class Watched:
    """What watching a landed run came to: how to read it, what stands open, what blocks it ("" when nothing does)."""

    reader: Reader
    open: tuple[Change, ...] = ()
    blocked: str = ""
    seen: Seen = field(default_factory=Seen)
    mended: Mended | None = None

    def settled(self, conn: Connection, run: Run) -> None:
        """Inside the transaction that accepts the run: learn its shape, note what was set aside and what is open."""
        side, domain = run.side, run.domain
        if self.seen.n:
            taught = learned(conn, side, domain) or Learned()
            made = decisions(conn, side, domain)
            about = {name for each in made for name in (each.change.field, each.change.other)}
            taught.learn(self.seen, whole=run.mode is Mode.FULL, decided=about)
            settings.write(conn, _key("learned", side, domain), msgspec.to_builtins(taught))
        if self.mended is not None:
            _note_aside(conn, run, self.mended)


def ready(database: Database, run: Run, source: Source, account: Account, *, clock: Clock) -> Job[Landed]:
    """A landed run ready to be accepted under what was decided. Raises ContractError where the answers changed."""
    found = yield from watch(database, run, source.reader(account), account, clock=clock)
    if found.blocked:
        raise ContractError(found.blocked, remedy=schema_words.REMEDY, code="schema.breaking")
    left = [] if found.mended is None else found.mended.rows
    return Landed(run, found.reader, account, left, found.settled)


def watch(database: Database, run: Run, reader: Reader, account: Account, *, clock: Clock) -> Job[Watched]:
    """Look at every new answer of a landed run. Nothing but the list of open changes is written."""
    side, domain = run.side, run.domain
    known = CONTRACTS.get(account.kind, {}).get(domain)
    if known is None or domain in getattr(reader, "unwatched", ()):  # export files have confirmed columns instead
        return Watched(reader)
    with database.read() as conn:
        taught = learned(conn, side, domain)
        made = decisions(conn, side, domain)
    labelled = LABELLED.get(domain) if side is Side.LEGACY else None
    watcher = Watcher(known, labelled)
    raws = yield from _look(database, run, reader, watcher)
    seen = watcher.seen
    every = drift.changes(side, domain, known, taught, seen)
    settled_ids = {each.change.id for each in made}
    left = tuple(change for change in every if change.id not in settled_ids)
    if left:
        yield Progress(f"Looking what changed about {DOMAIN_LABELS[domain].lower()}")
        left = tuple(_with_examples(database, change, raws, known) for change in left)
    _note_open(database, run, left, to_instant(clock.now()))
    mended = Mended(reader, made) if made else None
    broken = [change for change in left if change.breaking]
    blocked = schema_words.blocked(broken) if broken else ""
    return Watched(mended or reader, left, blocked, seen, mended)


def _look(database: Database, run: Run, reader: Reader, watcher: Watcher) -> Job[list[bytes]]:
    """Show every answer of the pages that are not known to the watcher; some are kept for examples."""
    some: list[bytes] = []
    with database.read() as conn:
        total = mirror.page_count(conn, run.id)
    label = f"Looking at {DOMAIN_LABELS[run.domain].lower()} from {SIDE_LABELS[run.side]}"
    for start in range(0, total, _PAGES_AT_ONCE):
        yield Progress(label, start, total)
        with database.read() as conn:
            bodies = [page.body for page in mirror.pages(conn, run.id, start, _PAGES_AT_ONCE) if page.body]
        for body in bodies:
            try:
                raws = reader.split(run.domain, body)
            except ContractError:
                continue  # the reader tells it in its own words
            for raw in raws:
                watcher.look(raw)
            if len(some) < 2000:
                some += raws
    return some


def _with_examples(database: Database, change: Change, raws: Sequence[bytes], known: Sequence[Known]) -> Change:
    """The change with up to three records before and after."""
    plain = change.field in PLAIN or any(each.path == change.field and (each.decides or each.date) for each in known)
    path = change.other if change.kind is Drift.RENAMED else change.field
    picked: list[tuple[str, dict[str, Any]]] = []
    for raw in raws:
        found = as_object(raw)
        if found is None:
            continue
        shows = touches(found, change) if change.kind is not Drift.NEW else pick(found, path) is not None
        if shows:
            picked.append((key_of(found), found))
        if len(picked) == _EXAMPLES:
            break
    with database.read() as conn:
        hashes = records.stored_hashes(conn, change.side, change.domain, [key for key, _ in picked])
        raw_old = {key: as_object(records.raw_of(conn, identity)) for key, (identity, _) in hashes.items()}
    old = {key: answer for key, answer in raw_old.items() if answer is not None}
    examples = tuple(
        Example(
            key,
            shown(pick(old[key], change.field), plain=plain) if key in old else "not copied before",
            shown(pick(found, path), plain=plain),
        )
        for key, found in picked
    )
    return replace(change, examples=examples)


def from_error(run: Run, error: ContractError) -> tuple[Change, ...]:
    """An answer that could not even be listed, as a change that only time or another way of copying settles."""
    told = error.faults or (error.sentence,)
    fault = told[0].partition(": ")[2] or told[0]
    return (Change(run.side, run.domain, Drift.ANSWER, "the answer", fault[:120], len(told), len(told), breaking=True),)


def note_error(database: Database, run: Run, error: ContractError, at: Instant) -> None:
    """List it among what is open."""
    _note_open(database, run, from_error(run, error), at)


def _note_open(database: Database, run: Run, left: Sequence[Change], at: Instant) -> None:
    """Keep what stands open, each since it was seen first."""
    with database.read() as conn:
        before = {each.change.id: each for each in found(conn, run.side, run.domain)}
        gone_by = not left and not before
    if gone_by:
        return
    # What breaks nothing stays until somebody has seen it. A listing of changes shows some records only: what it does
    # not show may stand all the same.
    kept = [
        each
        for each in before.values()
        if not each.change.breaking or (run.mode is Mode.INCREMENTAL and each.change.kind is not Drift.ANSWER)
    ]
    now = [Found(change, before[change.id].since if change.id in before else at, run.id) for change in left]
    ids = {each.change.id for each in now}
    rows = [*now, *(each for each in kept if each.change.id not in ids)]
    with database.landing() as conn:
        settings.write(conn, _key("found", run.side, run.domain), msgspec.to_builtins(rows))


def _note_aside(conn: Connection, run: Run, mended: Mended) -> None:
    """The records and values that were set aside by this run; what was looked at and is well again leaves the list."""
    side, domain, at = run.side, run.domain, run.started
    old = {(each.key, each.field): each for each in aside(conn, side, domain)}
    now = {(key, ""): why for key, why in mended.rows} | {(key, path): why for key, path, why in mended.values}
    kept = {
        place: each
        for place, each in old.items()
        if place in now
        or (each.field and each.key not in mended.looked)
        or (not each.field and run.mode is not Mode.FULL)
    }
    for place, why in now.items():
        kept.setdefault(place, Aside(side, domain, place[0], place[1], why, at, run.id))
    left_out.note(conn, side, domain, tuple(kept.values()))


# --- what stands


def _key(what: str, side: Side, domain: Domain) -> str:
    return f"schema.{what}.{side}.{domain}"


def _list(conn: Connection, key: str, kind: type[T]) -> tuple[T, ...]:
    rows: tuple[T, ...] = msgspec.convert(settings.get(conn, key, []), tuple[kind, ...])  # type: ignore[valid-type]
    return rows


def learned(conn: Connection, side: Side, domain: Domain) -> Learned | None:
    """What accepted runs taught; None before the first."""
    kept = settings.get(conn, _key("learned", side, domain), None)
    return None if kept is None else msgspec.convert(kept, Learned)


def found(conn: Connection, side: Side, domain: Domain) -> tuple[Found, ...]:
    """Changes that wait for a person."""
    return _list(conn, _key("found", side, domain), Found)


def decisions(conn: Connection, side: Side, domain: Domain) -> tuple[Decided, ...]:
    """What was decided, in the order decided."""
    return _list(conn, _key("decided", side, domain), Decided)


def aside(conn: Connection, side: Side, domain: Domain) -> tuple[Aside, ...]:
    """Records and values that were set aside."""
    return left_out.aside(conn, side, domain)


def every(conn: Connection, read: Callable[[Connection, Side, Domain], tuple[T, ...]]) -> tuple[T, ...]:
    """``found``, ``decisions`` or ``aside`` of all sides and domains."""
    return tuple(each for side in Side for domain in Domain for each in read(conn, side, domain))


def decide(database: Database, change_id: str, course: Course, *, to: str, reason: str, actor: str) -> Decided:
    """Decide about an open change. Raises InputError (no such change, course or meaning)."""
    with database.read() as conn:
        known = {each.change.id: each for each in every(conn, found)}
    if change_id not in known:
        raise InputError(
            "There is no such change among those that wait. Nothing was decided.",
            remedy="Look at the list again: a later copy may have settled it.",
            code="schema.unknown",
        )
    change = known[change_id].change
    _check(change, course, to)
    side, domain = change.side, change.domain
    subject = {"side": side.value, "domain": domain.value, "change": change.id, "course": course.value}
    with database.transaction(actor, "schema decided", subject) as tx:
        conn = tx.connection
        decided = Decided(change, course, to, reason, actor, tx.at)
        made = [each for each in decisions(conn, side, domain) if each.change.id != change_id]
        settings.put(tx, _key("decided", side, domain), msgspec.to_builtins([*made, decided]))
        left = [each for each in found(conn, side, domain) if each.change.id != change_id]
        settings.put(tx, _key("found", side, domain), msgspec.to_builtins(left))
    return decided


def withdraw(database: Database, change_id: str, *, actor: str) -> Decided:
    """Take a decision back; every record of the domain is read anew with the next copy of everything."""
    with database.read() as conn:
        made = {each.change.id: each for each in every(conn, decisions)}
    if change_id not in made:
        raise InputError(
            "There is no such decision. Nothing was changed.", remedy="Look at the list again.", code="schema.unknown"
        )
    change = made[change_id].change
    side, domain = change.side, change.domain
    subject = {"side": side.value, "domain": domain.value, "change": change.id}
    with database.transaction(actor, "schema decision withdrawn", subject) as tx:
        left = [each for each in decisions(tx.connection, side, domain) if each.change.id != change_id]
        settings.put(tx, _key("decided", side, domain), msgspec.to_builtins(left))
        records.read_anew(tx.connection, side, domain)
    return made[change_id]


def _check(change: Change, course: Course, to: str) -> None:
    if course not in change.courses:
        can = ", ".join(COURSE_WORDS[each].lower() for each in change.courses) or "copy again, or use export files"
        raise InputError(
            f"That cannot be decided about this change. Nothing was decided. It can be: {can}.",
            remedy="Choose one of these.",
            code="schema.course",
        )
    needs = course is Course.MAP and change.kind in (Drift.MISSING, Drift.WORD)
    slashed = (
        change.kind is Drift.DATE_FORM
        and course is Course.ACCEPT
        and change.other.startswith(("#/#/#", "#.#.#", "#-#-#"))
    )
    if (needs and not to) or (slashed and to not in (DAY_FIRST, MONTH_FIRST)):
        raise InputError(
            "It has to be said what is meant. Nothing was decided.",
            remedy=f"Say {MONTH_FIRST} or {DAY_FIRST}." if slashed else "Name the field or word that is meant.",
            code="schema.meaning",
        )
