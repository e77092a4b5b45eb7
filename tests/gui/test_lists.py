"""The lists of Ready to switch?: opened, filled in, refused with a reason, kept as a file; by mouse and keyboard."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from clubos_desktop.model.people import Role
from clubos_desktop.model.time import spell
from clubos_desktop.store import pins
from clubos_desktop.verification import letters
from clubos_desktop.verification.lists import catalogue
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.places import Fold, Place
from ui.screens.ready import GATES, LISTS, MEASURED
from ui.widgets.days import Leaf

PIN = "4711"


@pytest.fixture
def club(tmp_path):
    made = make_club(tmp_path)
    made.people.add("Bea Lund", Role.CHAIR)
    for person in (1, 2):
        with made.workspace.database.transaction("program", "PIN set") as tx:
            pins.put(tx, person, PIN)
    made.people.act_as(1)
    return made


@pytest.fixture
def ready(window, club, qtbot):
    window.open_club(club)
    window.show()
    qtbot.waitUntil(lambda: window.view is not None)
    window.go(Place.READY)
    return window.here()


def fill(page, qtbot, form, *, pin="", second="", **values):
    """Open a form, put values into it, send it, and wait for what comes of it."""
    button = page.buttons.get(form) or page.detail.buttons[form]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    card = page.form
    for key, value in values.items():
        field = card.fields[key]
        if hasattr(field, "choose"):
            field.choose(value)
        elif hasattr(field, "setPlainText"):
            field.setPlainText(value)
        else:
            getattr(field, "line", field).setText(value)
    if pin:
        card.signer.pin.line.setText(pin)
    if second:
        card.second.who.choose(second)
        card.second.pin.line.setText(PIN)
    qtbot.mouseClick(card.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.form is None or card.trouble.isVisible())
    return card


def settled(page, qtbot):
    """Wait until the acts that were asked for are done and the window has judged after them, however quickly."""
    heard = []
    page.desk.jobs.act(lambda: True, succeeded=heard.append)
    qtbot.waitUntil(lambda: bool(heard) and not page.desk.judging)


def cells(page, n=0):
    return [page._model.index(row, n).data() for row in range(page._model.rowCount())]


def test_every_list_opens_and_is_told_whole(ready, qtbot, shot):
    ready.show_part(LISTS)
    for identity in catalogue.SHEETS:
        ready.open_list(identity)
        assert ready.list.sheet.id == identity
        assert not unnamed(ready)
        assert not forbidden(ready)
        assert ready.back()
    ready.open_list("risks")
    qtbot.mouseClick(ready.list.buttons["map"], Qt.MouseButton.LeftButton)
    assert "likelihood medium, impact high: R1" in ready.list.map.accessibleName()
    shot(ready.window(), "list-risks-map")
    qtbot.mouseClick(ready.list.buttons["map"], Qt.MouseButton.LeftButton)
    for identity in ("risks", "criteria", "phases", "communication", "integrations"):
        ready.open_list(identity)
        shot(ready.window(), f"list-{identity}")


@pytest.mark.parametrize(("fold", "width"), [(Fold.ONE_COLUMN, 700), (Fold.SYMBOLS, 1024)])
def test_a_narrow_window_shows_a_list_without_a_sideways_bar(ready, qtbot, shot, fold, width):
    window = ready.window()
    window.resize(width, 560)
    ready.open_list("risks")
    qtbot.wait(1)
    shot(window, f"list-risks-{width}")
    assert ready.list.table.horizontalScrollBar().maximum() == 0
    ready.list.table.opened.emit(2)
    shot(window, f"list-risks-{width}-detail")
    assert ready.back()
    assert not ready.list.split.opened


def test_a_day_is_typed_as_people_write_it_or_chosen_in_a_calendar(ready, qtbot, shot):
    ready.open_list("incidents")
    window = ready.window()
    qtbot.waitUntil(lambda: window.activateWindow() or window.isActiveWindow())
    qtbot.mouseClick(ready.list.buttons["open"], Qt.MouseButton.LeftButton)
    card = ready.list.form
    since = card.fields["since"]
    today = ready.desk.view.writing.today
    since.setFocus()
    qtbot.keyClicks(since.line, "yesterday 2 pm")
    qtbot.keyClick(since.line, Qt.Key.Key_Tab)
    before = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
    assert since.text() == f"{spell(before)}, 14:00"
    assert card.values()["since"] == f"{before}T14:00"
    qtbot.keyClick(since.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    leaf = since.findChild(Leaf)
    assert leaf.days.selectedDate().toString("yyyy-MM-dd") == before
    sheet = leaf.days.findChild(QTableView)
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert since.text() == f"{spell(today)}, 14:00", "the time stays"
    shot(ready.window(), "list-form-day")
    since.setText("soon")
    since.settle()
    assert "“soon” cannot be read as a day with a time." in words(card)


def test_a_check_leads_to_the_very_list_that_feeds_it(ready, qtbot):
    row = ready.gates.rows[1]
    row.head.click()
    assert ready.back()
    assert not row.head.isChecked(), "Esc closes what was opened"
    assert ready.window().focusWidget() is row.head
    row.head.click()
    qtbot.mouseClick(row.lines["G2.3"].way, Qt.MouseButton.LeftButton)
    assert ready.list.sheet.id == "contacts"
    ready.back()
    assert ready.parts.button(LISTS).isChecked() is False
    assert ready.parts.button(GATES).isChecked()
    qtbot.mouseClick(row.lines["G2.3"].more, Qt.MouseButton.LeftButton)
    assert ready.list.chosen().item == "G2.3"
    ready.want("incidents")
    assert ready.list.sheet.id == "incidents"


def test_somebody_to_call_is_added_and_tried(ready, qtbot, shot):
    ready.open_list("contacts")
    page = ready.list
    card = fill(page, qtbot, "add", role="board", name="", reach="by phone")
    assert "“Who” is missing. Nothing was recorded." in words(card)
    shot(ready.window(), "list-form-refused")
    assert card.fields["reach"].text() == "by phone", "what was typed stays"
    assert ready.window().focusWidget() is card.fields["name"], (
        "the wrong field, not the button beside the one that was pressed"
    )
    qtbot.keyClicks(card.fields["name"], "Cem Oz")
    qtbot.keyClick(card.fields["name"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(page, qtbot)
    assert cells(page, 0) == ["Cem Oz"]
    fill(page, qtbot, "test", ok="yes")
    settled(page, qtbot)
    assert cells(page, 3)[0].startswith("until")
    assert page._heading.answer.text() == "1 of 1 people were reached lately."
    shot(ready.window(), "list-contacts")


def test_lines_are_done_one_after_the_other_by_keyboard(ready, qtbot):
    """Enter goes to what can be done about a line, and the next open line is chosen when it is done."""
    window = ready.window()
    qtbot.waitUntil(lambda: window.activateWindow() or window.isActiveWindow())
    ready.open_list("mailings")
    page = ready.list
    page.table.select_row(1)
    items = [row.item for row in page._rows]
    for n in (1, 2):
        qtbot.waitUntil(lambda n=n: page.chosen().item == items[n])
        assert window.focusWidget() is page.table
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
        assert window.focusWidget() is page.detail.buttons["answer"]
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
        page.form.fields["state"].choose("off")
        qtbot.keyClick(page.form.fields["note"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: page.form is None)
        settled(page, qtbot)
    qtbot.waitUntil(lambda: page.chosen().item == items[3])
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert ready.back()
    assert window.focusWidget() is page.table


def test_enter_goes_through_a_form_and_sends_it_from_its_last_line_alone(ready, qtbot):
    ready.open_list("incidents")
    page = ready.list
    window = ready.window()
    qtbot.waitUntil(lambda: window.activateWindow() or window.isActiveWindow())
    qtbot.mouseClick(page.buttons["open"], Qt.MouseButton.LeftButton)
    card = page.form
    assert card.send.text() == "Record it"
    assert card.values()["severity"] == "", "no level is proposed"
    title, level, since = (card.fields[key] for key in ("title", "severity", "since"))
    qtbot.keyClicks(title, "Only begun")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    settled(page, qtbot)
    assert page.form is card, "nothing was recorded by Enter in the first line"
    assert window.focusWidget() is level
    qtbot.keyClick(level, Qt.Key.Key_Return)
    assert window.focusWidget() is since.line
    qtbot.keyClick(since.line, Qt.Key.Key_Return)
    qtbot.waitUntil(card.trouble.isVisible)
    assert "“How bad it is” is missing. Nothing was recorded." in words(card)
    level.choose("P2")
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.form is None)
    settled(page, qtbot)
    assert cells(page, 1) == ["P2"]


def test_every_form_can_be_sent_by_keyboard(ready, qtbot):
    """From the first field, Enter by Enter, to the button, the last line or the PIN; or with Ctrl at once."""
    window = ready.window()
    qtbot.waitUntil(lambda: window.activateWindow() or window.isActiveWindow())
    page = ready.list
    for identity, form in ((sheet, form) for sheet, kept in catalogue.SHEETS.items() for form in kept.forms):
        row = next(iter(kept_rows(ready, identity)), None)
        if form.on_row and (row is None or not form.shown(row)):
            continue
        ready.open_list(identity)
        if not form.fields(ready.desk.view, row if form.on_row else None) and not form.signs:
            continue
        page.ask(form, row if form.on_row else None)
        card, sent = page.form, []
        card.filled.disconnect(page._send)
        card.filled.connect(lambda sent=sent: sent.append(True))
        first = window.focusWidget()
        qtbot.keyClick(first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert sent == [True], f"{identity} {form.id}: Ctrl+Enter in {first.accessibleName()}"
        card.send.setEnabled(True)
        card.focus_first()
        for _ in range(20):
            if len(sent) == 2:
                break
            before = window.focusWidget()
            many = hasattr(before, "setPlainText")
            qtbot.keyClick(before, Qt.Key.Key_Tab if many else Qt.Key.Key_Return)
            assert len(sent) == 2 or window.focusWidget() is not before, f"{identity} {form.id}"
        assert len(sent) == 2, f"{identity} {form.id}"
        page.leave_form()


def kept_rows(ready, identity):
    return catalogue.SHEETS[identity].rows(ready.desk.view)


def test_a_text_for_members_is_mailed_to_nobody_but_oneself(ready, qtbot):
    ready.open_list("communication")
    page = ready.list
    for said in ("This text is not written yet. Nothing was sent.", "No e-mail is set up here, so no test was sent."):
        qtbot.mouseClick(page.buttons["test"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda said=said: page.trouble.isVisible() and said in words(page.trouble))
        fill(page, qtbot, "write")
        settled(page, qtbot)


def test_the_form_about_a_line_says_which_one(ready, qtbot):
    ready.open_list("operators")
    page = ready.list
    fill(page, qtbot, "add", person="1")
    settled(page, qtbot)
    assert "withdraw" not in page.detail.buttons, "nothing is signed that could be taken back"
    ready.open_list("tasks")
    page.ask(page.sheet.form("did"), page._rows[2])
    assert page.form.about.text() == "Anna Berg: Enter a new member"


def test_escape_leaves_the_form_then_the_list(ready, qtbot):
    ready.show_part(LISTS)
    ready.open_list("tickets")
    qtbot.mouseClick(ready.list.buttons["enter"], Qt.MouseButton.LeftButton)
    assert ready.list.form is not None
    assert ready.back()
    assert ready.list.form is None
    assert ready.back()
    assert ready.parts.button(LISTS).isChecked()
    assert ready.back()
    assert ready.parts.button(GATES).isChecked()
    assert not ready.back()


def test_an_operator_signs_with_the_own_pin_and_takes_it_back(ready, qtbot):
    ready.open_list("operators")
    page = ready.list
    fill(page, qtbot, "add", person="1")
    settled(page, qtbot)
    card = fill(page, qtbot, "sign", pin="0000")
    assert any("not the PIN of Anna Berg" in text for text in words(card))
    assert card.signer.pin.text() == "", "a wrong PIN is forgotten"
    card.signer.pin.line.setText(PIN)
    qtbot.mouseClick(card.send, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert cells(page, 4)[0].startswith("until")
    fill(page, qtbot, "withdraw", pin=PIN)
    settled(page, qtbot)
    assert cells(page, 4) == ["no"]


def test_a_lower_level_needs_a_second_person(ready, qtbot):
    ready.open_list("incidents")
    page = ready.list
    fill(page, qtbot, "open", title="Nobody can sign in", severity="P1")
    settled(page, qtbot)
    card = fill(page, qtbot, "regrade", severity="P3", reason="A way around it")
    assert any("needs a second person" in text for text in words(card))
    card.second.who.choose("2")
    card.second.pin.line.setText(PIN)
    qtbot.mouseClick(card.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("This is not the PIN of" in text for text in words(card)))
    card.second.pin.line.setText(PIN)
    card.signer.pin.line.setText(PIN)
    qtbot.mouseClick(card.send, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert cells(page, 1) == ["P3"]
    assert "with Bea Lund" in page.detail._history.text()


def test_a_restore_is_tested_with_the_strip(ready, qtbot):
    ready.open_list("restores")
    qtbot.mouseClick(ready.list.buttons["test"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: cells(ready.list, 3) == ["sound"])


def test_a_list_goes_out_and_in_as_a_file(ready, qtbot, tmp_path):
    ready.open_list("tickets")
    page = ready.list
    file = tmp_path / "tickets.csv"
    file.write_text("title,solved\nPassword,clubos\nRefund,legacy\n")
    page.read(file)
    settled(page, qtbot)
    assert cells(page, 0) == ["Refund", "Password"]
    page.write(tmp_path / "out.csv")
    qtbot.waitUntil((tmp_path / "out.csv").exists)
    assert "Password" in (tmp_path / "out.csv").read_text("utf-8-sig")
    file.write_text("title,solved\nPassword,never\n")
    page.read(file)
    qtbot.waitUntil(page.trouble.isVisible)
    assert any("Line 2" in text for text in words(page.trouble))


def test_measurements_have_an_owner_and_their_story(ready, qtbot, shot):
    ready.show_part(MEASURED)
    page = ready.measured
    assert page._model.rowCount() == 13
    fill(page, qtbot, "owner", owner="Cem")
    settled(page, qtbot)
    assert page.chosen().cells["owner"] == "Cem"
    shot(ready.window(), "list-signals")


def test_the_ready_motion_is_voted_on_and_the_limits_are_locked(ready, qtbot, club, tmp_path, shot):
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(b"We decided.")
    ready.open_list("votes")
    page = ready.list
    qtbot.mouseClick(page.buttons["record"], Qt.MouseButton.LeftButton)
    shot(ready.window(), "list-vote-form")
    motion = page.form.fields["motion"].toPlainText()
    assert "at most 1 %" in motion
    assert "WA_CUTOVER_PLAN" in motion
    page.leave_form()
    count = {"for": "3", "against": "0", "quorum": "2", "expires": "2027-01-31", "minutes": str(minutes)}
    card = fill(page, qtbot, "record", pin=PIN, **count)
    assert any("is an act of the board" in text for text in words(card)), "an operator is not the board"
    card.signer.who.choose("2")
    card.signer.pin.line.setText(PIN)
    qtbot.mouseClick(card.send, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page.chosen().cells["state"] == "counts"


def test_somebody_who_is_not_here_agrees_by_mail(ready, qtbot, tmp_path, shot):
    key, asked, reply = (tmp_path / name for name in ("bea.key", "asked", "reply"))
    ready.open_list("requests")
    page = ready.list
    qtbot.mouseClick(page.buttons["key"], Qt.MouseButton.LeftButton)
    page.form.signer.who.choose("2")
    page.form.fields["to"].setText(str(key))
    page.form.signer.pin.line.setText(PIN)
    qtbot.mouseClick(page.form.send, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    ready.open_list("incidents")
    fill(page, qtbot, "open", title="Slow", severity="P1")
    settled(page, qtbot)
    qtbot.mouseClick(page.detail.buttons["regrade"], Qt.MouseButton.LeftButton)
    card = page.form
    card.fields["severity"].choose("P3")
    card.fields["reason"].setText("A way around it")
    next(b for b in card.findChildren(type(card.send)) if "send a request" in b.text()).click()
    qtbot.mouseClick(card.absent.write, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(card.trouble.isVisible)
    assert any("Choose whom to ask" in text for text in words(card))
    card.absent.who.choose("2")
    card.absent.file.setText(str(asked))
    card.absent.own.pin.line.setText(PIN)
    shot(ready.window(), "list-request-form")
    qtbot.mouseClick(card.absent.write, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    said = letters.parse(asked.read_bytes(), letters.REQUEST)
    reply.write_bytes(letters.answer(asked.read_bytes(), key.read_bytes(), PIN, said["made"], agree=True))
    ready.open_list("requests")
    assert cells(page, 2) == ["waits for a reply"]
    fill(page, qtbot, "take", file=str(reply))
    settled(page, qtbot)
    assert cells(page, 2) == ["agreed"]
    ready.open_list("incidents")
    assert cells(page, 1) == ["P3"]
    ready.open_list("requests")
    card = fill(page, qtbot, "take", file=str(reply))
    assert any("answered already" in text for text in words(card)), "a reply counts once"


@pytest.mark.parametrize("width", [1366, 700])
def test_overview_shows_the_timeline_which_opens_the_phases(ready, qtbot, shot, width):
    window = ready.window()
    window.resize(width, 689)
    window.go(Place.OVERVIEW)
    line = window.here().timeline
    qtbot.waitUntil(line.isVisible)
    assert "1  Shadow, now" in line.accessibleName()
    shot(window, f"overview-timeline-{width}")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Space)
    assert window.here().list.sheet.id == "phases"
