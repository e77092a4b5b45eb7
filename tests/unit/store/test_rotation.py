"""Which backups stay: seven days, four weeks, every pack; whatever the clock or the folder does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clubos_desktop.model.time import to_instant
from clubos_desktop.store import rotation
from clubos_desktop.store.rotation import Kept

START = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def kept(folder, hours, why=rotation.COPY):
    at = START - timedelta(hours=hours)
    return Kept(folder / f"{at.timestamp()} {why}", to_instant(at), why, 1)


def test_sixty_days_of_four_copies_a_day_leave_seven_days_and_four_weeks(tmp_path):
    every = [kept(tmp_path, 6 * n) for n in range(240)]
    gone = {each.file for each in rotation.doomed(every)}
    left = [each for each in every if each.file not in gone]
    days = sorted({each.made[:10] for each in left}, reverse=True)
    assert days[:7] == [(START - timedelta(days=n)).date().isoformat() for n in range(7)]
    assert len(left) == 9, "seven days, and of the four weeks two whose newest day is none of these"
    weeks = {datetime.fromisoformat(each.made).isocalendar()[:2] for each in left}
    assert len(weeks) == 4


def test_every_backup_made_with_a_pack_or_by_hand_stays(tmp_path):
    every = [kept(tmp_path, 24 * n, why) for n in range(100) for why in (rotation.PACK, rotation.HAND, rotation.BEFORE)]
    assert {each.why for each in rotation.doomed(every)} == {rotation.BEFORE}


def test_a_laptop_that_slept_for_a_year_loses_nothing(tmp_path):
    every = [kept(tmp_path, 0), *(kept(tmp_path, 24 * (365 + n)) for n in range(6))]
    assert rotation.doomed(every) == ()


@given(st.lists(st.tuples(st.integers(0, 5000), st.sampled_from([rotation.COPY, rotation.PACK])), max_size=60))
def test_whatever_there_is_the_newest_stays_and_a_second_round_takes_nothing_more(tmp_path_factory, made):
    folder = tmp_path_factory.getbasetemp()
    every = sorted({kept(folder, *each) for each in made}, key=lambda each: (each.made, each.file.name), reverse=True)
    gone = rotation.doomed(every)
    left = [each for each in every if each not in gone]
    assert not every or left[0] == every[0]
    assert rotation.doomed(left) == ()
    assert len([each for each in left if each.why == rotation.COPY]) <= rotation.DAYS + rotation.WEEKS


def test_what_was_made_just_now_stays_although_the_clock_was_set_back(tmp_path):
    every = [kept(tmp_path, 1), kept(tmp_path, 2), kept(tmp_path, 3)]
    assert every[2] in rotation.doomed(every)
    assert every[2] not in rotation.doomed(every, every[2].file)


def test_only_files_of_our_own_are_seen(tmp_path):
    for name in ("holiday.clubos-backup", "2026-99-99 07.00.00 copy.clubos-backup", "notes.txt", "club.clubos"):
        (tmp_path / name).write_text("x")
    (tmp_path / "2026-11-24 07.00.00 pack.clubos-backup").mkdir()
    assert rotation.every(tmp_path) == ()
    assert rotation.every(tmp_path / "none") == ()
    ours = rotation.name(tmp_path, START, rotation.COPY)
    ours.write_text("x")
    again = rotation.name(tmp_path, START, rotation.COPY)
    again.write_text("x")
    assert ours != again
    assert {each.file for each in rotation.every(tmp_path)} == {ours, again}
    assert {(each.made, each.why) for each in rotation.every(tmp_path)} == {(to_instant(START), "copy")}


@pytest.mark.parametrize("why", [rotation.COPY, rotation.PACK, rotation.BEFORE, rotation.HAND])
def test_a_name_says_when_and_why(tmp_path, why):
    rotation.name(tmp_path, START, why).write_text("x")
    assert [each.why for each in rotation.every(tmp_path)] == [why]
