"""Many differences in one act: what is previewed is what is decided, and one undo takes all of it back."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings import bulk, deciding, reading
from clubos_desktop.job import finish
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import Choice, Ruling, Standing
from clubos_desktop.store import views
from clubos_desktop.store.database import Database

EVERYTHING = reading.FindingFilter()
TWENTY = range(20, 40)


@pytest.fixture
def many(desk):
    """Twenty more members who have another phone in ClubOS."""
    for n in TWENTY:
        desk.club.member(n, phone=f"+1 805 555 01{n}")
    desk.club.copy()
    return desk


def settle(desk, wanted, ruling):
    stamp = desk.read(bulk.preview, wanted, ruling, desk.at).stamp
    return finish(bulk.apply(desk.database, wanted, ruling, stamp, **desk.decides))


def test_preview_apply_undo(many):
    before = many.findings()
    phones = reading.FindingFilter(views.DifferenceFilter(field="phone"))
    ruling = Ruling(Choice.CLUBOS)
    effect = many.read(bulk.preview, phones, ruling, many.at)
    assert effect.n == len(TWENTY) + 1
    assert effect.groups == (bulk.Group(Domain.MEMBERS, Kind.CHANGED, "phone", len(TWENTY) + 1),)
    assert 2 <= len(effect.samples) <= 5
    assert (effect.left, effect.decided) == ((), 0)
    batch = finish(bulk.apply(many.database, phones, ruling, effect.stamp, **many.decides))
    assert many.summary().standing[Standing.TO_CORRECT] == effect.n
    assert {each.decision.batch for each in many.findings(phones)} == {batch}
    undone = deciding.undo(many.database, batch, **many.acts)
    assert (undone.n, undone.left) == (effect.n, 0)
    assert many.findings() == before


def test_undo_of_a_batch_leaves_what_was_decided_anew(many):
    batch = settle(many, EVERYTHING, Ruling(Choice.LEGACY))
    again = many.one("5001", "phone")
    deciding.decide(many.database, {again.difference.id: again.seen}, Ruling(Choice.CLUBOS), **many.decides)
    n = len(many.findings())
    undone = deciding.undo(many.database, batch, **many.acts)
    assert (undone.n, undone.left) == (n - 1, 1)
    assert many.standing("5001", "phone") is Standing.TO_CORRECT
    assert many.summary().standing[Standing.OPEN] == n - 1
    deciding.undo(many.database, **many.acts)  # what that had replaced was undone: nothing comes back
    assert many.summary().standing[Standing.OPEN] == n


def test_what_does_not_fit_is_left_and_said(many):
    ruling = Ruling(Choice.VALUE, value="none")
    effect = many.read(bulk.preview, EVERYTHING, ruling, many.at)
    assert effect.n == len(TWENTY) + 2
    assert effect.left == (("A record that is in one system only has no other value.", 5),)
    settle(many, EVERYTHING, ruling)
    assert many.standing("5003") is Standing.OPEN


def test_a_preview_that_is_no_longer_true_decides_nothing(many):
    ruling = Ruling(Choice.CLUBOS)
    stamp = many.read(bulk.preview, EVERYTHING, ruling, many.at).stamp
    many.club.member(60, phone="+1 805 555 0160")
    many.club.copy()
    with pytest.raises(RefusedError, match="changed meanwhile: there are 28 now"):
        finish(bulk.apply(many.database, EVERYTHING, ruling, stamp, **many.decides))
    assert many.summary().needing == len(many.findings())
    nobody = reading.FindingFilter(views.DifferenceFilter(text="nobody is called so"))
    with pytest.raises(InputError, match="None of these"):
        finish(bulk.apply(many.database, nobody, ruling, stamp, **many.decides))


def test_more_than_may_be_accepted_are_not_accepted_in_part(many):
    ruling = Ruling(Choice.ACCEPT, "until spring", until="2027-03-31")
    with pytest.raises(RefusedError, match="above the limit of 20"):
        settle(many, EVERYTHING, ruling)
    assert many.summary().standing == {Standing.OPEN: len(many.findings())}


CRASH = """
import os
from tests.unit.copied_club import HandClock, ZONE
from clubos_desktop.findings import bulk, deciding, reading
from clubos_desktop.job import finish
from clubos_desktop.model.findings import Choice, Ruling
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import audit, decisions
from clubos_desktop.store.database import Database
from pathlib import Path

clock = HandClock()
database = Database.open(Path({path!r}), bytes(range(32)), clock=clock)
wanted, ruling = reading.FindingFilter(), Ruling(Choice.CLUBOS)
with database.read() as conn:
    stamp = bulk.preview(conn, wanted, ruling, to_instant(clock.at)).stamp
if {die}:
    real = decisions.stand
    def stand(*arguments, **named):
        real(*arguments, **named)
        os._exit(9)
    decisions.stand = stand
finish(bulk.apply(database, wanted, ruling, stamp, clock=clock, actor="person:1", zone_name=ZONE))
"""


@pytest.mark.parametrize("die", [True, False])
def test_a_crash_between_leaves_all_or_nothing_and_undo_outlives_the_program(many, die):
    path, key = many.database.path, many.database.key
    before = many.findings()
    many.database.close()
    code = textwrap.dedent(CRASH.format(path=str(path), die=die))
    ended = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    assert ended.returncode == (9 if die else 0)
    many.database = many.club.database = Database.open(path, key, clock=many.clock)
    if die:
        assert many.findings() == before
    else:
        assert many.summary().needing == 0
        deciding.undo(many.database, **many.acts)
        assert many.findings() == before


def test_a_filter_by_owner_and_standing(many):
    found = many.one("5001", "phone")
    ruling = Ruling(Choice.ASK, owner="the webmaster")
    deciding.decide(many.database, {found.difference.id: found.seen}, ruling, **many.decides)
    asked = many.findings(reading.FindingFilter(owner="the webmaster"))
    assert [each.difference.id for each in asked] == [found.difference.id]
    assert asked == many.findings(reading.FindingFilter(standings=(Standing.ASKED,)))
    assert many.findings(reading.FindingFilter(standings=())) == []
    assert many.findings(reading.FindingFilter(ids=())) == []
