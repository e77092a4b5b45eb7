"""Copying by plan in the window: chosen in Settings, asked for by the window's clock, missed copies said in place."""

from datetime import UTC, datetime

import pytest

from clubos_desktop.model.plan import Due, DueState, Every
from clubos_desktop.schedule.due import Look, Stand
from clubos_desktop.store import dues
from tests.gui.filled import make_club
from ui.places import Place
from ui.planning import missed_line, next_line
from ui.screens.settings import DAILY, OFF, OFTEN

NOW = datetime(2026, 12, 8, 15, 30, tzinfo=UTC)
ZONE = "America/Los_Angeles"


@pytest.fixture
def opened(window, qtbot, tmp_path):
    window.open_club(make_club(tmp_path, members=40))
    window.show()
    qtbot.waitUntil(lambda: window.judged is not None)
    return window


def test_a_plan_is_chosen_and_said_on_copies(opened, qtbot, shot):
    club = opened.club
    opened.go(Place.SETTINGS)
    card = opened.here()._plan
    card.plans.button(DAILY).click()
    qtbot.waitUntil(lambda: club.planning.plan() is not None)
    assert club.planning.plan().every is Every.DAILY
    qtbot.waitUntil(card._line.isVisible)
    shot(opened, "settings-plan")
    opened.go(Place.COPIES)
    assert "Next copy by plan:" in opened.here().planned.text()
    opened.go(Place.SETTINGS)
    card.plans.button(OFF).click()
    qtbot.waitUntil(lambda: club.planning.plan() is None)
    assert club.planning.next_line() == "No copy is planned; Settings can change that."


def test_what_is_due_is_tried_without_anybody_and_nothing_else_stops(opened, qtbot):
    club = opened.club
    opened.go(Place.SETTINGS)
    opened.here()._plan.plans.button(OFTEN).click()
    qtbot.waitUntil(lambda: club.planning.plan() is not None)

    def attempt():
        with club.read() as conn:
            return dues.attempt(conn)

    opened.clockwork.resting = True
    opened.clockwork.ask()
    qtbot.wait(50)
    assert attempt() is None
    opened.clockwork.resting = False
    opened.clockwork.ask()
    qtbot.waitUntil(lambda: attempt() is not None and not opened.jobs.busy, timeout=20_000)
    assert opened.here().isVisible()


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (Look(Stand.OFF, None), "No copy is planned; Settings can change that."),
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
