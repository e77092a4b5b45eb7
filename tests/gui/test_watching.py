"""Failures, changed answers, the connection test and the proof under Copies."""

import threading
from dataclasses import replace

import pytest

from clubos_desktop.model.cards import Trouble
from clubos_desktop.model.contact import Answered, FirstContact
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.schema import Aside, Change, Course, Drift, Example, Found
from clubos_desktop.store import audit, failures, settings
from clubos_desktop.store.ledger import StoreLedger
from clubos_desktop.sync import completeness, schema
from clubos_desktop.sync.causes import CAUSES
from tests.gui.filled import AT, make_club
from ui.models.act_sentences import sentence
from ui.places import Place
from ui.screens.copies.answers import ChangeBox
from ui.screens.copies.failed import FailureBox

EXAMPLES = tuple(Example(str(5001 + n), "an object with Id, Name", "an object with Id, Name") for n in range(3))
RENAMED = Change(
    Side.LEGACY, Domain.MEMBERS, Drift.RENAMED, "MembershipLevel", "Tier", 693, 700, breaking=True, examples=EXAMPLES
)
WORD = Change(
    Side.LEGACY,
    Domain.MEMBERS,
    Drift.WORD,
    "Status",
    "OnHold",
    12,
    700,
    breaking=True,
    examples=(Example("5001", "Active", "OnHold"),),
)
NEW = Change(Side.CLUBOS, Domain.EVENTS, Drift.NEW, "webinar", "yes or no", 76, 76, breaking=False)


@pytest.fixture
def opened(window, qtbot, tmp_path):
    window.open_club(make_club(tmp_path, members=40))
    window.show()
    qtbot.waitUntil(lambda: window.judged is not None)
    window.go(Place.COPIES)
    return window


def write(opened, key, value):
    with opened.club.workspace.database.landing() as conn:
        settings.write(conn, key, value)


def changes(opened, *found):
    import msgspec

    rows = msgspec.to_builtins([Found(change, AT, 1) for change in found])
    for side, domain in {(each.side, each.domain) for each in found}:
        mine = [row for row in rows if row["change"]["side"] == side and row["change"]["domain"] == domain]
        write(opened, f"schema.found.{side}.{domain}", mine)


def fail(opened, *codes):
    domains = list(Domain)
    with opened.club.workspace.database.landing() as conn:
        for number, code in enumerate(codes):
            side, domain = tuple(Side)[number // len(domains)], domains[number % len(domains)]
            keys = ("5005",) if code == "listing.skipped" else ()
            failures.note(conn, Trouble(side, domain, code, "It broke. Nothing was changed.", AT, 1, keys=keys))


def part(opened, word):
    opened.here().show_part(word)
    return opened.here().here


def boxes(page, kind):
    return [box for box in page.findChildren(kind) if not box.isHidden()]


def test_nothing_failed_and_nothing_changed_is_said(opened, qtbot):
    page = part(opened, "Failures")
    assert not page.empty.isHidden() or boxes(page, FailureBox)
    page = part(opened, "Answers")
    qtbot.waitUntil(lambda: "answer as they did before" in page.empty.sentence.text())


def test_every_card_is_looked_at(opened):
    codes = sorted(CAUSES)
    page = part(opened, "Failures")
    for start in range(0, len(codes), 20):
        some = codes[start : start + 20]
        fail(opened, *some)
        opened.here().refresh()
        shown = {box.card.code: box for box in boxes(page, FailureBox)}
        for code in some:
            box = shown[code]
            assert box.cause.text()
            assert "{" not in box.cause.text() + box.remedy.text()
            assert "since" in box.hit
            for word in ("legacy", "cursor", "mirror", "outbox"):
                assert word not in box.accessibleName()
            box.more.click()
            assert code in box._details.text()


def test_cards_stand_on_top_and_all_of_them_in_their_part(opened, qtbot, shot):
    fail(opened, "rate-limit", "server", "schema.breaking", "listing.skipped")
    opened.here().refresh()
    shot(opened, "copies-failures-now")
    page = part(opened, "Failures")
    assert {box.card.code for box in boxes(page, FailureBox)} >= {"rate-limit", "server", "listing.skipped"}
    shot(opened, "copies-failures")
    box = next(box for box in boxes(page, FailureBox) if box.card.code == "listing.skipped")
    box.more.click()
    assert "5005" in box._details.text()
    with opened.club.read() as conn:
        (skipped,) = opened.club.watching.skipped(conn)
    box._accept(skipped)

    def accepted():
        with opened.club.read() as conn:
            return completeness.accepted_skips(conn, skipped.side, skipped.domain)

    qtbot.waitUntil(lambda: accepted() == {"5005"})


def test_a_change_is_decided_and_taken_back(opened, qtbot, shot):
    changes(opened, RENAMED, WORD)
    changes(opened, NEW)
    page = part(opened, "Answers")
    qtbot.waitUntil(lambda: len(boxes(page, ChangeBox)) == 3)
    shot(opened, "copies-answers")
    renamed = next(box for box in boxes(page, ChangeBox) if box.change.kind is Drift.RENAMED)
    assert "Gate 1" in renamed.remedy.text()
    assert set(renamed.courses) == {Course.MAP, Course.ACCEPT}
    renamed.courses[Course.MAP].click()
    qtbot.waitUntil(lambda: len(boxes(page, ChangeBox)) == 2)
    word = next(box for box in boxes(page, ChangeBox) if box.change.kind is Drift.WORD)
    word.courses[Course.MAP].click()
    qtbot.waitUntil(word._refused.isVisible)
    assert "what is meant" in word._refused.text()
    assert word.courses[Course.MAP].isEnabled()
    word.mean("Lapsed")
    word.courses[Course.MAP].click()
    qtbot.waitUntil(lambda: len(boxes(page, ChangeBox)) == 1)
    with opened.club.read() as conn:
        made = schema.every(conn, schema.decisions)
    assert {(each.change.kind, each.to) for each in made} == {(Drift.RENAMED, ""), (Drift.WORD, "Lapsed")}
    opened.club.watching.withdraw(WORD.id)
    opened.here().refresh()
    with opened.club.read() as conn:
        assert len(schema.every(conn, schema.decisions)) == 1


def test_export_files_are_three_presses_away(opened, qtbot, tmp_path):
    changes(opened, RENAMED)
    page = part(opened, "Answers")
    qtbot.waitUntil(lambda: page.files.isVisible() and bool(boxes(page, ChangeBox)))
    page.files.use(Domain.MEMBERS, tmp_path)
    qtbot.waitUntil(page.files._refused.isVisible)
    assert "no CSV file" in page.files._refused.text()


def test_what_was_set_aside_is_listed_and_accepted_by_name(opened, qtbot, shot):
    aside = [Aside(Side.LEGACY, Domain.MEMBERS, "5001", "", "Status says OnHold, which is not known", AT, 1)]
    import msgspec

    write(opened, "schema.aside.legacy.members", msgspec.to_builtins(aside))
    page = part(opened, "Answers")
    card = page.aside
    qtbot.waitUntil(card.isVisible)
    assert card.table.rows.rowCount() == 1
    assert card._status.accessibleName() == "To accept by name"
    shot(opened, "copies-aside")
    card.accept.click()
    assert "(Members)" in card.sure.remedy.text()
    shot(opened, "copies-aside-sure")
    assert card._status.accessibleName() == "To accept by name", "the first press only says whom the second accepts"
    card.yes.click()
    qtbot.waitUntil(lambda: card._status.accessibleName() == "Accepted by name")
    assert not card.accept.isVisible()
    write(opened, "schema.aside.legacy.members", msgspec.to_builtins([*aside, replace(aside[0], key="5002")]))
    opened.here().refresh()
    qtbot.waitUntil(lambda: card.table.rows.rowCount() == 2)
    assert card._status.accessibleName() == "To accept by name", "one more, and all are asked about again"
    assert [card.table.rows.row(row).named for row in range(2)] == [False, False]


def test_what_is_set_aside_is_accepted_in_one_act_or_not_at_all(opened, qtbot):
    import msgspec

    members = Aside(Side.LEGACY, Domain.MEMBERS, "5001", "", "Status says OnHold, which is not known", AT, 1)
    events = Aside(Side.LEGACY, Domain.EVENTS, "70", "", "StartDate says soon, which is no date", AT, 1)
    for each in (members, events):
        write(opened, f"schema.aside.legacy.{each.domain}", msgspec.to_builtins([each]))
    page = part(opened, "Answers")
    card = page.aside
    qtbot.waitUntil(lambda: card.table.rows.rowCount() == 2)
    write(opened, "schema.aside.legacy.events", msgspec.to_builtins([events, replace(events, key="71")]))
    card.accept.click()
    card.yes.click()
    qtbot.waitUntil(lambda: card.table.rows.rowCount() == 3)
    assert not any(card.table.rows.row(row).named for row in range(3)), "members were not accepted without events"
    card.accept.click()
    assert "You accept that the copy goes on without 3 records and values." in card.sure.cause.text()
    card.yes.click()
    qtbot.waitUntil(lambda: card._status.accessibleName() == "Accepted by name")
    with opened.club.read() as conn:
        said = [entry for entry in audit.page(conn, size=40) if entry.act == "set aside accepted"]
    assert [entry.subject["n"] for entry in said] == [3]
    assert "members and events from Wild Apricot" in sentence(said[0], {})


@pytest.mark.parametrize("press", ["accept", "decide", "read"])
def test_answers_are_written_and_read_off_the_screens_thread(opened, qtbot, monkeypatch, press):
    import msgspec

    aside = Aside(Side.LEGACY, Domain.MEMBERS, "5001", "", "Status says OnHold, which is not known", AT, 1)
    write(opened, "schema.aside.legacy.members", msgspec.to_builtins([aside]))
    changes(opened, RENAMED)
    page = part(opened, "Answers")
    qtbot.waitUntil(lambda: page.aside.isVisible() and bool(boxes(page, ChangeBox)))
    watching, name = opened.club.watching, {"accept": "accept_aside", "decide": "decide", "read": "drifted"}[press]
    real, threads = getattr(watching, name), []

    def seen(*said):
        threads.append(threading.current_thread())
        return real(*said)

    monkeypatch.setattr(watching, name, seen)
    if press == "accept":
        page.aside.accept.click()
        page.aside.yes.click()
    elif press == "decide":
        boxes(page, ChangeBox)[0].courses[Course.ACCEPT].click()
    else:
        opened.here().refresh()
    qtbot.waitUntil(lambda: bool(threads))
    assert threading.main_thread() not in threads


def test_answers_of_the_connection_test_are_shown(opened, shot):
    answers = (
        Answered("page", "How many rows come when 500 are asked for?", "100"),
        Answered("filter", "How is asked for what changed?", "without quotation marks", expected=False),
        Answered("limit", "What is said when too many calls are made?", "not met", known=False),
    )
    from dataclasses import asdict

    write(opened, "contact.legacy", asdict(FirstContact(AT, answers, 15)))
    rights = ["This key may write; we will not."]
    account = {"side": "legacy", "kind": "wild-apricot", "account_id": "1", "name": "Lakeside", "zone": "UTC"}
    write(opened, "account.legacy", account | {"currency": "USD", "rights": rights})
    page = part(opened, "Connection")
    card = page.sides[Side.LEGACY]
    assert card.table.rows.rowCount() == 3
    assert "15 reading calls" in card._when.text()
    assert "we will not" in card._rights.text()
    assert card.press.isEnabled()
    shot(opened, "copies-connection")


def test_the_proof_says_what_could_have_written(opened, shot):
    page = part(opened, "Untouched")
    assert "No call" in page.answer.cause.text()
    ledger = StoreLedger(opened.club.workspace.database)
    ledger.call(Side.LEGACY, "GET", "/contacts", 200, 1)
    ledger.call(Side.LEGACY, "POST", "/auth/token", 200, 1)
    ledger.flush()
    opened.here().refresh()
    assert page.answer.cause.text().startswith("Nothing was written: 0 of 2 calls")
    assert page.calls.rows.rowCount() == 2
    shot(opened, "copies-untouched")
