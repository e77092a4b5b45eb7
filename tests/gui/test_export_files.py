"""Only CSV files (scenario 4): looked at, asked about, tried, used; nothing is taken over before that."""

import pytest
from PySide6.QtWidgets import QRadioButton

from clubos_desktop import connections
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode
from clubos_desktop.store import views
from tests.gui.filled import make_club
from tests.gui.walk import forbidden, unnamed, words
from ui.screens.first.files import ExportFiles
from ui.screens.first.key import WildApricotKey
from ui.setup import KEY, Setup
from ui.widgets.fields import Choice

HEADER = ("User ID", "First name", "Last name", "Email", "Membership level", "Membership status", "Member since")
ROWS = (
    ("1", "Ann", "Lee", "ann@example.org", "Regular", "Active", "03/04/2026"),
    ("2", "Zoë", "Ångström", "zoe@example.org", "Regular", "Lapsed", "05/06/2020"),
)


def write(folder, rows=ROWS, *, header=HEADER, name="contacts.csv", encoding="utf-8", sign=","):
    folder.mkdir(exist_ok=True)
    text = "\n".join(sign.join(row) for row in (header, *rows)) + "\n"
    (folder / name).write_bytes(text.encode(encoding))
    return folder


@pytest.fixture
def asked(window, qtbot, tmp_path):
    """The page, opened from the page of the key."""
    club = make_club(tmp_path, members=0)
    window.own(club)
    setup = Setup(window, club, window)
    setup.page_wanted.connect(window.show_page)
    window.show()
    setup.show(KEY)
    key = window.pages.currentWidget()
    assert isinstance(key, WildApricotKey)
    key._files.click()
    page = window.pages.currentWidget()
    assert isinstance(page, ExportFiles)
    page.club = club
    return page


def look(page, folder, qtbot):
    page.folder.setText(str(folder))
    page.proceed.click()
    qtbot.waitUntil(lambda: bool(page.cards) or page.trouble.isVisibleTo(page))


def tried(page, qtbot):
    page.proceed.click()
    qtbot.waitUntil(lambda: page.table.isVisibleTo(page) or page.trouble.isVisibleTo(page))
    return page._model.row(0) if page._model.rowCount() else None


def test_files_are_recognised_asked_about_tried_and_used(asked, window, qtbot, shot, tmp_path):
    page = asked
    assert page.back_button.isVisibleTo(page)
    write(tmp_path / "exports", encoding="utf-16", sign=";")
    look(page, tmp_path / "exports", qtbot)
    said = words(page)
    assert "2 rows, UTF-16, parted by semicolons" in said
    assert "How are its dates meant? One of them is 03/04/2026." in said
    assert not page.proceed.isEnabled()
    shot(window, "first-files-asked")
    assert not unnamed(window)
    assert not forbidden(window)
    button = next(each for each in page.findChildren(QRadioButton) if "3 Apr 2026" in each.text())
    button.click()
    line = tried(page, qtbot)
    assert (line.created, line.changed, line.same) == ("2", "0", "0")
    shot(window, "first-files-tried")
    with page.club.read() as conn:
        assert not views.totals(conn), "a trial takes nothing over"
    page.proceed.click()
    qtbot.waitUntil(lambda: page.proceed.text() == "Continue")
    finish(connections.copy_now(page.club.workspace, Mode.FULL))
    with page.club.read() as conn:
        joined = [member.joined for member in views.current(conn, Side.LEGACY, Domain.MEMBERS)]
    assert joined == ["2026-04-03", "2020-06-05"]


def test_columns_with_other_names_are_chosen_by_hand(asked, qtbot, tmp_path):
    page = asked
    write(
        tmp_path / "exports",
        [("1", "Ann", "a@x.org", "Active", "2019-03-04")],
        header=("Nummer", "First name", "Email", "Membership status", "Member since"),
    )
    look(page, tmp_path / "exports", qtbot)
    card = page.cards[0]
    card.kind.choose("contacts")
    card._kind_chosen(0)
    assert "Which column of contacts.csv is User ID?" in words(page)
    assert not page.proceed.isEnabled()
    column = next(each for each in card.findChildren(Choice) if each.accessibleName() == "Column for User ID")
    column.choose("Nummer")
    column.activated.emit(column.currentIndex())
    assert page.proceed.isEnabled()
    assert tried(page, qtbot).created == "1"


def test_bad_files_are_said_and_nothing_is_dropped(asked, qtbot, tmp_path):
    page = asked
    about = ("Ann", "Lee", "a@x.org", "Regular", "Active")
    mangled = [("3", *about, "43924"), ("1", *about, "2019-03-04"), ("1", *about, "2019-03-05"), ("2", *about, "")]
    write(tmp_path / "exports", mangled)
    look(page, tmp_path / "exports", qtbot)
    assert tried(page, qtbot).created == "2", "the same person in two rows is no two people"
    said = " ".join(words(page))
    assert "Members: 1 stands in more than one row" in said
    assert "Members, 3: Member since is not a date." in said
    assert page.proceed.text() == "Look at the files again"
    write(tmp_path / "exports", name="contacts again.csv")
    look(page, tmp_path / "exports", qtbot)
    page.folder.setText("")
    look(page, tmp_path / "exports", qtbot)
    qtbot.waitUntil(lambda: len(page.cards) == 2)
    assert any("Two files hold contacts" in text for text in words(page))
    page.cards[1].kind.choose("")
    page.cards[1]._kind_chosen(0)
    assert not any("Two files hold" in text for text in words(page._asked) if page._asked.isVisibleTo(page))


def test_dropped_files_are_taken_with_their_folder_and_a_packed_one_is_not(asked, qtbot, tmp_path):
    page = asked
    write(tmp_path / "exports")
    page.take([tmp_path / "exports.zip"])
    assert any("exports.zip is a packed file." in text for text in words(page))
    page.take([tmp_path / "exports" / "contacts.csv", tmp_path / "other" / "contacts.csv"])
    assert any("These files lie in different folders." in text for text in words(page))
    page.take([tmp_path / "exports" / "contacts.csv"])
    qtbot.waitUntil(lambda: bool(page.cards))
    look(page, tmp_path / "empty", qtbot)
    page.folder.setText(str(tmp_path / "nowhere"))
    page.proceed.click()
    qtbot.waitUntil(lambda: any("is no folder" in text for text in words(page)))
