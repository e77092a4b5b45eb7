"""Copying by plan in the window: chosen under Copies, asked for by the window's clock, missed copies said in place."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from clubos_desktop.model.plan import Due, DueState, Every, Plan
from clubos_desktop.schedule import mail
from clubos_desktop.schedule.due import Look, Stand
from clubos_desktop.store import dues, notices, settings, talk
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from tests.support.post_office import PostOffice, certificate
from ui.places import Place
from ui.planning import missed_line, next_line
from ui.screens.copies.plan_form import OFF

NOW = datetime(2026, 12, 8, 15, 30, tzinfo=UTC)
ZONE = "America/Los_Angeles"


@pytest.fixture
def opened(window, qtbot, tmp_path):
    window.open_club(make_club(tmp_path, members=40))
    window.show()
    qtbot.waitUntil(lambda: window.judged is not None)
    return window


def plan_page(opened):
    opened.go(Place.SETTINGS)
    opened.here()._plan.change.click()
    assert opened.here().title == "Copies"
    return opened.here().here


def test_a_plan_is_put_together_and_put_in_force(opened, qtbot, shot):
    club = opened.club
    page = plan_page(opened)
    form = page.form
    assert not form.keep.isEnabled(), "nothing was chosen yet"
    form.ways.button("Every week").click()
    form.weekday.choose("5")
    form.at.choose("08:30")
    form.quiet_from.choose("22:00")
    form.opens.choose("06:00")
    form.closes.choose("21:00")
    form.jitter.choose("15")
    assert "Every Sat at 08:30, never between 22:00 and 07:00" in form.said.text()
    assert club.planning.plan() is None, "nothing holds before it is put in force"
    form.keep.click()
    wanted = Plan(ZONE, Every.WEEKLY, "08:30", 6, 5, ("22:00", "07:00"), "06:00", "21:00", 15)
    qtbot.waitUntil(lambda: club.planning.plan() == wanted)
    qtbot.waitUntil(lambda: not form.keep.isEnabled())
    assert "Next copy by plan:" in opened.here().planned.text()
    assert page.stand._next.text().startswith("Next copy Sat")
    shot(opened, "copies-plan")
    form.ways.button(OFF).click()
    form.keep.click()
    qtbot.waitUntil(lambda: club.planning.plan() is None)
    assert club.planning.next_line() == "No copy is planned; Plan can change that."


def test_copies_while_the_window_is_closed_are_a_press_away(opened, qtbot, tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "systemctl").write_text("#!/bin/sh\nexit 0\n")
    (folder / "systemctl").chmod(0o755)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    page = plan_page(opened)
    stand = page.stand
    assert stand.closed.isHidden(), "without a plan there is nothing to ask for"
    opened.club.planning.choose(Plan(ZONE, Every.DAILY, "06:00"))
    opened.outdate()
    qtbot.waitUntil(lambda: stand.closed.text() == "Copy also while the window is closed")
    qtbot.mouseClick(stand.closed, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stand.closed.text() == "Copy only while the window is open")
    assert opened.club.planning.asks_closed()
    qtbot.mouseClick(stand.closed, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.club.planning.asks_closed())
    (folder / "systemctl").write_text("#!/bin/sh\necho no bus >&2\nexit 1\n")
    qtbot.waitUntil(stand.closed.isEnabled)
    qtbot.mouseClick(stand.closed, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("no bus" in text for text in words(stand.trouble)))


def test_a_plan_that_could_never_be_kept_is_refused_before_it_is_put_in_force(opened):
    form = plan_page(opened).form
    form.ways.button("Every day").click()
    form.at.choose("03:00")
    form.opens.choose("06:00")
    assert "03:00 lies outside the window. Start the copy inside the window." in form.wrong.text()
    assert not form.keep.isEnabled()
    form.at.setCurrentText("half past six")
    assert "half past six is not a time of day." in form.wrong.text()
    form.at.setCurrentText("06:15")
    assert form.keep.isEnabled()
    assert form.wanted().at == "06:15"


def test_what_somebody_began_to_choose_stays_when_the_page_is_read_again(opened):
    page = plan_page(opened)
    page.form.ways.button("Every day").click()
    page.form.at.choose("05:30")
    opened.here().refresh()
    assert page.form.wanted().at == "05:30"


def test_every_due_day_has_a_symbol_and_a_word_of_its_own(opened, qtbot, shot):
    since, states = "2026-10-01T00:00:00.000Z", list(DueState)
    days = [f"2026-10-{number:02d}" for number in range(5, 32)] + [f"2026-11-{number:02d}" for number in range(1, 24)]
    with opened.club.workspace.database.transaction("program", "schedule set") as tx:
        settings.put(tx, dues.PLANS, [{"since": since, "plan": asdict(Plan(ZONE))}])
        dues.put(
            tx,
            [
                Due(day, f"{day}T08:00:00.000Z", f"{day}T09:00:00.000Z", states[n % 5 + 1], settled=since)
                for n, day in enumerate(days)
            ],
        )
    page = plan_page(opened)
    calendar = page.days.calendar
    cells = {
        cell.day: (index, cell)
        for row in range(calendar.days.rowCount())
        for column in range(7)
        if (cell := calendar.days.cell(index := calendar.days.index(row, column)))
    }
    marks = {cell.due.state: (cell.mark.word, cell.mark.icon) for _, cell in cells.values() if cell.due}
    assert len(marks) >= 5
    assert len(set(marks.values())) == len({word for word, _ in marks.values()}) == len(marks)
    index, cell = cells["2026-11-13"]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Fri 13 Nov 2026: Missed. This computer was off or asleep."
    calendar.setCurrentIndex(index)
    assert page.days._told.text() == cell.sentence
    assert "missed" in page.days._legend.text()
    assert "leaves the window on" in page.days._share.text()
    shot(opened, "copies-calendar")
    page.days._earlier.click()
    assert calendar.days.cell(calendar.days.index(4, 0)).day == "2026-11-16"


def test_what_is_due_is_tried_without_anybody_and_nothing_else_stops(opened, qtbot):
    club = opened.club
    club.planning.choose(Plan(ZONE, Every.INTERVAL))

    def attempt():
        with club.read() as conn:
            return dues.attempt(conn)

    opened.clockwork.resting = True
    opened.clockwork.ask()
    heard = []
    opened.jobs.act(lambda: "the worker did all that was asked before", succeeded=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert attempt() is None
    opened.clockwork.resting = False
    opened.clockwork.ask()
    qtbot.waitUntil(lambda: attempt() is not None and not opened.jobs.busy)
    assert opened.here().isVisible()
    assert club.planning.plan() == Plan(ZONE, Every.INTERVAL), "a failed try never clears the plan"


def test_the_computers_own_scheduler_hands_what_is_due_to_the_open_window(opened, qtbot):
    club = opened.club
    qtbot.waitUntil(lambda: talk.ask(club.path, "something else") == "unknown")
    opened.clockwork.resting = True
    assert talk.ask(club.path, talk.RUN_DUE) == talk.STOPPED
    opened.clockwork.resting = False
    club.planning.choose(Plan(ZONE, Every.INTERVAL))
    club.hold.clear()
    opened.copy_now()
    assert talk.ask(club.path, talk.RUN_DUE) == talk.BUSY
    club.hold.set()
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    assert talk.ask(club.path, talk.RUN_DUE) == talk.TAKEN

    def attempt():
        with club.read() as conn:
            return dues.attempt(conn)

    qtbot.waitUntil(lambda: attempt() is not None and not opened.jobs.busy)


def give(club, subject, state, sentence):
    with club.workspace.database.transaction("program", "notice given") as tx:
        notices.add(tx, subject, state, sentence, "Do something about it.")


def test_one_notice_a_change_in_the_window_and_beside_the_clock(opened, qtbot, shot):
    club, posted = opened.club, []
    opened.tray.post = lambda sentence, remedy: posted.append((sentence, remedy))
    qtbot.waitUntil(lambda: opened.telling._last is not None)
    give(club, "sign-in clubos", "ends", "The sign-in to ClubOS ends on Thu 26 Nov 2026, 07:12.")
    opened.telling.look()
    qtbot.waitUntil(lambda: len(posted) == 1)
    assert posted[0][0].startswith("The sign-in to ClubOS ends")
    assert "The sign-in to ClubOS ends" in opened.toast._words.text()
    opened.telling.look()
    opened.telling.look()
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    qtbot.wait(50)
    assert len(posted) == 1, "told once"
    opened.go(Place.COPIES)
    card = opened.here().here.top[3]
    assert card.isVisible()
    assert "The sign-in to ClubOS ends" in card.cause.text()
    shot(opened, "copies-notice")
    card.buttons.itemAt(0).widget().click()
    qtbot.waitUntil(lambda: not card.isVisible())
    opened.go(Place.COPIES, "Plan")
    assert "The sign-in to ClubOS ends" in opened.here().here.notices.list.text()


def test_what_was_told_before_the_club_was_opened_is_not_shouted_again(opened, qtbot):
    posted = []
    give(opened.club, "backups", "failed", "No backup could be made after the copy.")
    opened.tray.post = lambda sentence, remedy: posted.append(sentence)
    opened.telling.start(opened.club)
    qtbot.waitUntil(lambda: opened.telling._last is not None)
    opened.telling.look()
    qtbot.wait(50)
    assert posted == []


def test_mail_goes_once_a_day_when_that_is_chosen(opened, qtbot):
    club = opened.club
    with club.workspace.database.transaction("person:1", "mail set") as tx:
        mail.keep(tx, mail.checked(mail.Post("mail.example.org", "desk@club.example", ("ann@club.example",))))
    opened.go(Place.COPIES, "Plan")
    card = opened.here().here.mail
    assert card._who.text().startswith("To ann@club.example, through mail.example.org.")
    card.often.button("Once a day").click()
    qtbot.waitUntil(lambda: club.planning.mailed() == (("ann@club.example",), True))


@pytest.fixture
def office(tmp_path):
    pem = certificate(tmp_path)
    made = PostOffice(pem, user="desk", secret="pass word")
    yield made, str(pem)
    made.close()


def test_e_mail_is_set_up_tested_and_switched_off_in_the_window(opened, qtbot, shot, office):
    server, pem = office
    club = opened.club
    opened.go(Place.COPIES, "Plan")
    card = opened.here().here.mail
    assert (card.status.accessibleName(), card.form.isVisible()) == ("No e-mail", False)
    card.change.click()
    form = card.form
    for field, text in ((form.host, "127.0.0.1"), (form.user, "desk"), (form.trust, pem)):
        field.setText(text)
    form.port.set_value(server.port)
    form.source.setText("desk@club.example")
    form.to.setText("ann@club.example, bo@club.example")
    form.password.setText("wrong")
    card.test.click()
    qtbot.waitUntil(card.result.isVisible)
    assert "does not accept the mail account" in card.result.cause.text()
    assert not card.keep.isEnabled()
    form.password.setText("pass word")
    assert not card.result.isVisible(), "what was said was of another password"
    qtbot.waitUntil(card.test.isEnabled)
    card.test.click()
    qtbot.waitUntil(card.result.isVisible)
    assert "has taken the test for ann@club.example, bo@club.example" in card.result.cause.text()
    (message,) = server.messages
    assert message["To"] == "ann@club.example, bo@club.example"
    assert club.planning.post() is None, "nothing holds before it is put in force"
    shot(card, "copies-mail")
    form.to.setText("ann@club.example")
    assert not card.keep.isEnabled(), "what was tested is not what stands there"
    qtbot.waitUntil(card.test.isEnabled)
    card.test.click()
    qtbot.waitUntil(card.keep.isEnabled)
    assert not unnamed(opened)
    assert not forbidden(opened)
    card.keep.click()
    qtbot.waitUntil(lambda: club.planning.mailed() == (("ann@club.example",), False))
    assert club.workspace.keys.get(mail.SECRET) == "pass word"
    qtbot.waitUntil(card.stop.isVisible)
    card.change.click()
    assert form.password.text() == ""
    assert form.secret() is None, "an empty field keeps the password"
    card.cancel.click()
    card.stop.click()
    assert "the password of the mail account is wiped" in card.sure.cause.text()
    shot(card, "copies-mail-stop")
    qtbot.wait(50)
    assert club.planning.post() is not None, "the first press only says what the second one does"
    card.wipe.click()
    qtbot.waitUntil(lambda: club.planning.post() is None)
    qtbot.waitUntil(lambda: club.workspace.keys.get(mail.SECRET) is None)


def test_what_is_typed_while_a_test_runs_is_not_what_was_tested(opened, qtbot, office):
    server, pem = office
    opened.go(Place.COPIES, "Plan")
    card = opened.here().here.mail
    card.change.click()
    form = card.form
    for field, text in ((form.host, "127.0.0.1"), (form.user, "desk"), (form.trust, pem)):
        field.setText(text)
    form.port.set_value(server.port)
    form.source.setText("desk@club.example")
    form.to.setText("ann@club.example")
    form.password.setText("pass word")
    qtbot.waitUntil(card.test.isEnabled)
    card.test.click()
    form.host.setText("mail.elsewhere.example")
    qtbot.waitUntil(card.result.isVisible)
    assert "the fields were changed meanwhile" in card.result.cause.text()
    assert not card.keep.isEnabled()
    assert server.messages, "it was sent, with what stood there when it began"


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (Look(Stand.OFF, None), "No copy is planned; Plan can change that."),
        (Look(Stand.WAITING, datetime(2026, 12, 9, 15, 3, tzinfo=UTC)), "Next copy by plan: Wed 9 Dec, 07:03."),
        (Look(Stand.AGAIN, datetime(2026, 12, 8, 16, 0, tzinfo=UTC)), "Tried again today, 08:00."),
        (Look(Stand.DUE, datetime(2026, 12, 8, 15, 0, tzinfo=UTC)), "A planned copy is due now."),
        (Look(Stand.HELD, NOW), "The planned copy waits for your OK."),
        (
            Look(Stand.SIGN_IN, NOW, "The keyring is locked."),
            "The planned copy needs you to sign in. The keyring is locked.",
        ),
    ],
)
def test_the_next_copy_in_words(look, said):
    assert next_line(look, NOW, ZONE) == said


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (DueState.DONE, "", ""),
        (DueState.WAITING, "", ""),
        (DueState.MISSED, "", "The copy of Mon 7 Dec 2026 was missed. This computer was off or asleep."),
        (DueState.FAILED, "No answer came.", "The copy of Mon 7 Dec 2026 failed. No answer came."),
    ],
)
def test_a_missed_copy_in_words(state, reason, said):
    due = Due("2026-12-07", "2026-12-07T08:00:00.000Z", "2026-12-08T08:00:00.000Z", state, reason=reason)
    assert missed_line([due], ZONE) == said
