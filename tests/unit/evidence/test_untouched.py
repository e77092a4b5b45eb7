"""Nothing was written: calls by method, and what Wild Apricot's copy held first and last (features.md N12)."""

from clubos_desktop.evidence import untouched
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode
from clubos_desktop.store import contents
from clubos_desktop.store.ledger import StoreLedger


def proof(club):
    with club.database.read() as conn:
        return untouched.proof(conn)


def call(club, method, path, side=Side.LEGACY):
    ledger = StoreLedger(club.database)
    ledger.call(side, method, path, 200, 1)
    ledger.flush()


def test_without_calls_nothing_is_proved(club):
    found = proof(club)
    assert not found.nothing_written
    assert untouched.sentence(found) == "No call to Wild Apricot was made yet."


def test_reading_and_the_sign_in_write_nothing(club):
    call(club, "GET", "/contacts")
    call(club, "POST", "/auth/token")
    found = proof(club)
    assert found.nothing_written
    assert found.of(Side.LEGACY) == (2, 1, 0)
    assert "0 of 2 calls" in untouched.sentence(found)


def test_one_writing_call_is_told(club):
    call(club, "GET", "/contacts")
    call(club, "PUT", "/contacts/1")
    found = proof(club)
    assert not found.nothing_written
    assert untouched.sentence(found).startswith("1 of 2 calls")
    call(club, "PATCH", "/members/1", Side.CLUBOS)
    assert proof(club).of(Side.CLUBOS) == (1, 0, 1)


def test_the_content_is_hashed_first_and_last(club):
    club.member(1)
    club.member(2, "Bob")
    club.copy(2)
    held = {each.domain: each for each in proof(club).contents}[Domain.MEMBERS]
    assert held.same
    assert (held.first.n, held.last.n, held.changed) == (3, 3, 0)
    assert held.first.run < held.last.run
    club.member(2, "Bobby")
    club.copy()
    held = {each.domain: each for each in proof(club).contents}[Domain.MEMBERS]
    assert not held.same
    assert held.changed == 1
    with club.database.read() as conn:
        assert contents.hashed(conn, Domain.MEMBERS) == (3, held.last.hash)
    club.take(Side.LEGACY, Domain.MEMBERS, "5001")
    club.copy()
    assert {each.domain: each.changed for each in proof(club).contents}[Domain.MEMBERS] == 2


def test_what_a_copy_of_changes_brought_is_in_the_next_whole_copys_hash(club):
    club.member(1)
    club.copy()
    club.copy(mode=Mode.INCREMENTAL)
    club.member(1, "Anna")
    club.copy(mode=Mode.INCREMENTAL)
    club.copy(mode=Mode.INCREMENTAL)
    for _ in range(2):
        club.copy()
        held = {each.domain: each for each in proof(club).contents}[Domain.MEMBERS]
        with club.database.read() as conn:
            assert contents.hashed(conn, Domain.MEMBERS) == (held.last.n, held.last.hash)
        assert not held.same
