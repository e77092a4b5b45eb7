"""History: is the record whole, who did what, a file of it."""

import csv
import io

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import text

from clubos_desktop.model.runbook import StepBegun
from clubos_desktop.store import registers
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.places import Place


@pytest.fixture
def club(tmp_path):
    made = make_club(tmp_path, members=3)
    act(made, "copy started", side="legacy", domain="members")
    act(made, "copy accepted", runs=[1, 2])
    act(made, "rules changed", version=2)
    return made


def act(club, name, **subject):
    with club.workspace.database.transaction(club.workspace.actor, name, subject):
        pass


@pytest.fixture
def shown(window, qtbot, club):
    def show():
        window.open_club(club)
        window.show()
        window.go(Place.HISTORY)
        screen = window.here()
        qtbot.waitUntil(screen.again.isEnabled)
        return screen

    return show


def sentences(screen):
    return [screen.table.rows.row(number).sentence for number in range(screen.table.rows.rowCount())]


def test_a_whole_record_says_so_with_its_length(window, shown, shot):
    screen = shown()
    shot(window, "history")
    assert "Whole and unchanged, checked just now." in words(screen)
    assert any(said.startswith("4 entries since") for said in words(screen))
    assert not unnamed(window)
    assert not forbidden(window)


def test_entries_are_sentences_newest_first_and_a_day_is_named_once(shown):
    screen = shown()
    assert sentences(screen) == [
        "Anna Berg changed the rules of comparison.",
        "The copy of members from Wild Apricot and members from ClubOS is complete and was taken over.",
        "Anna Berg began to copy members from Wild Apricot.",
        "This program made the file of this club.",
    ]
    days = [screen.table.rows.row(number).day for number in range(4)]
    assert days[0].startswith(("Mon", "Tue"))
    assert days[1:] == ["", "", ""]


def test_an_act_without_a_sentence_of_its_own_is_still_told(club, shown):
    act(club, "sky painted")
    assert sentences(shown())[0] == "Anna Berg: sky painted."


def test_what_people_decided_can_be_listed_alone(shown, qtbot):
    screen = shown()
    qtbot.mouseClick(screen.filter.button("What people decided"), Qt.MouseButton.LeftButton)
    assert len(sentences(screen)) == 2
    qtbot.mouseClick(screen.filter.button("Copies"), Qt.MouseButton.LeftButton)
    assert len(sentences(screen)) == 2


def test_a_forged_entry_is_found_and_named_by_day(window, club, shown, shot, dress):
    dress(dark=True)
    with club.workspace.database.landing() as conn:
        for guard in conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            conn.execute(text(f'DROP TRIGGER "{guard}"'))
        conn.execute(text("UPDATE audit SET act = 'rules changed' WHERE seq = 2"))
    screen = shown()
    shot(window, "history-broken-dark")
    said = words(screen)
    assert "The record is not whole." in said
    assert any("The first doubtful day is" in each and "Bring back a backup" in each for each in said)


def test_a_long_history_is_read_by_the_page_and_names_no_day_twice(club, shown):
    for _ in range(150):
        act(club, "rules changed")
    screen = shown()
    rows = screen.table.rows
    assert rows.rowCount() == 100
    rows.fetchMore(screen.table.rootIndex())
    assert rows.rowCount() == 154
    assert [number for number in range(154) if rows.row(number).day] == [0]


def test_a_filter_looks_further_than_one_page(club, shown, qtbot):
    for _ in range(120):
        act(club, "copy started", side="clubos", domain="events")
    screen = shown()
    qtbot.mouseClick(screen.filter.button("What people decided"), Qt.MouseButton.LeftButton)
    assert len(sentences(screen)) == 2


def test_the_whole_history_is_saved_as_a_table_that_runs_no_formula(window, club, shown, qtbot, tmp_path):
    act(club, "=HYPERLINK(1)")
    screen = shown()
    target = tmp_path / "history.csv"
    screen.save_to(target)
    qtbot.waitUntil(target.exists)
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"))))
    assert [row[0] for row in rows[:6]] == ["Number", "1", "2", "3", "4", "5"]
    assert rows[5][4] == "Anna Berg: =HYPERLINK(1)."
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]
    qtbot.waitUntil(lambda: "Saved as history.csv." in words(window))


def test_a_folder_that_is_not_there_is_said_in_the_page(window, shown, qtbot, tmp_path):
    screen = shown()
    screen.save_to(tmp_path / "nowhere" / "history.csv")
    qtbot.waitUntil(lambda: any("There is no folder" in each for each in words(screen)))
    screen.again.click()  # a check that ends after it says its own, and this stays
    qtbot.waitUntil(screen.again.isEnabled)
    assert any("There is no folder" in each for each in words(screen))


def test_decisions_say_how_many_differences_they_are_about(club, shown):
    act(club, "decided: correct_clubos", n=41)
    act(club, "decision undone", n=1)
    assert sentences(shown())[:2] == [
        "Anna Berg took a decision about 1 difference back.",
        "Anna Berg chose Wild Apricot's value for 41 differences.",
    ]


def test_a_step_of_a_run_is_told_by_its_name(shown, club, qtbot):
    with club.workspace.database.transaction(club.workspace.actor, "runbook step begun") as tx:
        registers.add(tx, "runbook", "1", "step begun", StepBegun("freeze"))
    screen = shown()
    qtbot.waitUntil(lambda: any("Stop new entries" in cell for cell in sentences(screen)))
