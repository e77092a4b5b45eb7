"""Accept landed runs: all of them, and everything that follows from them, in one transaction (design.md section 5).

Reading, printing and judging happen before, outside the transaction (``prepare``, ``judge``). A run that is not
complete, or that a person must look at first, moves nothing and says why.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.match import Candidate
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import ContractError, RefusedError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.runs import Mode, Run, RunState
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import before, came, contents, failures, mirror, records, views
from clubos_desktop.store.act import Tx
from clubos_desktop.store.database import Database
from clubos_desktop.store.differences import Counts
from clubos_desktop.store.records import Fresh, Stored
from clubos_desktop.sync import completeness, judge, making, rulebook, settle, twice
from clubos_desktop.sync.act import Act, Touched
from clubos_desktop.sync.prepare import Landed, Prepared, prepare

REPLACED = "A later answer took its place."


@dataclass(slots=True)
class _Judged:
    """A prepared run with what was found about it.

    ``vanished`` are ids that were present and are not listed.

    ``listed_ids`` are known records that the source shows (for a listing of changes without keys: those that came).
    ``looked`` says that a person looked at what changed in masses and accepted it.
    """

    prepared: Prepared
    judgement: judge.Judgement
    listed: int
    vanished: set[int] = field(default_factory=set)
    listed_ids: set[int] = field(default_factory=set)
    looked: bool = False


def accept(
    database: Database, landed: Sequence[Landed], rules: RuleSet, *, clock: Clock, actor: str, approved: bool = False
) -> Job[tuple[Run, ...]]:
    """Accept those of the landed runs that may be, in one transaction; the others end with a sentence.

    ``approved`` says that a person looked at what vanished or changed in masses: such runs are not held again.
    Returns the runs as they stand then.
    """
    while True:
        judged = yield from _all_judged(database, landed, rules, approved=approved)
        yield Progress("Taking over what was copied")
        try:
            _write(database, judged, rules, clock=clock, actor=actor, settled=[each.settled for each in landed])
        except _StaleError:
            continue  # another act was accepted between reading and writing: read again
        with database.read() as conn:
            runs = (views.run(conn, each.run.id) for each in landed)
            return tuple(run for run in runs if run is not None)


def accept_held(database: Database, landed: Landed, rules: RuleSet, *, clock: Clock, actor: str) -> Job[Run]:
    """Accept a held run after a person saw what vanished or changed (``views.held``).

    Raises RefusedError when the run does not wait any more.
    """
    if landed.run.state is not RunState.HELD:
        raise RefusedError(
            "This copy does not wait for an OK any more. Nothing was changed.",
            remedy="Look at the latest copy instead.",
            code="copy.not_held",
        )
    runs = yield from accept(database, [landed], rules, clock=clock, actor=actor, approved=True)
    return runs[0]


class _StaleError(Exception):
    """The mirror changed since the run was prepared."""


def _all_judged(database: Database, landed: Sequence[Landed], rules: RuleSet, *, approved: bool) -> Job[list[_Judged]]:
    judged = []
    for each in landed:
        one = yield from _judged(database, each, rules, approved=approved)
        judged.append(one)
    return judged


def _judged(database: Database, landed: Landed, rules: RuleSet, *, approved: bool) -> Job[_Judged]:
    run = landed.run
    try:
        prepared = yield from prepare(database, landed, rules)
    except ContractError as error:
        with database.read() as conn:
            listing = mirror.listing(conn, run.id)
            assert listing is not None  # noqa: S101 - prepare needs it as well
            empty = Prepared(run, listing, mirror.last_accepted(conn, run.side, run.domain))
        sentence = " ".join([error.sentence, *error.faults[:3]])
        failed = judge.Judgement(RunState.FAILED, sentence, code=error.code, faults=error.faults, raw=error.raw)
        return _Judged(empty, failed, 0)
    with database.read() as conn:
        present = records.standing(conn, run.side, run.domain)
        away = records.away(conn, run.side, run.domain)
        allowed = completeness.accepted_skips(conn, run.side, run.domain)
        marked = completeness.marks(conn, run.side)
        skipped = completeness.skipped(run, prepared.listing, allowed)
        left = landed.left_keys | frozenset(prepared.listing.lost)
        listed = prepared.listed + len(left)
        whole = run.mode is Mode.FULL or prepared.listing.keys is not None
        nothing_away = not away and len(prepared.seen) + len(prepared.changed) == present
        there: dict[int, str] = {}
        if whole and not (run.mode is Mode.FULL and prepared.listing.keys is None and nothing_away):
            there = records.every_id(conn, run.side, run.domain)
    vanished, lacking = _sweep(prepared, there, {each for each, gone in away.items() if gone}, left)
    reason = judge.complete(run, prepared.listing, listed, lacking)
    if skipped is not None:
        return _Judged(prepared, skipped, prepared.listed)
    if reason:
        why = completeness.code(run, prepared.listing, lacking)
        return _Judged(prepared, judge.Judgement(RunState.PARTIAL, reason, code=why, n=lacking), listed)
    shown = _shown(prepared, there, left)
    changed = [(prepared.old[fresh.key], fresh) for fresh in prepared.changed]
    if approved:
        looked = bool(judge.mass_change(run, present, (), listed, changed).fields)
        return _Judged(prepared, judge.Judgement(RunState.COMPLETE), listed, vanished, shown, looked)
    newly = vanished - away.keys()
    judgement = judge.mass_change(run, present, newly, listed, changed)
    if judgement.state is RunState.COMPLETE:
        names = {identity: there[identity] for identity in newly}
        judgement = completeness.unmarked(run, marked, names) or judgement
    return _Judged(prepared, judgement, listed, vanished, shown)


def _shown(prepared: Prepared, there: dict[int, str], left: frozenset[str]) -> set[int]:
    """Ids of the known records that the source shows; those set aside (``left``) among them."""
    keys = prepared.listing.keys
    if keys is None:
        aside = {identity for identity, key in there.items() if key in left} if left else set()
        return prepared.seen | {fresh.id for fresh in prepared.changed} | aside
    return {identity for identity, key in there.items() if key in keys}


def _sweep(prepared: Prepared, there: dict[int, str], gone: set[int], left: frozenset[str]) -> tuple[set[int], int]:
    """Which present records are not listed, and how many listed keys are nowhere (``left`` were set aside).

    ``there`` are ids and keys of all records, ``gone`` the tombstones among them. A listing with keys of its own is
    measured by them: for a copy of everything all of them must have come; for a copy of what changed they may be here
    already. What came but is not in the keys vanished while it was read.
    """
    keys = prepared.listing.keys
    came = prepared.seen | {fresh.id for fresh in prepared.changed}
    if keys is None:
        return {each for each in there.keys() - came - gone if there[each] not in left}, 0
    vanished = {identity for identity, key in there.items() if key not in keys and identity not in gone}
    here = there if prepared.run.mode is Mode.INCREMENTAL else came
    return vanished, len(keys - {there[identity] for identity in here} - {fresh.key for fresh in prepared.new} - left)


def _write(
    database: Database,
    judged: Iterable[_Judged],
    rules: RuleSet,
    *,
    clock: Clock,
    actor: str,
    settled: Sequence[Callable[[Connection, Run], None] | None],
) -> None:
    """Everything in one transaction: runs, records, versions, presence, pairs, differences, counters, landing."""
    at = clock.now()
    ended = list(judged)
    good = [each for each in ended if each.judgement.state is RunState.COMPLETE]
    subject = {"runs": [each.prepared.run.id for each in ended]}
    name = "copy accepted" if good else "copy not accepted"
    with making.without_collecting(), database.transaction(actor, name, subject) as tx:
        for each in ended:
            run = each.prepared.run
            if mirror.last_accepted(tx.connection, run.side, run.domain) != each.prepared.stamp:
                raise _StaleError
        counts = Counts()
        act = Act(tx.connection, rules, max(each.prepared.run.copy for each in ended), to_instant(at), counts)
        touched: dict[Domain, Touched] = {}
        for each, also in zip(ended, settled, strict=True):
            if each.judgement.state is RunState.COMPLETE:
                _take_over(act, each, touched, at)
                if also is not None:
                    also(tx.connection, each.prepared.run)
            else:
                _refuse(tx, each, at)
        if good:
            rulebook.ensure(tx.connection, rules, to_instant(at))
            settle.retitle_registrations(act, touched)
            settle.settle(act, touched)
            before.note_parted(tx.connection, act.copy, act.parted)
            counts.write(tx.connection)
        tx.subject["states"] = [each.judgement.state.value for each in ended]


def _ending(
    each: _Judged, stored: int, changed: int, missing: int, odd: str = ""
) -> Callable[[str | None], mirror.Ending]:
    listing = each.prepared.listing
    count = listing.count_after
    if count is None or (listing.keys is not None and each.prepared.run.mode is Mode.FULL):
        count = None if listing.keys is None else len(listing.keys)
    notes = " ".join(listing.notes)
    reason = " ".join(part for part in (each.judgement.reason, odd, notes) if part)
    return lambda watermark: mirror.Ending(
        each.judgement.state, reason, count, each.listed, stored, changed, missing, watermark
    )


def _refuse(tx: Tx, each: _Judged, at: datetime) -> None:
    """Nothing is taken over. A held run keeps what it landed until a person decides."""
    run, conn = each.prepared.run, tx.connection
    ending = _ending(each, records.standing(conn, run.side, run.domain), 0, len(each.vanished))
    mirror.end(conn, run, ending(None), to_instant(at), _milliseconds(run, at))
    completeness.note(conn, run, each.judgement, len(each.vanished), to_instant(at))
    if completeness.grown(conn, run, each.judgement.keys):
        completeness.keep_skips(conn, run.side, run.domain, (), at=to_instant(at))
        tx.subject["skips void"] = run.domain.value
    if each.judgement.state is RunState.HELD:
        others = [other for other in mirror.held_runs(conn, run.side, run.domain) if other != run.id]
        mirror.supersede(conn, others, REPLACED)
        present = records.standing(conn, run.side, run.domain)
        mirror.note_hold(conn, run.id, present=present, records=sorted(each.vanished), fields=each.judgement.fields)
    else:
        mirror.drop_landing(conn, run.id)


def _take_over(act: Act, each: _Judged, touched: dict[Domain, Touched], at: datetime) -> None:
    """One complete run becomes the present state of its side and domain."""
    prepared, conn = each.prepared, act.conn
    run = prepared.run
    new, changed = prepared.new, prepared.changed
    keys = prepared.listing.keys
    if keys is not None:
        new = [fresh for fresh in new if fresh.key in keys]
    away = records.away(conn, run.side, run.domain)
    listed = each.listed_ids
    back = [identity for identity in away if identity in listed]
    odd = twice.note(conn, run, new, [(prepared.old[fresh.key], fresh) for fresh in changed], back, looked=each.looked)
    records.add(conn, run.side, run.domain, run.id, new)
    records.change(conn, run.id, changed, prepared.old)
    records.rehash(conn, prepared.reread)
    first = sorted(each.vanished - away.keys())
    second = sorted(identity for identity in each.vanished if away.get(identity) is False)
    before.note(conn, run, back)
    records.back(conn, back)
    records.miss(conn, run.id, first, second)
    returned = {identity for identity in back if away[identity]}
    _count_records(
        act, run, len(new) + len(returned) - len(second), len(first) - len(second) - len(back) + len(returned)
    )
    act.counts.add(run.domain, "record", run.side, "gone", len(second) - len(returned))
    shown = sorted(listed.union(fresh.id for fresh in new))
    if run.mode is Mode.FULL or prepared.listing.keys is not None:
        records.set_presence(conn, run.id, shown)
    _keep_pages(act, prepared, [fresh.id for fresh in changed])
    _touch(touched, prepared, new, returned | set(second))
    old = views.run(conn, prepared.stamp) if prepared.stamp else None
    known = [fresh.modified for fresh in (*new, *changed) if fresh.modified is not None]
    marks = [*known, *([old.watermark] if old is not None and old.watermark is not None else [])]
    watermark = min(max(marks), run.started) if marks else None
    stored = records.standing(conn, run.side, run.domain) + len(new) + len(returned) - len(second)
    ending = _ending(each, stored, len(new) + len(changed), len(first) + len(second), odd)
    mirror.end(conn, run, ending(watermark), act.at, _milliseconds(run, at))
    mirror.drop_landing(conn, run.id)
    mirror.supersede(conn, mirror.held_runs(conn, run.side, run.domain), REPLACED)
    failures.clear(conn, run.side, run.domain)
    moved = bool(new or changed or back or first or second or prepared.reread)
    brought = {"new": len(new), "changed": len(changed), "gone": len(second), "missed": len(first), "back": len(back)}
    came.note(conn, run.copy, act.at, first=not prepared.stamp, n=brought)
    completeness.mark(conn, run, shown, moved=moved)
    contents.note(conn, run, moved=moved)


def _count_records(act: Act, run: Run, present: int, missing: int) -> None:
    act.counts.add(run.domain, "record", run.side, "present", present)
    act.counts.add(run.domain, "record", run.side, "missing", missing)


def _keep_pages(act: Act, prepared: Prepared, changed: Sequence[int]) -> None:
    """Remember the pages of a copy of everything; forget pages in which a record is no longer as it was."""
    run, conn = prepared.run, act.conn
    if run.mode is not Mode.FULL:
        records.outdate_pages(conn, run.side, run.domain, changed)
        return
    latest = {fresh.key: fresh for fresh in (*prepared.new, *prepared.changed)}
    outdated = set(changed)
    new = []
    for page_hash, places in prepared.read_pages:
        found = _ids_of_page(places, prepared.ids, latest, outdated)
        if found is not None:
            new.append((page_hash, records.pack(found)))
    records.replace_pages(conn, run.side, run.domain, kept=prepared.known_pages, new=new)


def _ids_of_page(
    places: Sequence[tuple[bytes, str | int]], ids: dict[str, int], latest: dict[str, Fresh], outdated: set[int]
) -> list[int] | None:
    """The ids of a page's records, None when one of them is not stored as it stands there."""
    found: list[int] = []
    for raw_hash, key in places:
        if isinstance(key, int):
            identity = 0 if key in outdated else key
        elif (fresh := latest.get(key)) is None:
            identity = ids.get(key, 0)
        else:
            identity = fresh.id if fresh.raw_hash == raw_hash else 0
        if not identity:
            return None
        found.append(identity)
    return found


def _touch(touched: dict[Domain, Touched], prepared: Prepared, new: Sequence[Fresh], moved: set[int]) -> None:
    """Note which records must be looked at again: new, gone, back, or another in what is compared or shown."""
    domain = prepared.run.domain
    there = touched.setdefault(domain, Touched())
    there.records.update(fresh.id for fresh in new)
    there.records.update(moved)
    there.titled.update(fresh.id for fresh in new)
    there.marks.update(mark for fresh in new for mark in (fresh.mark_a, fresh.mark_b) if mark is not None)
    there.matched |= bool(new or moved)
    there.moved |= bool(moved)
    for fresh in prepared.changed:
        old = prepared.old[fresh.key]
        if old.candidate != fresh.candidate:
            _touch_match(there, domain, old, fresh)
        if old.title != fresh.title:
            there.titled.add(fresh.id)
        elif (old.fingerprint, old.exact, old.apart) == (fresh.fingerprint, fresh.exact, fresh.apart):
            continue
        there.records.add(fresh.id)


def _touch_match(there: Touched, domain: Domain, old: Stored, fresh: Fresh) -> None:
    """A known record is paired by something else than before."""
    there.matched = True
    there.records.add(fresh.id)
    before = msgspec.msgpack.decode(old.candidate or b"", type=Candidate)
    marks = (*making.marks(domain, before), fresh.mark_a, fresh.mark_b)
    there.marks.update(mark for mark in marks if mark is not None)
    if domain is Domain.REGISTRATIONS and before.parts[:2] != (fresh.member, fresh.event):
        there.everything = True  # it left one member and event for another: both must be matched anew


def _milliseconds(run: Run, at: datetime) -> int:
    return max(0, round((at - from_instant(run.started)).total_seconds() * 1000))
