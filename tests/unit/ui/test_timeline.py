"""The timeline and the ready motion, without a screen."""

from dataclasses import replace

from clubos_desktop.model.registers import Ballot, Locked, Moved, Phase
from clubos_desktop.verification.lists.sheet import View
from tests.unit.verification.register_book import Book, vote
from ui.models.overview import NextAct, with_motion
from ui.models.timeline import counting, spans
from ui.places import Place
from ui.tone import Tone

NOW = "2026-12-08T08:00:00.000Z"
SHADOW = "2026-11-10T08:00:00.000Z"


def view(book, **more):
    return View(book.known(NOW, complete=SHADOW, **more))


def test_before_the_first_copy_nothing_has_begun():
    found = spans(View(Book().known(NOW, complete=None)))
    assert [span.tone for span in found] == [Tone.WAY, *[Tone.UNMEASURED] * 4]
    assert found[0].dates == "begins with a copy"
    assert found[1].dates == "to come"


def test_what_is_to_come_begins_four_weeks_later_at_best():
    found = spans(view(Book()))
    assert [span.dates for span in found] == [
        "since 10 Nov 2026",
        "from 8 Dec 2026 at best",
        "from 5 Jan 2027 at best",
        "from 2 Feb 2027 at best",
        "to come",
    ]


def test_real_and_planned_dates_stand_in_their_phases():
    book = Book().add("phase", "moved", Moved(Phase.PILOT, "2027-01-15"), "2026-12-01T08:00:00.000Z", "")
    found = spans(view(book))
    assert [(span.tone, span.dates) for span in found][:3] == [
        (Tone.GOOD, "began 10 Nov 2026"),
        (Tone.WAY, "since 1 Dec 2026, planned until 15 Jan 2027"),
        (Tone.UNMEASURED, "from 29 Dec 2026 at best"),
    ]
    book.add("phase", "moved", Moved(Phase.CUTOVER, None), "2026-12-02T08:00:00.000Z", "")
    assert [span.dates for span in spans(view(book))][2:] == ["began 10 Nov 2026", "since 2 Dec 2026", "to come"]


def test_trial_weeks_are_named_until_the_lock_has_its_date():
    assert counting(view(Book())) == "Trial weeks: they do not count yet."
    book = Book().add("criteria", "locked", Locked("c", "1"), NOW, "")
    assert counting(view(book)).startswith("Every period counts since 8 Dec 2026")


def test_the_ready_motion_is_offered_until_the_limits_are_locked():
    acts = (NextAct("Look", "", 5, "Look", Place.DIFFERENCES), NextAct("Report", "", 3, "Make", Place.BOARD))
    assert with_motion(acts, None) == acts
    assert with_motion(acts, view(Book(), criteria="")) == acts, "there are no rules to lock yet"
    first, motion, report = with_motion(acts, view(Book()))
    assert (first, report, motion.wanted) == (*acts, "votes")
    carried = Book().add("vote", "recorded", vote(ballot=Ballot.CRITERIA), item="1")
    assert with_motion(acts, view(carried))[1].wanted == "criteria"
    lost = Book().add("vote", "recorded", vote(ballot=Ballot.CRITERIA, for_=0), item="1")
    assert with_motion(acts, view(lost))[1].wanted == "votes"
    locked = carried.add("criteria", "locked", Locked("c", "1"), NOW, "")
    assert with_motion(acts, view(locked)) == acts
    assert replace(motion, minutes=1) != motion
