"""A vote on Board (scenario 18): recorded by form, refused in place, void when the pack is made again."""

import pytest
from PySide6.QtCore import QDate, Qt

from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from tests.support.export_files import add_person
from ui.places import Place
from ui.screens.board import VOTES


@pytest.fixture
def board(window, qtbot, tmp_path):
    club = make_club(tmp_path, members=8)
    add_person(club.workspace, "Cara Lind", "2468")
    window.open_club(club)
    window.show()
    window.activateWindow()
    window.go(Place.BOARD)
    qtbot.waitUntil(lambda: window.judged is not None)
    make_pack(window, qtbot)
    window.go(Place.BOARD, VOTES)
    return window.here()


def make_pack(window, qtbot):
    screen = window.here()
    before = screen._model.rowCount()
    screen.ask()
    screen.making.make.click()
    qtbot.waitUntil(lambda: not window.jobs.busy and screen._model.rowCount() == before + 1, timeout=30_000)


def fill_in(form, minutes, **more):
    for name, value in ({"for": 5, "against": 1, "abstain": 1} | more).items():
        form.counts[name].set_value(value)
    form.quorum.set_value(5)
    form.minutes.setText(str(minutes))
    form.dissent.setText("Wait until spring.")
    form.sign.pin.line.setText("2468")


def said(board, text):
    return any(text in each for each in words(board.votes))


def test_five_one_one_with_a_dissent_counts_until_the_pack_is_made_again(board, window, qtbot, shot, tmp_path):
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(b"%PDF signed")
    assert said(board, "The board has not voted yet.")
    board.votes.start.click()
    form = board.votes.form
    assert form.pack.count() == 1
    assert "switches from Wild Apricot to ClubOS" in form.motion.toPlainText()
    shot(window, "board-vote-form")
    assert not unnamed(window)
    assert not forbidden(window)
    fill_in(form, minutes)
    form.sign.sign.click()
    qtbot.waitUntil(lambda: said(board, "1 vote counts."))
    assert said(board, "5 for, 1 against, 1 abstained. Counts until")
    assert said(board, "Minority: Wait until spring.")
    shot(window, "board-votes")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert board.pages.currentIndex() == 0
    assert list(board._voted.values()) == ["Vote 1: counts"]
    window.club.workspace.clock.minutes += 5
    make_pack(window, qtbot)
    board.show_votes()
    assert said(board, "No vote counts now.")
    assert said(board, "The pack was made again afterwards.")


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(board, window, qtbot, tmp_path):
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(b"%PDF signed")
    board.votes.start.click()
    form = board.votes.form
    fill_in(form, "")
    form.sign.sign.click()
    assert said(board, "Please choose the signed minutes.")

    def refused(sentence):
        form.sign.pin.line.setText("2468")
        form.sign.sign.click()
        qtbot.waitUntil(lambda: said(board, sentence))

    form.minutes.setText(str(tmp_path / "nowhere.pdf"))
    refused("nowhere.pdf cannot be read.")
    form.minutes.setText(str(minutes))
    form.quorum.set_value(0)
    refused("A quorum is one person at least.")
    form.quorum.set_value(5)
    for box in form.counts.values():
        box.set_value(0)
    refused("A vote needs votes.")
    form.counts["for"].set_value(5)
    today = form.day.date()
    form.day.setDate(today.addDays(2))
    refused("is still to come.")
    form.day.setDate(today)
    form.expires.setDate(today.addDays(-1))
    refused("The vote would end before it was held.")
    form.expires.setDate(today.addDays(60))
    form.motion.setPlainText("  ")
    refused("The motion is missing.")
    form.motion.setPlainText("We switch.")
    form.sign.pin.line.setText("1111")
    form.sign.sign.click()
    qtbot.waitUntil(lambda: said(board, "This is not the PIN of Cara Lind."))
    assert form.counts["for"].value() == 5
    assert form.day.date() == QDate(today)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert form.isHidden()
    assert said(board, "The board has not voted yet.")


def test_too_few_came_and_the_vote_does_not_count(board, qtbot, tmp_path):
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(b"%PDF signed")
    board.votes.start.click()
    fill_in(board.votes.form, minutes, **{"for": 3, "against": 0, "abstain": 0})
    board.votes.form.sign.sign.click()
    qtbot.waitUntil(lambda: said(board, "The quorum was missed: 3 of 5 were there."))


def test_nobody_of_the_board_has_a_pin(window, qtbot, tmp_path, shot):
    window.open_club(make_club(tmp_path, members=0))
    window.show()
    window.go(Place.BOARD, VOTES)
    board = window.here()
    assert said(board, "The first copy and the first pack come before it.")
    board.votes.start.click()
    assert said(board, "Nobody who acts for the board has a PIN yet")
    assert board.votes.form.sign.sign.isHidden()
    shot(window, "board-vote-nobody")
