"""Several entries of one act: all of them or none, each with its own seal in the history."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clubos_desktop.model.runbook import Carried
from clubos_desktop.store import audit, registers
from clubos_desktop.verification.acts.entering import New, enter_all
from tests.unit.verification.signing_desk import made

WANTED = tuple(New("carryover", "carried", Carried("Eva", "open"), f"members {n} 1") for n in range(1, 6))


@pytest.fixture
def desk(tmp_path):
    desk = made(tmp_path)
    yield desk
    desk.club.close()


def test_each_has_its_own_audit_entry_and_is_sound(desk):
    before = len(desk.known().kept.entries)
    entries = enter_all(desk.database, desk.actor, WANTED)
    with desk.database.read() as conn:
        kept = registers.read(conn)
        assert audit.verify(conn) == []
        acts = conn.execute(text("SELECT act, subject FROM audit ORDER BY seq DESC LIMIT 5")).all()
    assert kept.broken == frozenset()
    assert kept.entries[before:] == entries
    assert [each.item for each in entries] == [each.item for each in WANTED]
    assert {each.act for each in acts} == {"carryover carried"}
    assert all(f'"entry":{entry.id}' in row.subject for entry, row in zip(reversed(entries), acts, strict=True))


@pytest.mark.parametrize("place", [1, 3, 5])
def test_when_one_cannot_be_written_none_is(desk, place):
    with desk.database.landing() as conn:
        conn.execute(
            text(
                "CREATE TRIGGER no_more BEFORE INSERT ON register_entry WHEN NEW.register = 'carryover' "
                f"AND NEW.item = 'members {place} 1' BEGIN SELECT RAISE(ABORT, 'the disk went'); END"
            )
        )
    with desk.database.read() as conn:
        head = audit.head(conn)
    with pytest.raises(IntegrityError):
        enter_all(desk.database, desk.actor, WANTED)
    with desk.database.read() as conn:
        assert registers.read(conn).of("carryover") == ()
        assert audit.head(conn) == head
