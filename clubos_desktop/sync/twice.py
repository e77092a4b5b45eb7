"""Do two copies of everything tell the same (features.md S3.3)? Counted when the newer one is taken over.

A record contradicts when the newer copy brought it new, with other contents or listed again, and its own time of
change lies before the copy before began: that one ought to have shown it so. A record without a time of change
cannot contradict, nor can one whose answer is the same and is only read in another way by this program.
"""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.model.domains import PAIRED
from clubos_desktop.model.fields import DOMAIN_LABELS, ONE
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Mode, Run
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import records, twice
from clubos_desktop.store.records import Fresh, Stored

LAG = timedelta(days=1)
"""A change shows up to so much later than its own time says: as far as a copy of changes looks back."""


TOLD = 10
"""So many ids are told with the run."""


def note(
    conn: Connection,
    run: Run,
    new: Collection[Fresh],
    changed: Collection[tuple[Stored, Fresh]],
    back: Collection[int],
    *,
    looked: bool,
) -> str:
    """Count what contradicts, before anything of the run is written. ``back`` are ids of records listed again.

    ``looked`` says that a person looked at what changed and accepted it: then it is a reason, and nothing contradicts.
    Returns a sentence with the ids for the run; "" when nothing contradicts.
    """
    if run.mode is not Mode.FULL or run.domain not in PAIRED:
        return ""
    full = twice.newest_full(conn, run.side, run.domain)
    if full is None or looked:
        twice.note(conn, run, 0)
        return ""
    number, started = full
    before = to_instant(from_instant(started) - LAG)
    odd = {fresh.key for fresh in new if _earlier(fresh, before)}
    odd.update(fresh.key for old, fresh in changed if _earlier(fresh, before) and _differs(conn, old, fresh))
    only_back = set(back) - {old.id for old, _ in changed}
    if only_back:
        odd.update(twice.left_out_then(conn, only_back, number, before))
    twice.note(conn, run, len(odd))
    if not odd:
        return ""
    told = ", ".join(sorted(odd)[:TOLD]) + (", …" if len(odd) > TOLD else "")
    what = DOMAIN_LABELS[run.domain] if len(odd) > 1 else ONE[run.domain]
    return f"Read differently though nothing about them had changed: {len(odd):,} {what.lower()} (ids {told})."


def _earlier(fresh: Fresh, before: Instant) -> bool:
    return fresh.modified is not None and fresh.modified < before


def _differs(conn: Connection, old: Stored, fresh: Fresh) -> bool:
    return old.fields != fresh.fields and records.raw_of(conn, old.id) != fresh.raw
