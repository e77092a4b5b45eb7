"""What people are told without having asked: one notice a change of state (features.md E38)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from clubos_desktop.model.records import Instant
from clubos_desktop.store import tables
from clubos_desktop.store.act import Tx


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice. ``subject`` is what it is about, ``state`` what it has come to; sentences hold no personal values."""

    id: int
    at: Instant
    subject: str
    state: str
    sentence: str
    remedy: str
    seen: Instant | None
    mailed: Instant | None


def page(conn: Connection, *, limit: int = 50) -> tuple[Notice, ...]:
    """The newest notices first."""
    rows = conn.execute(select(tables.notice).order_by(tables.notice.c.id.desc()).limit(limit)).mappings()
    return tuple(Notice(**row) for row in rows)


def state(conn: Connection, subject: str) -> str | None:
    """The state that people were last told of; None when they were told nothing."""
    c = tables.notice.c
    found: str | None = conn.execute(
        select(c.state).where(c.subject == subject).order_by(c.id.desc()).limit(1)
    ).scalar()
    return found


def add(tx: Tx, subject: str, state: str, sentence: str, remedy: str = "") -> None:
    """A new notice."""
    row = {"at": tx.at, "subject": subject, "state": state, "sentence": sentence, "remedy": remedy}
    tx.connection.execute(insert(tables.notice).values(row))
    tx.subject["notice"] = f"{subject}: {state}"


def not_mailed(conn: Connection) -> tuple[Notice, ...]:
    """Notices that no e-mail has carried yet, oldest first."""
    c = tables.notice.c
    rows = conn.execute(select(tables.notice).where(c.mailed.is_(None)).order_by(c.id)).mappings()
    return tuple(Notice(**row) for row in rows)


def last_mailed(conn: Connection) -> Instant | None:
    """When an e-mail last carried a notice; None when none did."""
    found: Instant | None = conn.execute(select(func.max(tables.notice.c.mailed))).scalar()
    return found


def mark_mailed(tx: Tx, ids: Sequence[int]) -> None:
    """An e-mail has carried them."""
    tx.connection.execute(update(tables.notice).where(tables.notice.c.id.in_(ids)).values(mailed=tx.at))


def mark_seen(tx: Tx) -> None:
    """A person has looked at all of them."""
    tx.connection.execute(update(tables.notice).where(tables.notice.c.seen.is_(None)).values(seen=tx.at))
