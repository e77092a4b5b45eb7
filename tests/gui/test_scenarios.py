"""Looking at differences, approving ten and taking them back, finding lost registrations (scenarios 7, 9 and 10).

Each by window, on records that were really copied, paired and compared; with the bad inputs of each.
"""

import shutil
from dataclasses import dataclass

import msgspec
import pytest
from PySide6.QtCore import Qt

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.findings import Choice
from clubos_desktop.model.records import Event, Member, Registration
from tests.gui.memory_club import MemoryClub
from tests.gui.walk import forbidden, unnamed, words
from ui.frame.window import Window
from ui.jobs import JobRunner
from ui.models.settling import way_of
from ui.places import Place

LOOKS = ((False, 1.0), (True, 1.0), (False, 2.0))
OLD = "2026-10-01T00:00:00.000Z"
HOSTILE = ("שלום כהן", "عمر خالد", "🌻 Bo 🌻", "<b>Ann</b><script>x()</script>", "N" * 300)


def person(number, **more):
    named = HOSTILE[number % 100] if number % 100 < len(HOSTILE) else f"Ann{number}"
    given = {"key": str(number), "first_name": named, "last_name": f"Lee{number}", "status": "Active"}
    return Member(**given | {"email": f"p{number}@example.org", "phone": f"805555{number % 10_000:04d}"} | more)


def copied(window, qtbot):
    """Copy now, by the window, and wait until the gates were judged on it."""
    window.copy_now(everything=True)
    qtbot.waitUntil(lambda: not window.jobs.busy)
    settled(window, qtbot)


def settled(window, qtbot):
    """Until nothing that was asked for is under way."""
    heard = []
    window.jobs.run(lambda: iter(()), succeeded=heard.append)
    qtbot.waitUntil(lambda: bool(heard))


@pytest.fixture
def opened(window, qtbot, tmp_path):
    club = MemoryClub(tmp_path)
    window.open_club(club)
    window.show()
    qtbot.waitUntil(lambda: window.activateWindow() or window.isActiveWindow())
    return window


@pytest.fixture
def look(dress, shot):
    """Pictures of what is shown, light, dark and with large letters; no control is without a name in any."""

    def take(window, name):
        for dark, scale in LOOKS:
            dress(dark=dark, text_scale=scale)
            shot(window, f"{name}-{'dark' if dark else 'light'}-{scale}")
            assert not unnamed(window), name
            assert not forbidden(window), name
        dress()

    return take


def said(widget):
    return "\n".join(words(widget))


# --- scenario 7


def many_people(club):
    """Two thousand people who differ in five fields each, and three who differ since the second copy only."""
    legacy, clubos = [], []
    for number in range(100, 2100):
        mine = person(number, level="Gold", joined="2020-01-02", custom={"Note": "x" * 10_000} if number == 101 else {})
        theirs = msgspec.structs.replace(
            mine, key=f"c{number}", email=f"P{number}@Example.org", phone=f"213555{number % 10_000:04d}",
            level="Silver", joined="2020-01-03", status="Lapsed", last_name=f"{mine.last_name}-Ray", custom={},
        )  # fmt: skip
        legacy.append(mine)
        clubos.append(theirs)
    club.put(Side.LEGACY, *legacy)
    club.put(Side.CLUBOS, *clubos)
    for number in (5051, 5052, 5053):
        club.put(Side.LEGACY, person(number))
        club.put(Side.CLUBOS, person(number, key=f"c{number}"))
    long = "Walk along the shore. " * 500
    for side, key, text in ((Side.LEGACY, "e1", long), (Side.CLUBOS, "x1", long.replace("shore", "coast", 1))):
        club.put(side, Event(key=key, title="Walk", start="2026-12-05T18:00:00.000Z", description=text))


@dataclass
class Listed:
    """The list behind Differences, as a person reads it."""

    screen: object

    @property
    def list(self):
        return self.screen.list

    def names(self):
        return [self.list.rows.row(n).finding.difference.who for n in range(self.list.rows.rowCount())]

    def narrow(self, domain, field):
        tools = self.list.tools
        tools.whats.choose(domain)
        tools.whats.activated.emit(tools.whats.currentIndex())
        tools.fields.choose(field)
        tools.fields.activated.emit(tools.fields.currentIndex())

    def find(self, text):
        self.list.search.setText(text)
        self.list._typing.stop()
        self.list.load()


@pytest.fixture
def differing(opened, qtbot):
    """Differences after two copies of two thousand people."""
    many_people(opened.club)
    copied(opened, qtbot)
    opened.club.put(Side.CLUBOS, person(5051, key="c5051", email="new@example.org"))
    opened.club.put(Side.LEGACY, person(5052, phone="8055550002"))
    opened.club.put(Side.CLUBOS, person(5052, key="c5052", phone="8055550003"))
    copied(opened, qtbot)
    opened.go(Place.DIFFERENCES)
    return opened


def test_ten_thousand_differences_are_looked_at_by_keyboard_and_ten_are_approved_and_taken_back(
    differing, qtbot, look, shot, tmp_path
):
    window, screen = differing, differing.here()
    shot(window, "scenario-7-causes")
    told = {key: button.text() for key, button in screen._buttons.items()}
    assert told["need"] == "10,003 need you"
    assert told["equal"] == "2,000 equal by your rules"
    assert told["both"] == "of these 1 changed in both"
    screen.choose("need")
    listed = Listed(screen)
    assert screen.list.total == 10_003
    listed.narrow("members", "email")
    assert listed.names() == ["Ann5051 Lee5051"]
    detail = screen.list.detail
    assert (detail.sides.left.accessibleName(), detail.sides.right.accessibleName()) == (
        "p5051@example.org",
        "new@example.org",
    )
    assert "p5051@example.org" in detail.agreed.text()
    look(window, "scenario-7-base")
    keys(window, qtbot, listed)
    hostile(screen, listed, shot, window)
    ten(window, listed, qtbot, look, tmp_path)


def keys(window, qtbot, listed):
    """Next, previous, take, note, treat as equal, undo: by keys alone."""
    listed.narrow("members", "phone")
    table = listed.list.table
    table.setFocus()
    table.select_row(0)
    first = listed.list.detail.current.difference.id
    for key, row in ((Qt.Key.Key_J, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_K, 1), (Qt.Key.Key_Up, 0)):
        qtbot.keyClick(table, key)
        assert table.current_row() == row
    total = listed.list.total

    def settled():  # the list may hear of it before the act itself is noted
        return listed.list.total == total - 1 and window.undoing.newest is not None

    qtbot.keyClick(table, Qt.Key.Key_1)
    qtbot.waitUntil(settled)
    assert listed.list.detail.current.difference.id != first
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: listed.list.total == total)
    qtbot.keyClick(table, Qt.Key.Key_R)
    form = listed.list.detail.bar.form
    assert form.isVisible()
    form._texts["reason"].setText("Both lead to her")
    qtbot.keyClick(form._texts["reason"], Qt.Key.Key_Return)
    qtbot.waitUntil(settled)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: listed.list.total == total)


def hostile(screen, listed, shot, window):
    """Names of other scripts, with HTML, with 300 letters; a text of eleven thousand letters: shown as they are."""
    for number, name in enumerate(HOSTILE, 300):
        listed.find(f"Lee{number}")
        assert screen.list.total == 1
        assert listed.names() == [f"{name} Lee{number}"]
        assert screen.list.detail._who.textFormat() is Qt.TextFormat.PlainText
    listed.find("")
    listed.narrow("events", "description")
    assert screen.list.total == 1
    assert "shore" in screen.list.detail.sides.left.accessibleName()
    assert "coast" in screen.list.detail.sides.right.accessibleName()
    shot(window, "scenario-7-long-text")


def ten(window, listed, qtbot, look, tmp_path):
    """Scenario 9: ten are found, looked at, settled in one act; a crash before and after it; one undo."""
    screen = listed.screen
    listed.narrow("members", "phone")
    listed.find("Lee77")
    assert screen.list.total == 10
    screen.list.tools.settle_all.emit(way_of(Choice.CLUBOS))
    alike = screen.list.alike
    qtbot.waitUntil(alike.go.isVisible)
    assert alike.go.text() == "Settle 10 like this"
    assert "Phone differs for 10 members" in alike.remedy.text()
    look(window, "scenario-9-preview")
    before = crashed(window.club, tmp_path / "before")
    alike.go.click()
    qtbot.waitUntil(lambda: screen.list.total == 0)
    assert "Settled 10 differences." in window.toast._words.text()
    after = crashed(window.club, tmp_path / "after")
    window.undo()
    qtbot.waitUntil(lambda: screen.list.total == 10)
    assert acts(before, qtbot) == ("2 acts of deciding.", 10_003)
    assert acts(after, qtbot, undo=True) == ("3 acts of deciding.", 10_003)


def crashed(club, folder):
    """What a computer that loses its power leaves of a club: the file and its journal, in the middle of everything."""
    folder.mkdir()
    for name in ("club.clubos", "club.clubos-wal"):
        source = club.file.with_name(name)
        if source.exists():
            shutil.copy(source, folder / name)
    return folder, club.keys


def acts(left, qtbot, *, undo=False):
    """What the next start says of acts of deciding, and how many differences need somebody, after an undo."""
    jobs = JobRunner()
    window = Window(jobs)
    qtbot.addWidget(window)
    window.open_club(MemoryClub(*left))
    window.show()
    window.go(Place.DIFFERENCES, "decided")
    page = window.here()._page()
    said_first = page.title.text().split(" ", 3)
    if undo:
        page.table.select_row(0)
        page.undo.click()
        qtbot.waitUntil(lambda: not page.undo.isEnabled())
    window.here().choose("need")
    found = " ".join(said_first), window.here().list.total
    window.close()
    jobs.close()
    return found


# --- scenario 10

WALKS = [f"{number}" for number in range(40)]


def lost_registrations(club):
    """Contact 5433 is archived, and not in ClubOS with his forty registrations; somebody else is, with hers."""
    for side, sign in ((Side.LEGACY, ""), (Side.CLUBOS, "c")):
        times = [f"2026-{1 + int(walk) // 28:02d}-{1 + int(walk) % 28:02d}T18:00:00.000Z" for walk in WALKS]
        club.put(
            side,
            *(
                Event(key=f"{sign}{walk}", title=f"Walk {walk}", start=at)
                for walk, at in zip(WALKS, times, strict=True)
            ),
        )
        club.put(side, person(50, key=f"{sign}50"), *booked(f"{sign}50", sign))
    club.put(Side.LEGACY, person(5433, archived=True), *booked("5433", ""))


def booked(member, sign):
    status = "CONFIRMED" if sign else "Paid"
    return [
        Registration(key=f"{member}-{walk}", member=member, event=f"{sign}{walk}", status=status, registered=OLD)
        for walk in WALKS
    ]


def test_forty_lost_registrations_are_found_explained_brought_and_gone(opened, qtbot, look):
    window, club = opened, opened.club
    lost_registrations(club)
    copied(window, qtbot)
    window.go(Place.RECORDS, Domain.REGISTRATIONS)
    qtbot.mouseClick(window.here().more, Qt.MouseButton.LeftButton)
    screen = window.here()
    qtbot.waitUntil(lambda: screen.account is not None)
    assert "40 registrations of Wild Apricot are not in ClubOS, each with a reason." in said(screen)
    assert "80 copied = 40 in both + 40 with a reason." in said(screen)
    screen.choose("member_archived")
    assert screen._model.rowCount() == 40
    assert screen._model.row(0).cause == "5433"
    assert "its member is archived, and not in the other system" in said(screen)
    look(window, "scenario-10-reasons")
    qtbot.mouseClick(screen.probe, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.probed.isVisible)
    assert "2 copied = 1 in both + 1 with a reason." in said(screen.probed)
    look(window, "scenario-10-probe")
    screen._see_cause()
    assert window.here().pane._detail.legacy.key == "5433"
    deleted_meanwhile(window, qtbot, club, screen)
    club.put(Side.CLUBOS, person(5433, key="c5433"), *booked("c5433", "c"))
    copied(window, qtbot)
    window.go(Place.MISSING)
    qtbot.waitUntil(lambda: screen.account.paired == 80)
    assert "Every registration of Wild Apricot is in ClubOS." in said(screen)
    look(window, "scenario-10-found")


def deleted_meanwhile(window, qtbot, club, screen):
    """The contact is deleted in Wild Apricot while his registrations stay: another reason, and nothing unexplained."""
    contact = next(each for each in club.sides[Side.LEGACY].records[Domain.MEMBERS] if each.key == "5433")
    club.take(Side.LEGACY, Domain.MEMBERS, "5433")
    for _ in range(2):
        copied(window, qtbot)
    window.go(Place.MISSING)
    qtbot.waitUntil(lambda: any(reason.code == "member_gone" for reason in screen.account.reasons))
    assert screen.account.balanced
    assert "its member is no longer there" in said(screen)
    club.put(Side.LEGACY, contact)
    copied(window, qtbot)
