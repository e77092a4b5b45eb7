"""Runs and what they landed: raw pages as they came, held until their run is accepted or given up.

Landing happens in ``Database.landing`` (it belongs to its run's act); a run begins and ends in an act of its own.
Places in ``landing`` below zero are notes: ``END_SEQ`` what the source said at the end, ``HOLD_SEQ`` what a held run
waits for.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import xxhash
from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Listing, Mode, Page, Run, RunState
from clubos_desktop.store import views
from clubos_desktop.store.views import END_SEQ, HOLD_SEQ

_DEFLATED = b"\x00z"
"""Stands before a page that was made smaller; an answer that begins so itself always is."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A landed page. ``body`` is empty where the page was known when it landed: then ``hash`` is its salted hash."""

    seq: int
    hash: bytes
    body: bytes


def next_copy(conn: Connection) -> int:
    """The number of the next press of "Copy now"."""
    return int(conn.exec_driver_sql("SELECT coalesce(max(copy), 0) + 1 FROM run").scalar_one())


def last_accepted(conn: Connection, side: Side, domain: Domain) -> int:
    """The run of a side and domain that was accepted last; 0 when there is none."""
    return int(
        conn.exec_driver_sql(
            "SELECT coalesce(max(id), 0) FROM run WHERE side = ? AND domain = ? AND state = ?",
            (side.value, domain.value, RunState.COMPLETE.value),
        ).scalar_one()
    )


def accepted_before(conn: Connection, run: Run) -> Run | None:
    """The run of the same side and domain that was accepted before this one."""
    found = conn.exec_driver_sql(
        "SELECT max(id) FROM run WHERE side = ? AND domain = ? AND state = ? AND id < ?",
        (run.side.value, run.domain.value, RunState.COMPLETE.value, run.id),
    ).scalar()
    return None if found is None else views.run(conn, int(found))


def say_why(conn: Connection, runs: Sequence[int], reason: str) -> None:
    """Keep with runs why they ended as they did."""
    sql = "UPDATE run SET reason = ? WHERE id IN (SELECT value FROM json_each(?))"
    conn.exec_driver_sql(sql, (reason, json.dumps(list(runs))))


def newest_accepted(conn: Connection) -> int:
    """The run of any side and domain that was accepted last; 0 when there is none."""
    sql = "SELECT coalesce(max(id), 0) FROM run WHERE state = ?"
    return int(conn.exec_driver_sql(sql, (RunState.COMPLETE.value,)).scalar_one())


def last_full(conn: Connection, side: Side, domain: Domain) -> Instant | None:
    """When the last accepted copy of everything of a side and domain began."""
    return conn.exec_driver_sql(
        "SELECT started FROM run WHERE side = ? AND domain = ? AND state = ? AND mode = ? ORDER BY id DESC LIMIT 1",
        (side.value, domain.value, RunState.COMPLETE.value, Mode.FULL.value),
    ).scalar()


def last_copy(conn: Connection, side: Side, domain: Domain) -> int:
    """The copy of the run of a side and domain that was accepted last; 0 when there is none."""
    return int(
        conn.exec_driver_sql(
            "SELECT coalesce((SELECT copy FROM run WHERE side = ? AND domain = ? AND state = ? "
            "ORDER BY id DESC LIMIT 1), 0)",
            (side.value, domain.value, RunState.COMPLETE.value),
        ).scalar_one()
    )


def begin(conn: Connection, side: Side, domain: Domain, mode: Mode, *, copy: int, at: Instant) -> int:
    """A new run; returns its number."""
    conn.exec_driver_sql(
        "INSERT INTO run (copy, side, domain, mode, state, started) VALUES (?, ?, ?, ?, ?, ?)",
        (copy, side.value, domain.value, mode.value, RunState.RUNNING.value, at),
    )
    return int(conn.exec_driver_sql("SELECT last_insert_rowid()").scalar_one())


def unfinished(conn: Connection, side: Side, domain: Domain) -> tuple[Run, ...]:
    """Runs that were begun and neither accepted nor given up, oldest first."""
    found = conn.exec_driver_sql(
        "SELECT id FROM run WHERE side = ? AND domain = ? AND state = ? ORDER BY id",
        (side.value, domain.value, RunState.RUNNING.value),
    ).scalars()
    runs = (views.run(conn, identity) for identity in list(found))
    return tuple(run for run in runs if run is not None)


def broken_off(conn: Connection, side: Side, domain: Domain) -> Run | None:
    """The newest run that ended early and whose pages are still here, so that another may go on from them."""
    found = conn.exec_driver_sql(
        "SELECT id FROM run WHERE side = ? AND domain = ? AND state = ? "
        "AND id = (SELECT max(id) FROM run WHERE side = ? AND domain = ?) "
        "AND EXISTS (SELECT 1 FROM landing WHERE landing.run = run.id AND seq >= 0)",
        (side.value, domain.value, RunState.PARTIAL.value, side.value, domain.value),
    ).scalar()
    return None if found is None else views.run(conn, int(found))


def join_copy(conn: Connection, run: int, copy: int) -> None:
    """An unfinished run goes on as part of a later press of "Copy now"."""
    conn.exec_driver_sql("UPDATE run SET copy = ? WHERE id = ?", (copy, run))


def take_over(conn: Connection, old: int, new: int) -> None:
    """The pages of a run that ended early become those of ``new``, which goes on from there."""
    conn.exec_driver_sql("UPDATE landing SET run = ? WHERE run = ? AND seq >= 0", (new, old))


def land(conn: Connection, run: int, seq: int, page: Page, known: bytes | None = None) -> None:
    """Keep a page as it came; of a page that is known, each of whose answers is stored, its salted hash alone."""
    body, hashed = (_squeezed(page.body), xxhash.xxh3_128_digest(page.body)) if known is None else (b"", known)
    conn.exec_driver_sql(
        "INSERT INTO landing (run, seq, cursor, hash, body) VALUES (?, ?, ?, ?, ?)",
        (run, seq, page.cursor, hashed, body),
    )


def land_end(conn: Connection, run: int, listing: Listing) -> None:
    """Keep what the source said at the end of the listing."""
    _note(conn, run, END_SEQ, msgspec.msgpack.encode(listing))


def note_hold(conn: Connection, run: int, *, present: int, records: Sequence[int], fields: dict[str, int]) -> None:
    """Keep what a held run waits for: ids of records that are not in the answer, fields that changed in masses."""
    note = {"present": present, "records": list(records), "fields": fields}
    _note(conn, run, HOLD_SEQ, json.dumps(note).encode())


def _note(conn: Connection, run: int, seq: int, body: bytes) -> None:
    conn.exec_driver_sql(
        "INSERT OR REPLACE INTO landing (run, seq, cursor, hash, body) VALUES (?, ?, '', ?, ?)",
        (run, seq, xxhash.xxh3_128_digest(body), body),
    )


def place(conn: Connection, run: int) -> tuple[int, str | None]:
    """Where a run goes on: the next page's number and the cursor after the last one."""
    row = conn.exec_driver_sql(
        "SELECT seq, cursor FROM landing WHERE run = ? AND seq >= 0 ORDER BY seq DESC LIMIT 1", (run,)
    ).one_or_none()
    return (0, None) if row is None else (row[0] + 1, row[1])


def listing(conn: Connection, run: int) -> Listing | None:
    """What the source said at the end, None while the listing is not at its end."""
    body = conn.exec_driver_sql("SELECT body FROM landing WHERE run = ? AND seq = ?", (run, END_SEQ)).scalar()
    return None if body is None else msgspec.msgpack.decode(body, type=Listing)


def page_count(conn: Connection, run: int) -> int:
    """How many pages a run has landed."""
    return int(conn.exec_driver_sql("SELECT count(*) FROM landing WHERE run = ? AND seq >= 0", (run,)).scalar_one())


def pages(conn: Connection, run: int, start: int, count: int) -> list[Landed]:
    """At most ``count`` pages of a run, from number ``start`` on."""
    rows = conn.exec_driver_sql(
        "SELECT seq, hash, body FROM landing WHERE run = ? AND seq >= ? ORDER BY seq LIMIT ?", (run, start, count)
    )
    return [Landed(row[0], row[1], _whole(row[2])) for row in rows]


def _squeezed(body: bytes) -> bytes:
    """A page as it is kept: answers name their fields again and again, and to deflate costs less than to encrypt."""
    small = zlib.compress(body, 1)
    return _DEFLATED + small if len(small) < len(body) or body.startswith(_DEFLATED) else body


def _whole(kept: bytes) -> bytes:
    """The page that was kept, by this or an older version of the program."""
    return zlib.decompress(kept[len(_DEFLATED) :]) if kept.startswith(_DEFLATED) else kept


def drop_landing(conn: Connection, run: int) -> None:
    """Forget what a run landed."""
    conn.exec_driver_sql("DELETE FROM landing WHERE run = ?", (run,))


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended; the counts are those of model.runs.Run."""

    state: RunState
    reason: str = ""
    source_count: int | None = None
    listed: int = 0
    stored: int = 0
    changed: int = 0
    missing: int = 0
    watermark: Instant | None = None


def end(conn: Connection, run: Run, ending: Ending, at: Instant, milliseconds: int) -> None:
    """Write how a run ended. Its calls are counted from the ledger, at least one a page."""
    conn.exec_driver_sql(
        "UPDATE run SET state = ?, reason = ?, source_count = ?, listed = ?, stored = ?, changed = ?, missing = ?, "
        "watermark = ?, ended = ?, seconds = ?, requests = max((SELECT count(*) FROM call WHERE side = run.side "
        "AND at >= run.started AND at <= ?), (SELECT count(*) FROM landing WHERE landing.run = run.id AND seq >= 0)) "
        "WHERE id = ?",
        (
            ending.state.value,
            ending.reason,
            ending.source_count,
            ending.listed,
            ending.stored,
            ending.changed,
            ending.missing,
            ending.watermark,
            at,
            milliseconds,
            at,
            run.id,
        ),
    )


def held_runs(conn: Connection, side: Side, domain: Domain) -> list[int]:
    """Runs that wait for a person's OK."""
    rows = conn.exec_driver_sql(
        "SELECT id FROM run WHERE side = ? AND domain = ? AND state = ?",
        (side.value, domain.value, RunState.HELD.value),
    )
    return [int(row[0]) for row in rows]


def supersede(conn: Connection, runs: Sequence[int], reason: str) -> None:
    """Held or unfinished runs that a later answer replaced: they failed, and what they landed is forgotten."""
    for run in runs:
        drop_landing(conn, run)
        conn.exec_driver_sql(
            "UPDATE run SET state = ?, reason = ?, ended = coalesce(ended, started) WHERE id = ?",
            (RunState.FAILED.value, reason, run),
        )
