"""Verify from zero finds whatever was changed behind the program's back."""

import dataclasses
from datetime import timedelta

import msgspec
import pytest

from clubos_desktop.diff.rules import with_kind
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Allocation, Donation, Event, Invoice, Member, Payment, Refund, Registration
from clubos_desktop.model.runs import RunState
from clubos_desktop.store import settings, views
from clubos_desktop.sync import rulebook
from clubos_desktop.sync.accept import accept
from clubos_desktop.sync.prepare import Landed
from clubos_desktop.sync.zero import verify_from_zero
from tests.unit.sync.club import Club


def member(key, first, **fields):
    given = {"email": f"{first}@x.org", "status": "Active", "modified": "2026-11-01T00:00:00.000Z"} | fields
    return Member(key=key, first_name=first, last_name="Lee", **given)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    club = Club(tmp_path_factory.mktemp("zero") / "club.clubos")
    club.put(Side.LEGACY, *(member(f"{n}", f"Ann{n}") for n in range(5)), member("9", "Z.", email="zoë@x.org"))
    club.put(Side.CLUBOS, *(member(f"c{n}", f"Ann{n}", level="Gold") for n in range(4)), member("c9", "Zoë"))
    club.put(Side.LEGACY, Event(key="e", title="Gala", start="2026-12-20T03:00:00.000Z"))
    club.put(Side.CLUBOS, Event(key="f", title="Gala", start="2026-12-20T03:00:00.000Z"))
    club.put(
        Side.LEGACY, Registration(key="r", member="1", event="e", status="Paid", registered="2026-11-01T00:00:00.000Z")
    )
    club.put(Side.LEGACY, Registration(key="q", member="1", event="e", status="Canceled", cancelled=True))
    club.put(Side.CLUBOS, Registration(key="s", member="c1", event="f", status="CONFIRMED"))
    club.put(Side.LEGACY, Invoice(key="i", amount=500, paid=500, is_paid=True, currency="USD"))
    club.put(Side.LEGACY, Payment(key="p", amount=300, dated="2026-11-01T00:00:00.000Z", currency="USD"))
    club.put(Side.LEGACY, Allocation(key="a", invoice="i", payment="p", amount=300, currency="USD"))
    club.put(Side.LEGACY, Refund(key="b", amount=100, currency="USD"), Donation(key="d", amount=100, currency="USD"))
    club.copy()
    club.check()
    yield club
    club.database.close()


@pytest.fixture
def filled(template, tmp_path):
    club = template.like(tmp_path / "own.clubos")
    yield club
    club.database.close()


SUGGESTED = "SELECT min(id) FROM suggestion"
TAMPERED = {
    "a fingerprint": "UPDATE record SET fingerprint = x'00' WHERE id = (SELECT min(legacy) FROM pair)",
    "what it is paired by": "UPDATE record SET candidate = x'930190c0' WHERE key = '4'",
    "fields": "UPDATE version SET fields = x'c1' WHERE id = (SELECT min(id) FROM version WHERE record IN "
    "(SELECT legacy FROM pair))",
    "a difference's text": "UPDATE difference SET clubos = 'x' WHERE field = 'level'",
    "a difference less": "DELETE FROM difference WHERE field = 'level'",
    "a difference of the books less": "DELETE FROM difference WHERE domain = 'invoices'",
    "a difference closed": "UPDATE difference SET closed = '2026' WHERE kind = 'only_legacy'",
    "a difference more": "UPDATE difference SET kind = 'ignored' WHERE field = 'level'",
    "a counter": "UPDATE counter SET n = n + 1 WHERE kind = 'changed'",
    "a pair less": "DELETE FROM pair WHERE id NOT IN (SELECT pair FROM difference WHERE pair IS NOT NULL)",
    "a pair's print": "UPDATE pair SET legacy_print = x'00'",
    "a suggestion less": f"DELETE FROM suggestion WHERE id = ({SUGGESTED})",
    "a registration that counts again": "UPDATE record SET apart = '' WHERE apart = 'superseded'",
    "two present versions": "INSERT INTO version (record, from_run, fields, raw) SELECT record, from_run, fields, raw "
    "FROM version LIMIT 1",
    "a version of no run": "UPDATE version SET from_run = 999",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_is_found(filled, what):
    with filled.database.landing() as conn:
        assert conn.exec_driver_sql(TAMPERED[what]).rowcount > 0
    assert finish(verify_from_zero(filled.database))


def test_fingerprints_alone_are_quick_to_verify(filled):
    assert finish(verify_from_zero(filled.database, prints=False)) == ()


def test_another_reading_of_the_same_answers_stores_no_new_versions(filled):
    source = filled.sides[Side.LEGACY]
    source.account = dataclasses.replace(source.account, zone="Europe/Berlin")
    runs = filled.copy()
    assert {run.changed for run in runs.values()} == {0}
    filled.check()
    assert {run.changed for run in filled.copy().values()} == {0}


def test_what_is_not_compared_may_change_without_a_difference(filled):
    before = filled.shown()
    filled.put(Side.LEGACY, member("1", "Ann1", organization="Other", modified="2026-12-01T08:00:00.000Z"))
    assert filled.copy()[Side.LEGACY, Domain.MEMBERS].changed == 1
    assert filled.shown() == before
    filled.check()


def test_a_copy_left_for_more_than_a_day_begins_anew(filled):
    job = filled.job()
    for _ in range(20):
        next(job)
    job.close()
    filled.clock.sleep(timedelta(days=2).total_seconds())
    runs = filled.copy()
    assert {run.state for run in runs.values()} == {RunState.COMPLETE}
    assert {run.copy for run in runs.values()} == {3}
    assert {run.state for run in filled.read(views.runs)} == {RunState.COMPLETE, RunState.FAILED}


def test_rules_in_force_are_those_of_the_club(filled):
    assert filled.read(rulebook.of_club) == filled.rules
    other = with_kind(filled.rules, Domain.MEMBERS, "email", "exact")
    with filled.database.transaction("person:1", "settings") as tx:
        settings.put(tx, "club", {"zone": "Europe/Berlin", "country": "DE", "currency": "EUR"})
        with pytest.raises(ValueError, match="rehash"):
            rulebook.ensure(tx.connection, other, tx.at)
        assert rulebook.keep(tx.connection, filled.rules, tx.at) == 1
    assert filled.read(rulebook.of_club) == filled.rules


def test_a_listing_that_is_not_at_its_end_is_not_accepted(filled):
    source = filled.sides[Side.LEGACY]
    run = filled.read(views.runs)[0]
    landed = Landed(run, source.reader(source.account), source.account)
    with pytest.raises(ValueError, match="end"):
        finish(accept(filled.database, [landed], filled.rules, clock=filled.clock, actor="program"))


def test_titles_fall_back_in_words(filled):
    filled.put(Side.LEGACY, Member(key="x", organization="Lee & Sons", modified="2026-12-01T08:00:00.000Z"))
    filled.put(Side.LEGACY, Event(key="y", zone="Nowhere/Town", start="2026-12-20T03:00:00.000Z"))
    filled.put(Side.LEGACY, Event(key="z"))
    filled.copy()
    who = {d.legacy_id: d.who for d in filled.differences() if d.legacy_id in {"x", "y", "z"}}
    assert who == {
        "x": "Lee & Sons",
        "y": "An event without a title, 2026-12-20",
        "z": "An event without a title",
    }


def test_two_whom_an_older_version_took_for_one_are_parted_with_the_next_copy(filled):
    for left, right, key in (("Robert", "Bob", "20"), ("Robert", "Bob", "21"), ("Robert", "Bob", "22")):
        filled.put(Side.LEGACY, member(key, left, email=f"{key}@x.org"))
        filled.put(Side.CLUBOS, member(f"c{key}", right, email=f"{key}@x.org"))
    filled.copy()
    for key, first in (("20", "Marta"), ("21", "Gerald")):
        filled.put(Side.LEGACY, member(key, first, email=f"{key}@x.org"))
    for key, first in (("c20", "Maria"), ("c21", "Gerard")):
        filled.put(Side.CLUBOS, member(key, first, email=f"{key[1:]}@x.org"))
    filled.copy()  # these pairs stand, as those that an older version made of such names

    def methods():
        return [filled.read(views.detail, Domain.MEMBERS, legacy_id=key).method for key in ("20", "21", "22")]

    assert methods() == ["e-mail and a form of the name"] * 3
    with filled.database.landing() as conn:
        conn.exec_driver_sql("UPDATE setting SET value = '2' WHERE key = 'paired.by'")
        conn.exec_driver_sql(
            "UPDATE pair SET method = 'person' WHERE legacy = (SELECT id FROM record WHERE key = '21')"
        )
    filled.put(Side.LEGACY, member("1", "Ann1", level="Silver"))
    filled.copy()
    assert methods() == ["", "person", "e-mail and a form of the name"]
    alone = {(each.legacy_id, each.clubos_id, each.kind.value) for each in filled.differences() if not each.field}
    assert {("20", None, "only_legacy"), (None, "c20", "only_clubos")} <= alone
    suggested = filled.read(views.suggestions, Domain.MEMBERS)
    assert ("20", "c20") in {(each.legacy_id, each.clubos_id) for each in suggested}
    assert finish(verify_from_zero(filled.database)) == ()


def test_a_workspace_that_was_paired_by_other_keys_is_paired_anew(filled):
    filled.put(Side.LEGACY, member("20", "Robert", email="rob@x.org"))
    filled.put(Side.CLUBOS, member("c20", "Bob", email="rob@x.org"))
    filled.copy()
    assert filled.read(views.detail, Domain.MEMBERS, legacy_id="20").method == "e-mail and a form of the name"
    with filled.database.landing() as conn:  # as a file of an older version: no pair by two forms of a name
        conn.exec_driver_sql("UPDATE setting SET value = '1' WHERE key = 'paired.by'")
        conn.exec_driver_sql("UPDATE difference SET pair = NULL, closed = '2026' WHERE legacy_id = '20'")
        conn.exec_driver_sql("DELETE FROM pair WHERE method = 'e-mail and a form of the name'")
    filled.put(Side.LEGACY, member("1", "Ann1", level="Silver"))
    filled.copy()
    assert filled.read(views.detail, Domain.MEMBERS, legacy_id="20").method == "e-mail and a form of the name"
    filled.copy()
    assert "pairs that are not made" not in str(finish(verify_from_zero(filled.database)))


def test_what_members_are_paired_by_is_made_anew_for_passes_that_look_at_more(filled):
    day = {"joined": "2019-03-04"}
    filled.put(Side.LEGACY, member("20", "Robert", email="rob@x.org", **day))
    filled.put(Side.CLUBOS, member("c20", "Robert", email="new@x.org", **day))
    filled.copy()

    def method():
        return filled.read(views.detail, Domain.MEMBERS, legacy_id="20").method

    assert method() == "name and day of joining"
    with filled.database.landing() as conn:  # as a file of an older version: nothing stored knows the day
        rows = conn.exec_driver_sql("SELECT candidate, id FROM record WHERE domain = 'members'").fetchall()
        for held, identity in rows:
            key, keys, parts = msgspec.msgpack.decode(held)
            conn.exec_driver_sql(
                "UPDATE record SET candidate = ? WHERE id = ?",
                (msgspec.msgpack.encode([key, keys, parts[:4]]), identity),
            )
        conn.exec_driver_sql("UPDATE setting SET value = '3' WHERE key = 'paired.by'")
        conn.exec_driver_sql("UPDATE difference SET pair = NULL, closed = '2026' WHERE legacy_id = '20'")
        conn.exec_driver_sql("DELETE FROM pair WHERE method = 'name and day of joining'")
    filled.put(Side.LEGACY, member("1", "Ann1", level="Silver"))
    filled.copy()
    assert method() == "name and day of joining"
    assert "paired by" not in str(finish(verify_from_zero(filled.database)))
