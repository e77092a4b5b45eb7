"""Why a listing cannot be taken over, as a code for its card; what may be left out; the marks of the right account."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from clubos_desktop.errors import InputError
from clubos_desktop.model.cards import Trouble
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Listing, Mode, Run, RunState
from clubos_desktop.store import failures, left_out, settings
from clubos_desktop.store.database import Database
from clubos_desktop.sync.judge import Judgement

MARKS, MOST = 3, 2
ENOUGH = 50
"""Members from which on a club has marks: in a smaller one each that goes is looked at by name anyway (R19)."""


def code(run: Run, listing: Listing, lacking: int) -> str:
    """The code of a listing that ``judge.complete`` found not to be complete, in the order of its reasons."""
    before, after = listing.count_before, listing.count_after
    if lacking:
        return "listing.incomplete"
    if after is None:
        return "listing.uncounted"
    if listing.keys is not None and run.mode is Mode.FULL:
        return "listing.incomplete"
    return "listing.moved" if before is not None and before != after else "listing.incomplete"


def skipped(run: Run, listing: Listing, allowed: Collection[str]) -> Judgement | None:
    """Records that the source lists and cannot show, unless all of them were accepted by name (features.md E19)."""
    fresh = sorted(set(listing.lost) - set(allowed))
    if not fresh:
        return None
    what, where = DOMAIN_LABELS[run.domain].lower(), SIDE_LABELS[run.side]
    told = ", ".join(fresh[:10])
    return Judgement(
        RunState.PARTIAL,
        f"{where} lists {len(listing.lost):,} {what} that it cannot show (ids {told}). Nothing was taken over.",
        code="listing.skipped",
        n=len(listing.lost),
        keys=tuple(sorted(listing.lost)),
    )


def _skips(side: Side, domain: Domain) -> str:
    return f"skipped.{side}.{domain}"


def accepted_skips(conn: Connection, side: Side, domain: Domain) -> frozenset[str]:
    """Keys of records that a person accepted to be without."""
    return frozenset(settings.get(conn, _skips(side, domain), {}).get("keys", ()))


def keep_skips(
    conn: Connection, side: Side, domain: Domain, keys: Collection[str], *, by: str = "", at: Instant
) -> None:
    """Keep the names that were accepted; none take the acceptance away."""
    settings.write(conn, _skips(side, domain), {"keys": sorted(keys), "by": by, "at": at})


def grown(conn: Connection, run: Run, now: Collection[str]) -> bool:
    """Whether more is left out than was accepted: then the acceptance is void (features.md E19)."""
    allowed = accepted_skips(conn, run.side, run.domain)
    return bool(allowed) and not set(now) <= allowed


# --- marks of the right account


def marks(conn: Connection, side: Side) -> tuple[str, ...]:
    """Keys of three members by which the account is known; () before the first whole copy of a club that has enough."""
    return tuple(settings.get(conn, f"marks.{side}", ()))


def unmarked(run: Run, marked: Collection[str], vanished: Mapping[int, str]) -> Judgement | None:
    """Hold a copy in which most marks are missing (features.md E10): it may be of another account.

    One alone may be gone as anybody may; it is looked at like everybody else.
    """
    gone = [key for key in vanished.values() if key in marked]
    if run.domain is not Domain.MEMBERS or len(gone) < MOST:
        return None
    return Judgement(
        RunState.HELD,
        f"{len(gone)} of the {len(marked)} members by which the account is known are not in the answer of "
        f"{SIDE_LABELS[run.side]}. Nothing was changed.",
        code="marker.records",
        n=len(gone),
    )


def mark(conn: Connection, run: Run, ids: Sequence[int], *, moved: bool) -> None:
    """Choose marks after a whole copy of members: the first, the middle and the last that came.

    ``ids`` are the records it showed, in order. Where nothing ``moved`` the marks stay.
    """
    if run.domain is not Domain.MEMBERS or run.mode is not Mode.FULL or len(ids) < ENOUGH:
        return
    if not moved and marks(conn, run.side):
        return
    chosen = [ids[place * (len(ids) - 1) // (MARKS - 1)] for place in range(MARKS)]
    keys = [conn.exec_driver_sql("SELECT key FROM record WHERE id = ?", (each,)).scalar_one() for each in chosen]
    settings.write(conn, f"marks.{run.side}", keys)


def note(conn: Connection, run: Run, judgement: Judgement, vanished: int, at: Instant) -> None:
    """Keep why a run was not taken over."""
    failures.note(
        conn,
        Trouble(
            run.side,
            run.domain,
            judgement.code or "contract.records",
            judgement.reason,
            at,
            run.id,
            judgement.n or vanished or max(judgement.fields.values(), default=0) or None,
            judgement.faults,
            judgement.keys,
            judgement.raw,
        ),
    )


def accept_skips(database: Database, side: Side, domain: Domain, keys: Collection[str], *, actor: str) -> None:
    """Go on without records that cannot be shown, each by name. Raises InputError when these are not all of them."""
    with database.read() as conn:
        trouble = failures.read(conn, side, domain)
    listed = set(trouble.keys) if trouble is not None and trouble.code == "listing.skipped" else set()
    if not listed or set(keys) != listed:
        raise InputError(
            "These are not the records that cannot be shown. Nothing was accepted.",
            remedy="Name each of them: " + (", ".join(sorted(listed)) or "there are none now") + ".",
            code="skipped.names",
        )
    subject = {"side": side.value, "domain": domain.value, "n": len(listed)}
    with database.transaction(actor, "skips accepted", subject) as tx:
        keep_skips(tx.connection, side, domain, listed, by=actor, at=tx.at)


def accept_aside(
    database: Database, side: Side, domain: Domain, names: Collection[left_out.Name], *, actor: str
) -> None:
    """Accept by name what decisions set aside: gate 1 waits for it. Raises InputError when these are not all of it."""
    accept_every_aside(database, {(side, domain): names}, actor=actor)


def accept_every_aside(
    database: Database, wanted: Mapping[tuple[Side, Domain], Collection[left_out.Name]], *, actor: str
) -> None:
    """The same for several sides and domains: all of it in one act, or nothing. Raises InputError."""
    places = [{"side": side.value, "domain": domain.value} for side, domain in wanted]
    subject: dict[str, object] = dict(places[0]) if len(places) == 1 else {"places": places}
    with database.transaction(actor, "set aside accepted", subject) as tx:
        n = 0
        for (side, domain), names in wanted.items():
            standing = {(each.key, each.field) for each in left_out.aside(tx.connection, side, domain)}
            if not standing or set(names) != standing:
                named = ", ".join(sorted({key for key, _ in standing})) or "there are none"
                raise InputError(
                    "These are not the records and values that are set aside. Nothing was accepted.",
                    remedy=f"Name each of them: {named}.",
                    code="aside.names",
                )
            left_out.name(tx, side, domain, sorted(standing), actor)
            n += len(standing)
        tx.subject["n"] = n
