"""The connection test: few reading calls, their answers kept, and read by the connector from then on."""

from dataclasses import asdict, replace

import msgspec
from sqlalchemy import Connection

from clubos_desktop import connections
from clubos_desktop.connectors.wild_apricot import WildApricot
from clubos_desktop.errors import RefusedError
from clubos_desktop.job import Job
from clubos_desktop.model.contact import Answered, FirstContact
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.runs import Account
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import settings
from clubos_desktop.workspace import Workspace

STATES = {"yes": "it answers", "stub": "it answers that it is not made yet", "no endpoint": "not there"}


def present(conn: Connection, side: Side) -> FirstContact | None:
    """What the last test found; None when there was none."""
    kept = settings.get(conn, f"contact.{side.value}", None)
    return None if kept is None else msgspec.convert(kept, FirstContact)


def test(workspace: Workspace, side: Side) -> Job[tuple[Account, FirstContact]]:
    """Test a connection that is kept. Raises what ``connections.sources`` and the calls raise, RefusedError."""
    with workspace.database.read() as conn:
        before = present(conn, side)
        made = _calls(conn, side)
    with connections.sources(workspace, (side,)) as opened:
        source, known = opened[side]
        if isinstance(source, WildApricot):
            found = yield from source.first_contact(before)
            account = source.account or known
        else:
            account = yield from source.check()
            answers = tuple(
                Answered(each.name, each.name.capitalize(), _told(each.state, each.detail), each.state == "yes")
                for each in account.capabilities
            )
            found = FirstContact(to_instant(workspace.clock.now()), answers)
    if account.account_id != known.account_id:
        raise RefusedError(
            f"This sign-in belongs to another {SIDE_LABELS[side]} account than before. Nothing was kept.",
            remedy="Connect again with the key of this club.",
            code="connection.other_account",
        )
    with workspace.database.transaction(workspace.actor, "connection tested", {"side": side.value}) as tx:
        found = replace(found, calls=_calls(tx.connection, side) - made)
        settings.put(tx, f"contact.{side.value}", asdict(found))
        settings.put(tx, f"account.{side.value}", asdict(account))
    return account, found


def _told(state: str, detail: str) -> str:
    return STATES.get(state, state) + (f" ({detail})" if detail and state not in STATES else "")


def _calls(conn: Connection, side: Side) -> int:
    return int(conn.exec_driver_sql("SELECT count(*) FROM call WHERE side = ?", (side.value,)).scalar_one())
