"""A hash of what Wild Apricot's copy held when it was first whole and when it was whole last (features.md N12).

SHA-256 over the key and the hash of the raw answer of each record, in the order of the keys.
"""

import hashlib
from dataclasses import asdict, dataclass

import msgspec
from sqlalchemy import Connection

from clubos_desktop.job import Job, Progress, finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Mode, Run
from clubos_desktop.store import settings


@dataclass(frozen=True, slots=True)
class Held:
    """What a whole copy of a domain held: the run, when it began, how many records, and the hash of all of them."""

    run: int
    at: Instant
    n: int
    hash: str


@dataclass(frozen=True, slots=True)
class Content:
    """A domain at the first whole copy and at the last; ``changed`` records are new, gone or another since then."""

    domain: Domain
    first: Held
    last: Held
    changed: int

    @property
    def same(self) -> bool:
        """True when nothing in it is another than at first."""
        return self.first.hash == self.last.hash


def _key(domain: Domain) -> str:
    return f"content.{domain}"


def hashed(conn: Connection, domain: Domain) -> tuple[int, str]:
    """How many records Wild Apricot shows of a domain, and the hash of them as they are held now."""
    n, content = conn.exec_driver_sql(
        "SELECT count(*), CAST(group_concat(one, '') AS BLOB) FROM (SELECT key || x'00' || raw_hash AS one FROM record "
        "WHERE side = ? AND domain = ? AND missing_run IS NULL ORDER BY key)",
        (Side.LEGACY.value, domain.value),
    ).one()
    return int(n), hashlib.sha256(content or b"").hexdigest()


def note(conn: Connection, run: Run, *, moved: bool) -> None:
    """After a copy of Wild Apricot was taken over, inside its transaction; hashed anew is only what may be another.

    ``moved`` says that any record is new, another, gone, back, or was read anew.
    """
    if run.side is not Side.LEGACY:
        return
    before = settings.get(conn, _key(run.domain), None)
    if run.mode is not Mode.FULL:
        if moved and before is not None and not before.get("moved"):
            settings.write(conn, _key(run.domain), before | {"moved": True})
        return
    if moved or before is None or before.get("moved"):
        n, digest = hashed(conn, run.domain)
    else:
        n, digest = before["last"]["n"], before["last"]["hash"]
    held = asdict(Held(run.id, run.started, n, digest))
    settings.write(conn, _key(run.domain), {"first": held if before is None else before["first"], "last": held})


def turn_back(conn: Connection, run: Run) -> None:
    """A whole copy of Wild Apricot was taken back and ``run`` is the newest that stands: hash what is held now."""
    kept = settings.get(conn, _key(run.domain), None)
    if run.side is Side.LEGACY and kept is not None:
        held = asdict(Held(run.id, run.started, *hashed(conn, run.domain)))
        settings.write(conn, _key(run.domain), kept | {"last": held})


def every(conn: Connection) -> tuple[Content, ...]:
    """All domains that were copied whole at least once, in the order of reading."""
    return finish(comparing(conn))


def comparing(conn: Connection) -> Job[tuple[Content, ...]]:
    """The same as a job that can be stopped between two domains."""
    found: list[Content] = []
    for domain in Domain:
        kept = settings.get(conn, _key(domain), None)
        if kept is not None:
            yield Progress("Comparing the first copy with the last", len(found))
            first, last = (msgspec.convert(kept[name], Held) for name in ("first", "last"))
            found.append(Content(domain, first, last, _changed(conn, domain, first.run)))
    return tuple(found)


def _changed(conn: Connection, domain: Domain, since: int) -> int:
    """Records that are another, new or gone since a run."""
    return int(
        conn.exec_driver_sql(
            "SELECT count(*) FROM record r JOIN version v ON v.record = r.id AND v.to_run IS NULL "
            "WHERE r.side = 'legacy' AND r.domain = ? AND (v.from_run > ? OR r.missing_run IS NOT NULL)",
            (domain.value, since),
        ).scalar_one()
    )
