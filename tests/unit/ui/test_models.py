"""What the screens say, without a screen."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clubos_desktop.findings import naming
from clubos_desktop.findings.marking import marks
from clubos_desktop.findings.patterns import Pattern
from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.readiness import Criterion, GateResult, Readiness, State, Verdict
from clubos_desktop.model.records import Registration
from clubos_desktop.model.runs import Mode, Run, RunState
from clubos_desktop.store.around import Booking
from ui.models import causes, differences, differing, record_words
from ui.models.freshness import DomainLine, Freshness, SideCopy, busy_sentence
from ui.models.overview import brief, gate_fact, overview
from ui.places import Place
from ui.tone import Tone

NOW = datetime(2026, 12, 8, 15, 30, tzinfo=UTC)
ZONE = "America/Los_Angeles"
AT = "2026-12-08T15:12:00.000Z"

BASE = Difference(
    id=1,
    domain=Domain.MEMBERS,
    kind=Kind.CHANGED,
    legacy_id="5",
    clubos_id="8",
    who="Ann Illich",
    field="email",
    legacy="ann@x.org",
    clubos=None,
    rule="email",
    detail="",
    first_seen=AT,
    confirmed=None,
    status=Status.SEEN_ONCE,
)


def criterion(state, why=""):
    return Criterion("1.1", "Members match", state, "", "", (), why)


def side(which, copied=AT):
    return SideCopy(which, which.value, Tone.GOOD, "Complete", "", copied)


def fresh(**changes):
    return replace(Freshness(side(Side.LEGACY), side(Side.CLUBOS), (), (), (), AT), **changes)


def outline(*found, seen_once=0):
    return causes.Outline(tuple(found), sum(cause.n for cause in found), seen_once, 0, 0, 0, 700)


def cause(n=3, twice=0, domain=Domain.MEMBERS, kind=Kind.CHANGED, field="email"):
    said = naming.sentence(domain, kind, field, n) + "."
    return Pattern(f"{domain}.{kind}.{field}", said, "", tuple(range(n)), (), (domain, kind, field), n, twice)


def run(state, reason=""):
    return Run(1, 2, Side.CLUBOS, Domain.MEMBERS, Mode.FULL, state, AT, AT, None, 0, 0, 0, 0, 0, 0.0, reason, None)


@pytest.mark.parametrize(
    ("kind", "domain", "field", "n", "said"),
    [
        (Kind.ONLY_LEGACY, Domain.MEMBERS, "", 1, "1 member is only in Wild Apricot"),
        (Kind.ONLY_LEGACY, Domain.EVENTS, "", 1187, "1,187 events are only in Wild Apricot"),
        (Kind.ONLY_CLUBOS, Domain.REGISTRATIONS, "", 2, "2 registrations are only in ClubOS"),
        (Kind.CHANGED, Domain.MEMBERS, "email", 41, "E-mail differs for 41 members"),
        (Kind.CHANGED, Domain.PAYMENTS, "allocated", 1, "1 payment does not add up in Wild Apricot (allocated)"),
    ],
)
def test_a_cause_is_a_sentence_with_its_number(kind, domain, field, n, said):
    assert naming.sentence(domain, kind, field, n) == said
    assert naming.meaning(domain, kind, field).endswith(".")


def test_sixty_of_one_cause_take_eight_minutes():
    assert cause(n=60).minutes == 8
    assert cause(n=1).minutes == 2
    assert cause(n=10_000).minutes == 15


def test_a_difference_in_words():
    facts = differing.facts(BASE, ZONE, NOW)
    assert facts.field == "E-mail"
    assert (facts.wild_apricot, facts.clubos) == ("ann@x.org", "(empty)")
    assert facts.seen == "Seen once, today, 07:12. The next copy confirms it, or it is gone."
    assert facts.means == "They would not get their renewal mail."
    twice = replace(BASE, confirmed=AT, status=Status.CONFIRMED)
    assert differing.seen_text(twice) == "Seen twice"
    assert differing.seen_tone(twice) is Tone.NEEDS
    alone = replace(BASE, kind=Kind.ONLY_CLUBOS, field="", legacy=None)
    assert differing.field_text(alone) == "Whole member"
    assert (differing.wild_apricot_text(alone), differing.clubos_text(alone)) == ("not there", "is there")


@pytest.mark.parametrize("kind", [Kind.IGNORED, Kind.NOT_COMPARABLE])
def test_what_a_rule_hides_needs_nobody(kind):
    hidden = replace(BASE, kind=kind)
    assert differing.seen_tone(hidden) is Tone.UNMEASURED
    assert "counts" in differing.facts(hidden, ZONE, NOW).means


def test_money_is_checked_in_wild_apricot_alone():
    books = replace(BASE, domain=Domain.INVOICES, field="paid", legacy="40.00 USD")
    assert differing.clubos_text(books) == "shows no amounts"


def test_changed_letters_are_marked_in_words_that_differ_and_everything_is_escaped():
    def said(value, other):
        return differing.marked(marks(value, other)[0], "#fe", "#fff")

    assert said("Ann", "Ann") == "Ann"
    shown = said("<Anne> Lee", "<Anna> Lee")
    assert shown.startswith('&lt;<span style="background-color:#fff">Ann</span>')
    assert '<span style="background-color:#fe; text-decoration:underline">e</span>' in shown
    assert shown.endswith("&gt; Lee")
    long = "x" * 50_000
    assert said(long, "y") == long
    assert said("a\nb", "a\nb") == "a<br>b"


def test_a_gate_always_says_passed_or_not_passed():
    assert gate_fact(GateResult(1, "Data Parity", (criterion(State.PASS),))).word == "Passed"
    failed = gate_fact(
        GateResult(1, "Data Parity", (criterion(State.NOT_MEASURED), criterion(State.FAIL, "3 differ.")))
    )
    assert (failed.word, failed.tone, failed.reason) == ("Not passed", Tone.NEEDS, "3 differ")
    unmeasured = gate_fact(GateResult(2, "x", (criterion(State.NOT_MEASURED),)))
    assert (unmeasured.word, unmeasured.tone) == ("Not passed", Tone.UNMEASURED)
    assert unmeasured.reason == "1 of 1 check not measured yet"
    assert len(brief("word " * 100)) <= 110


def facts_of(freshness, found, verdict=Verdict.NOT_READY, **more):
    judged = Readiness(AT, (), (), verdict)
    options = {"sheet_safe": True, "week": 3} | more
    return overview(freshness, found, judged, **options)


def test_before_anything_is_connected_the_next_act_is_to_connect():
    said = facts_of(fresh(oldest=None), outline(), missing=("Wild Apricot", "ClubOS"))
    assert said.acts[0].title == "Connect Wild Apricot"
    assert said.acts[0].place is Place.COPIES


def test_the_first_copy_comes_next():
    said = facts_of(fresh(oldest=None), outline(), sheet_safe=False)
    assert [act.button for act in said.acts] == ["Make the first copy", "Show the sheet"]
    assert said.answer == "Not measured yet. That is normal at the start."


def test_first_look_is_never_urgent():
    said = facts_of(fresh(), outline(cause(300), seen_once=300))
    assert said.acts[0].place is Place.DIFFERENCES
    assert "All seen once; the next copy confirms them. Nothing is urgent." in said.acts[0].why
    assert said.acts[0].minutes <= 15
    assert said.answer == "Not ready. That is normal in week 3."


def test_normal_is_said_only_while_the_plan_lasts():
    assert facts_of(fresh(), outline(), week=9).answer == "Not ready."


def test_a_failed_copy_is_finished_first():
    said = facts_of(fresh(failed=(run(RunState.FAILED, "No answer."),)), outline(cause(3, twice=3)))
    assert said.acts[0].title == "Finish the last copy"
    assert said.acts[1].title == "Look at 3 differences"


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.READY_FOR_REVIEW, "Ready for the board to look at."),
        (Verdict.AUTHORISED, "The board has decided. The switch may be planned."),
    ],
)
def test_the_verdict_in_words(verdict, said):
    assert facts_of(fresh(), outline(), verdict).answer == said


def test_zero_differences_never_stand_alone():
    assert "700 pairs were compared" in facts_of(fresh(), outline()).why


def test_a_stopped_copy_goes_on():
    said = facts_of(fresh(oldest=None, unfinished=True), outline())
    assert (said.acts[0].title, said.acts[0].button) == ("Finish the copy", "Go on")


def test_after_a_stop_it_is_said_that_a_part_is_older():
    line = DomainLine(Domain.MEMBERS, "Members", "700", "700", "699", "699", "nothing", Tone.GOOD, "Complete")
    whole = differences.compared(fresh(lines=(line,)), ZONE)
    assert whole == "Compared 700 members at 07:12."
    stopped = differences.compared(fresh(lines=(line,), unfinished=True), ZONE)
    assert stopped.endswith("The last copy is not finished, so a part of this stands as it was at 07:12.")


def test_the_heading_counts_what_its_filter_and_the_sidebar_count():
    found = outline(cause(n=912, twice=285), seen_once=627)
    answer, line = differences.heading(found, fresh(), ZONE)
    assert answer == "912 differences need you, 1 cause."
    assert line.startswith("285 seen twice, so real; the next copy confirms the other 627.")
    assert differences.filter_texts(differences.filter_numbers(found, 0))["need"] == "912 need you"
    whole, sure = differences.heading(outline(cause(n=1, twice=1)), fresh(), ZONE)
    assert (whole, sure.startswith("Seen twice, so real.")) == ("1 difference needs you, 1 cause.", True)


def test_while_a_copy_runs_nothing_is_said_of_a_stop():
    stopped = replace(side(Side.LEGACY), sentence="The next copy goes on from where this one stopped.")
    assert "stopped" not in busy_sentence(stopped)
    assert busy_sentence(replace(stopped, age="Copied today, 07:12, 18 minutes ago.")).startswith("Copied today")


def test_what_was_seen_once_too_long_ago_asks_for_a_copy():
    found = replace(outline(cause(n=3), seen_once=3), oldest_once="2026-12-07T15:12:00.000Z")
    assert "copy again" in differences.heading(found, fresh(), ZONE, NOW)[1]
    early = replace(found, oldest_once="2026-12-07T16:12:00.000Z")
    assert "copy again" not in differences.heading(early, fresh(), ZONE, NOW)[1]


def test_a_difference_that_is_gone_says_since_when():
    gone = replace(BASE, status=Status.CLOSED, confirmed=AT, closed="2026-12-08T15:20:00.000Z")
    assert differing.facts(gone, ZONE, NOW).seen == "Seen today, 07:12 and today, 07:12. Gone since today, 07:20."


def test_who_waits_for_an_event_stands_in_the_order_of_coming():
    def booked(key, registered, **more):
        return Booking(key, key, Registration(key=key, event="e", registered=registered, **more))

    found = [
        booked("c", "2026-11-03T00:00:00.000Z", status="WAITLISTED"),
        booked("a", "2026-11-01T00:00:00.000Z", waitlisted=True),
        booked("d", None, status="OnWaitlist"),
        booked("b", "2026-11-02T00:00:00.000Z", status="Paid"),
    ]
    assert record_words.waiting(found) == {"a": 1, "c": 2, "d": 3}
