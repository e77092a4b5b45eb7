"""Take a copy back: what stood before it was taken over stands again (features.md S3.3, "old mirror kept (undo)").

Nothing is deleted. Versions that the copy brought stay and are no longer the present ones; records that it brought
first become tombstones; pairs and differences follow from what stands then. The next copy reads everything again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import xxhash
from sqlalchemy import Connection

from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.records import TYPES
from clubos_desktop.model.runs import Account, Mode, Run, RunState
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import before, came, contents, failures, mirror, records, settings, twice, verdicts, views
from clubos_desktop.store.before import Brought
from clubos_desktop.store.database import Database
from clubos_desktop.store.differences import Counts
from clubos_desktop.store.records import Fresh
from clubos_desktop.sync import completeness, making, pairing, rulebook, settle
from clubos_desktop.sync.act import Act, Touched
from clubos_desktop.sync.prepare import titles_of_parents

NAMES = 10
VOID = "The copy it went on from was taken back."
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Part:
    """What taking one run back does: ``before`` stands again. Counts of records, and the first names among them."""

    run: Run
    before: Run
    changed: int
    new: int
    missed: int
    returned: int
    names: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many records become another."""
        return self.changed + self.new + self.missed + self.returned


def plan(conn: Connection, copy: int) -> tuple[Part, ...]:
    """What taking a copy back would do, run by run. Raises InputError (no such copy), RefusedError (it cannot be)."""
    return tuple(
        Part(
            run,
            old,
            len(what.changed),
            len(what.new),
            len(what.first) + len(what.second),
            len(what.back),
            before.names(conn, what.every, NAMES),
        )
        for run, old, what in _found(conn, copy)
    )


def possible(conn: Connection, copy: int) -> bool:
    """Whether a copy can be taken back."""
    try:
        return bool(_found(conn, copy))
    except (InputError, RefusedError):
        return False


def _found(conn: Connection, copy: int) -> list[tuple[Run, Run, Brought]]:
    summary = next(iter(views.copies(conn, limit=1, before=copy + 1)), None)
    if summary is None or summary.copy != copy:
        raise InputError(f"There is no copy {copy}.", remedy="See the list under All copies.", code="copy.unknown")
    runs = [run for run in summary.runs if run.state is RunState.COMPLETE]
    if not runs:
        raise _refused(f"Nothing of copy {copy} stands here, so there is nothing to take back.", "copy.not_taken")
    found = []
    for run in runs:
        what = f"{DOMAIN_LABELS[run.domain]} of {SIDE_LABELS[run.side]}"
        if mirror.last_accepted(conn, run.side, run.domain) != run.id:
            raise _refused(f"{what} were copied again since. Take that copy back first.", "copy.later")
        old = mirror.accepted_before(conn, run)
        if old is None:
            raise _refused(f"Copy {copy} is the first of {what}: there is nothing before it.", "copy.first")
        brought = before.brought(conn, run)
        if brought is None:
            raise _refused(f"{what} were taken over by an older version of this program.", "copy.not_kept")
        found.append((run, old, brought))
    return found


def _refused(sentence: str, code: str) -> RefusedError:
    return RefusedError(f"{sentence} Nothing was changed.", remedy="Copy again, or restore a backup.", code=code)


def take_back(database: Database, copy: int, *, reason: str, clock: Clock, actor: str) -> Job[tuple[Part, ...]]:
    """Take a copy back, all of it in one transaction. Raises InputError, RefusedError.

    ``reason`` is kept with the runs. Returns what was done, run by run.
    """
    why = " ".join(reason.split())
    if not why:
        raise InputError(
            "A copy is taken back for a reason. Nothing was changed.",
            remedy="Say in a few words why what it brought is not right.",
            code="copy.reason",
        )
    yield Progress(f"Taking copy {copy} back")
    with database.read() as conn:
        parts, found, rules = plan(conn, copy), _found(conn, copy), rulebook.of_club(conn)
    fresh: dict[int, list[Fresh]] = {}
    for run, _, what in found:
        fresh[run.id] = yield from _as_before(database, run, what, rules)
    with making.without_collecting(), database.transaction(actor, "copy taken back", {"copy": copy}) as tx:
        conn = tx.connection
        if [each[0].id for each in _found(conn, copy)] != [each[0].id for each in found]:
            raise _refused("Something else was taken over meanwhile.", "copy.later")
        act = Act(conn, rules, mirror.next_copy(conn) - 1, to_instant(clock.now()), Counts(), copying=False)
        touched: dict[Domain, Touched] = {}
        for each in found:
            _bring_back(act, each, fresh[each[0].id], touched)
        mirror.say_why(conn, [run.id for run, _, _ in found], why)
        came.forget(conn, copy)
        _pair_as_before(act, [run for run, _, _ in found], touched)
        settle.retitle_registrations(act, touched)
        settle.settle(act, touched)
        act.counts.write(conn)
        tx.subject["runs"] = [run.id for run, _, _ in found]
    return parts


def _pair_as_before(act: Act, runs: Sequence[Run], touched: dict[Domain, Touched]) -> None:
    """Pairs that followed by themselves from the copy end, those that ended with it are again.

    What fits otherwise is paired anew when everything is settled, by the forms of names that count now.
    """
    for domain in PAIRED:
        for at in sorted({run.ended or "" for run in runs}):
            ended = before.made_by(act.conn, domain, at, verdicts.METHOD)
            if ended:
                touched.setdefault(domain, Touched()).records |= pairing.drop(act, domain, ended)
    for each in before.parted(act.conn, runs[0].copy):
        if not before.pair(act.conn, each, act.at):
            continue
        act.counts.add(each.domain, "pair", "", "", 1)
        touched.setdefault(each.domain, Touched()).records |= {each.legacy, each.clubos}
    for domain in touched.keys() & set(PAIRED):
        there = touched[domain]
        there.matched = there.moved = there.everything = there.otherwise = True


def _as_before(database: Database, run: Run, what: Brought, rules: RuleSet) -> Job[list[Fresh]]:
    """The changed records as they are stored when their former answer stands again."""
    with database.read() as conn:
        account = _account(conn, run.side, rules)
        names = titles_of_parents(conn, run.side) if run.domain not in {Domain.MEMBERS, Domain.EVENTS} else {}
    make = making.maker(run.domain, run.side, rules, names, account.zone)
    decode = msgspec.msgpack.Decoder(TYPES[run.domain]).decode
    salted = making.salt(account)
    fresh: list[Fresh] = []
    rows = list(what.changed.items())
    for start in range(0, len(rows), _AT_ONCE):
        yield Progress(f"Taking copy {run.copy} back", start, len(rows))
        some = rows[start : start + _AT_ONCE]
        made = make(
            making.Arrived(decode(fields), raw, xxhash.xxh3_128_digest(raw, salted)) for _, (fields, raw) in some
        )
        for (identity, _), each in zip(some, made, strict=True):
            each.id = identity
        fresh += made
    return fresh


def _account(conn: Connection, side: Side, rules: RuleSet) -> Account:
    """The account whose answers were read; where none is connected the hashes only cost one reading more."""
    kept = settings.get(conn, f"account.{side}", None)
    return Account(side, "", "", "", rules.zone, rules.currency) if kept is None else msgspec.convert(kept, Account)


def _void_later(conn: Connection, run: Run) -> None:
    """End what was begun since and is not taken over: it was asked for from where ``run`` stood.

    A listing of changes lacks what changed between then and what stands again; known pages are known no more.
    """
    held = mirror.held_runs(conn, run.side, run.domain)
    begun = [each.id for each in mirror.unfinished(conn, run.side, run.domain)]
    broken = mirror.broken_off(conn, run.side, run.domain)
    mirror.supersede(conn, [*held, *begun], VOID)
    if broken is not None:
        mirror.drop_landing(conn, broken.id)
    if held:
        failures.clear(conn, run.side, run.domain)


def _bring_back(
    act: Act, found: tuple[Run, Run, Brought], fresh: Sequence[Fresh], touched: dict[Domain, Touched]
) -> None:
    run, old, what = found
    conn, domain = act.conn, run.domain
    _void_later(conn, run)
    before.bring_back(conn, run, what, fresh)
    twice.forget(conn, run)
    gone = sum(each[2] is not None for each in what.back) + len(what.new)
    act.counts.add(domain, "record", run.side, "present", len(what.second) - gone)
    act.counts.add(domain, "record", run.side, "gone", gone - len(what.second))
    missing = len(what.back) + len(what.new) - gone + len(what.second) - len(what.first)
    act.counts.add(domain, "record", run.side, "missing", missing)
    there = touched.setdefault(domain, Touched())
    there.records |= what.every
    there.titled |= set(what.changed) | set(what.new)
    completeness.mark(conn, old, records.listed_ids(conn, run.side, domain), moved=True)
    if run.mode is Mode.FULL:
        contents.turn_back(conn, old)
