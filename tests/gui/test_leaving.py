"""Archive and ending by window: locked or open, staying with Wild Apricot to the last file, closing it down."""

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from clubos_desktop.cutover.archive import page
from clubos_desktop.model.people import Role
from clubos_desktop.model.runbook import Begun, Plan, RunKind, StepBegun, StepDone, Stopped
from clubos_desktop.store import people, pins, tables
from clubos_desktop.store.keys import MemoryKeys
from clubos_desktop.verification.acts import afterwards
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.verification.registers.afterwards import CLOSING
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.places import Place

PIN = "2468"
WORD = "four brown owls fly"
ROLES = (("approver", 1), ("lead", 1), ("second approver", 2))


@pytest.fixture
def club(window, qtbot, tmp_path):
    club = make_club(tmp_path, members=8)
    own = MemoryKeys()  # tidying away wipes the key, which all clubs of these tests share
    own.set("database", club.workspace.keys.get("database"))
    club.workspace.keys = own
    with club.workspace.database.transaction("program", "person added") as tx:
        pins.put(tx, people.add(tx, "Cara Lind", Role.CHAIR).id, PIN)
    window.open_club(club)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.judged is not None)
    return club


@pytest.fixture
def screen(club, window, qtbot):
    window.go(Place.BACK)
    back = window.here()
    qtbot.waitUntil(lambda: back.standing is not None)
    back.archive.click()
    found = window.here()
    qtbot.waitUntil(lambda: found.heading.answer.text() != "")
    return found


def said(widget, text):
    return any(text in each for each in words(widget))


def sign(card, club):
    chair = next(each for each in club.people.active() if each.name == "Cara Lind")
    card.signer.who.choose(str(chair.id))
    card.signer.pin.line.setText(PIN)


def test_an_archive_is_written_locked_read_again_and_told(screen, qtbot, tmp_path, shot):
    window = screen.desk
    card = screen.archive
    assert said(card, "It holds the personal data of every member.")
    shot(window, "leaving")
    card.word.line.setText(WORD)
    card.again.line.setText("another")
    card.write.click()
    assert said(card.said, "The two passphrases differ.")
    card.word.line.setText("short")
    card.write_to(tmp_path / "out")
    qtbot.waitUntil(lambda: said(card.said, "The passphrase has 5 characters"))
    card.word.line.setText(WORD)
    card.write_to(tmp_path / "out")
    qtbot.waitUntil(lambda: said(card.said, "were written and read again, each the same"))
    assert card.word.text() == ""
    assert page.read((tmp_path / "out" / "Archive, locked.html").read_bytes(), WORD).records > 8
    qtbot.waitUntil(lambda: "records." in screen.heading.answer.text())
    card.lock.choose("open")
    assert card.word.isHidden() or not card.word.isVisible()
    shot(window, "leaving-archived")
    assert not forbidden(window)
    assert not unnamed(window)
    assert screen.back()
    assert window.here().title == "Go back"


def test_staying_goes_step_by_step_to_the_last_file(screen, qtbot, tmp_path, shot):
    window, club = screen.desk, screen.desk.club
    card = screen.stay
    qtbot.waitUntil(card.isVisible)
    assert said(card, "A good outcome")
    assert not card.tidy.isVisible()
    sign(card, club)
    card.signer.pin.line.setText("0000")
    card.decide.click()
    assert card.decide.text() == "Yes, record for good that the club stays"
    assert not window.jobs.busy
    card.decide.click()
    qtbot.waitUntil(card.trouble.isVisible)
    assert said(card.trouble, "not the PIN")
    assert card.decide.text() == "Record the decision"
    sign(card, club)
    card.decide.click()
    card.decide.click()
    qtbot.waitUntil(card.report.isVisible)
    card.write_report(tmp_path / "closing.pdf")
    qtbot.waitUntil(lambda: not card.report.isVisible())
    card.deleted.click()
    qtbot.waitUntil(card.trouble.isVisible)
    assert said(card.trouble, "needs a file as its proof")
    card.note.setText("They wrote so")
    card.proof.line.setText(str(tmp_path / "closing.pdf"))
    card.deleted.click()
    qtbot.waitUntil(lambda: not card.deleted.isVisible())
    at = enter(club.workspace.database, "person:1", "issue", "opened", _line()).at
    row = {"at": at, "purpose": "x", "verdict": "", "names_shown": False, "path": "p", "sha256": "a", "anchor": "b"}
    with club.workspace.database.transaction("program", "pack made") as tx:
        tx.connection.execute(tables.pack.insert(), row | {"snapshot": b""})
    screen.refresh()
    qtbot.waitUntil(card.tidy.isVisible)
    screen._scroll.ensureWidgetVisible(card.tidy)
    shot(window, "leaving-tidy")
    card.name.setText("Lakeside")
    card.tidy_to(tmp_path / "last")
    qtbot.waitUntil(card.trouble.isVisible)
    assert said(card.trouble, "This is not the club's name")
    assert club.path.exists()
    card.name.setText("Lakeside Club")
    window.left.connect(window.close)
    card.tidy_to(tmp_path / "last")
    qtbot.waitUntil(lambda: bool(boxes()))
    assert window.closed
    assert not club.path.exists()
    assert (tmp_path / "last" / "History.csv").exists()
    box = boxes()[0]
    assert box.text() == "Tidied away."
    box.close()


def boxes():
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]


def test_keys_are_wiped_at_the_second_press(screen, qtbot):
    club, card = screen.desk.club, screen.stay
    database = club.workspace.database
    club.workspace.keys.set("legacy", "secret")
    with database.transaction("person:1", "connection set", {"side": "legacy"}):
        pass
    chair = next(each for each in club.people.active() if each.name == "Cara Lind")
    club.ending.decide((chair, PIN), "")
    screen.refresh()
    qtbot.waitUntil(card.keys.isVisible)
    card.keys.click()
    assert card.keys.text().startswith("Yes, wipe both")
    heard = []
    screen.desk.jobs.act(list, succeeded=heard.append)  # whatever was asked before it has come to its end
    qtbot.waitUntil(lambda: bool(heard))
    assert club.workspace.keys.get("legacy") == "secret"
    card.keys.click()
    qtbot.waitUntil(lambda: not card.keys.isVisible())
    assert club.workspace.keys.get("legacy") is None


def test_who_may_sign_is_asked_anew_but_not_under_somebody_who_types(screen, qtbot):
    card, database = screen.stay, screen.desk.club.workspace.database
    qtbot.waitUntil(lambda: card.signer is not None)
    first = card.signer
    first.pin.line.setText("24")
    with database.transaction("program", "person added") as tx:
        pins.put(tx, people.add(tx, "Dora Mill", Role.CHAIR).id, PIN)
    shown = []
    screen.desk.jobs.act(screen.desk.club.ending.look, succeeded=lambda found: shown.append(card.show_all(found)))
    qtbot.waitUntil(lambda: bool(shown))
    assert card.signer is first
    first.pin.clear()
    screen.refresh()
    qtbot.waitUntil(lambda: card.signer is not first)
    assert any(card.signer.who.itemText(n).startswith("Dora Mill") for n in range(card.signer.who.count()))


def _line():
    from clubos_desktop.model.registers import Noted

    return Noted({"title": "x", "owner": "y"})


def test_wild_apricot_is_closed_down_when_its_list_is_done(club, window, qtbot, tmp_path, shot):
    database, actor = club.workspace.database, club.workspace.actor
    enter(database, actor, "runbook", "begun", Begun(Plan.CUTOVER, RunKind.REAL, "c", ROLES))
    for step in ("laptop", "backup", "freeze", "final", "guards", "switch"):
        enter(database, actor, "runbook", "step begun", StepBegun(step), item="1")
        enter(database, actor, "runbook", "step done", StepDone(step, 60.0), item="1")
    enter(database, actor, "runbook", "stopped", Stopped(), item="1")
    club.workspace.clock.minutes += 31 * 24 * 60
    window.go(Place.LEAVING)
    screen = window.here()
    qtbot.waitUntil(screen.close_down.isVisible)
    assert said(screen.close_down, "Still to do: last export")
    assert screen.stay.isHidden()
    with database.transaction(actor, "key forgotten", {"side": "legacy"}):
        pass
    proof = tmp_path / "proof.png"
    proof.write_bytes(b"seen")
    for each in CLOSING:
        afterwards.close_down(database, actor, each.id, "seen", proof)
    screen.refresh()
    qtbot.waitUntil(screen.close_down.close_down.isVisible)
    shot(window, "leaving-close")
    sign(screen.close_down, club)
    screen.close_down.signer.pin.line.setText("0000")
    screen.close_down.close_down.click()
    qtbot.waitUntil(screen.close_down.trouble.isVisible)
    assert screen.close_down.signer.pin.text() == ""
    sign(screen.close_down, club)
    screen.close_down.close_down.click()
    qtbot.waitUntil(lambda: said(screen.close_down, "ClubOS alone is left."))
    assert club.planning.plan() is None
    assert screen.close_down.trouble.isHidden()
    assert screen.close_down.signer.pin.text() == ""


@pytest.mark.parametrize("size", [(1024, 560, 1.0, False), (1366, 689, 2.0, True)])
def test_it_fits_small_windows_large_text_and_the_dark(screen, window, qtbot, request, size):
    width, height, scale, dark = size
    request.getfixturevalue("dress")(dark=dark, text_scale=scale)
    window.resize(width, height)
    qtbot.waitUntil(screen.stay.isVisible)
    request.getfixturevalue("shot")(window, f"leaving-{width}-{scale}")
    assert screen._scroll.horizontalScrollBar().maximum() == 0
