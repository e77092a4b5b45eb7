"""No side door leads to a write: redirects, edited settings, rows made by hand (features.md I4, S2.6)."""

import pytest

from clubos_desktop.evidence import untouched
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import RunState
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve
from clubos_desktop.store import failures, settings, tables
from clubos_desktop.store.ledger import StoreLedger
from tests.support.practised import World
from tests.support.scripted import Scripted

SETTINGS = (
    ("writes", True),
    ("writes.legacy", {"on": True, "domains": ["members"]}),
    ("legacy.read_only", False),
    ("ownership", {"members.email": "legacy"}),
    ("outbox", [{"side": "legacy", "domain": "members", "key": "5001", "field": "email", "value": "x@y.org"}]),
    ("guard", "off"),
    (
        "connection.legacy",
        {"kind": "wild-apricot", "method": "PUT", "write": True, "headers": {"X-HTTP-Method": "PUT"}},
    ),
)


@pytest.fixture
def club(tmp_path):
    made = World(tmp_path / "club.clubos")
    yield made
    made.close()


@pytest.mark.parametrize(("key", "value"), SETTINGS)
def test_no_setting_opens_the_door(club, key, value):
    with club.database.landing() as conn:
        settings.write(conn, key, value)
    assert club.copy(Domain.MEMBERS)[Domain.MEMBERS].state is RunState.COMPLETE
    assert club.world.writes["legacy"] == 0


def test_no_row_made_by_hand_is_sent(club):
    club.copy(Domain.MEMBERS)
    with club.database.landing() as conn:
        batch = {"at": "2026-06-08T17:00:00.000Z", "actor": "x", "act": "legacy", "n": 1, "undone_by": ""}
        number = conn.execute(tables.batch.insert().returning(tables.batch.c.id), batch).scalar_one()
        row = {"batch": number, "domain": "members", "legacy_id": "5001", "clubos_id": "c1", "field": "email"}
        row |= {"kind": "changed", "choice": "clubos", "value": "x@y.org", "seen": b"", "copy": 1, "stands": True}
        conn.execute(tables.decision.insert(), row)
        call = {"at": "2026-06-08T17:00:00.000Z", "side": "legacy", "method": "PUT", "path": "/contacts/5001"}
        conn.execute(tables.call.insert(), call | {"status": None, "ms": 0})
    club.copy(Domain.MEMBERS)
    assert club.world.writes["legacy"] == 0
    with club.database.read() as conn:
        found = untouched.proof(conn)
    assert not found.nothing_written, "a forged line in the ledger speaks against the program, never for it"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_takes_no_token_along(club, status):
    elsewhere = Scripted()
    elsewhere.give((200, {}, b"{}"))
    try:
        club.put(Fault("redirect", path="/contacts", value=f"{status} {elsewhere.url}/contacts"))
        run = club.copy(Domain.MEMBERS)[Domain.MEMBERS]
        assert run.state is RunState.FAILED
        assert elsewhere.seen == []
        assert club.world.writes["legacy"] == 0
    finally:
        elsewhere.close()


def test_another_clubs_address_in_the_settings_stops_at_its_account(club):
    club.copy(Domain.MEMBERS)
    with serve(club.world.club, speed=2000.0) as other:
        other.inside(lambda: other.world.faults.active.append(Fault("other-account", path="/auth/token")))
        club.source.close()
        where = other.addresses
        club.served.addresses, kept = where, club.served.addresses
        club.connect()
        run = club.copy(Domain.MEMBERS)[Domain.MEMBERS]
        club.served.addresses = kept
        assert run.state is RunState.FAILED
        assert other.world.writes["legacy"] == 0


def test_what_left_is_in_the_ledger_with_its_method(club):
    club.ledger = StoreLedger(club.database)
    club.source.close()
    asked_before = club.world.calls["legacy.token"]
    club.connect()
    club.copy(Domain.MEMBERS)
    club.ledger.flush()
    asked = club.world.calls["legacy.token"] - asked_before  # more than one where a token runs out on a slow computer
    with club.database.read() as conn:
        found = untouched.proof(conn)
    calls, tokens, writing = found.of(Side.LEGACY)
    assert asked >= 1
    assert (tokens, writing) == (asked, 0)
    assert calls >= 5
    assert found.nothing_written


def test_plain_addresses_elsewhere_are_refused(club):
    club.source.close()
    club.connect(api_url="http://192.0.2.7/v2.3")
    assert club.copy(Domain.MEMBERS)[Domain.MEMBERS].state is RunState.FAILED
    with club.database.read() as conn:
        assert failures.read(conn, Side.LEGACY, Domain.MEMBERS).code.startswith("guard-")
