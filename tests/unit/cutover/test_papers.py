"""The calendar as calendars read it, the day's sheet, and the report of a return."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from clubos_desktop.cutover import acts, calendar, times
from clubos_desktop.errors import InputError
from clubos_desktop.evidence import day as papers
from clubos_desktop.evidence import reconciling
from clubos_desktop.evidence.papers import Papers
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.runbook import Plan, RunKind
from clubos_desktop.store import views
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers.checklists import SHIPPED

MADE = "2026-12-01T08:00:00.000Z"


def unfolded(content):
    text = content.decode().replace("\r\n ", "")
    return text.split("\r\n")


def events(content):
    found, event = [], {}
    for line in unfolded(content):
        name, _, value = line.partition(":")
        if line == "END:VEVENT":
            found.append(event)
            event = {}
        event[name] = value
    return found


def test_every_day_around_the_switch_in_utc():
    found = calendar.appointments("Lakeside; Club, Ltd", "2027-03-14", "07:00", "America/New_York")
    content = calendar.ics(found, MADE)
    assert all(len(line.encode()) <= 75 for line in content.decode().split("\r\n"))
    listed = events(content)
    assert len(listed) == len(found) == 12
    assert len({each["UID"] for each in listed}) == 12
    by_title = {each["SUMMARY"].split(" (")[0]: each for each in listed}
    assert by_title["Switch day"]["DTSTART"] == "20270314T110000Z", "after the change to summer time"
    assert by_title["Go or no-go"]["DTSTART"] == "20270313T120000Z", "before it"
    assert by_title["Switch day"]["DTEND"] == "20270314T140000Z"
    assert by_title["Switch day"]["SUMMARY"] == "Switch day (Lakeside\\; Club\\, Ltd)"
    assert by_title["Going back ends"]["DTSTART"].startswith("20270413T")
    assert content == calendar.ics(found, MADE)


def test_a_long_name_is_folded_between_letters():
    found = calendar.appointments("Schützenverein " + "ü" * 90, "2027-01-16", "07:00", "Europe/Berlin")
    assert "ü" * 90 in "".join(unfolded(calendar.ics(found, MADE)))
    with pytest.raises(ValueError, match="Invalid isoformat"):
        calendar.appointments("Club", "soon", "07:00", "UTC")


def text_of(pdf):
    return " ".join(re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages)


def test_the_sheet_holds_every_step_and_phone():
    pdf = papers.steps("Lakeside Club", "Switch day", SHIPPED[Plan.CUTOVER], {"lead": "Ann"}, ("Board: Bea, 555-0101",))
    said = text_of(pdf)
    assert all(step.title in said for step in SHIPPED[Plan.CUTOVER])
    assert said.count("Read aloud:") == 3
    assert "Lead: Ann" in said
    assert "Bea, 555-0101" in said
    assert "it cannot be undone. Two people." in said
    assert "Nobody is entered yet." in text_of(papers.steps("C", "Back", SHIPPED[Plan.ROLLBACK], {}, ()))


def test_the_report_holds_questions_times_and_failures(day):
    day.rehearse(kind=RunKind.TABLETOP)
    day.take("close", 4, told="The notice page is up")
    acts.fail(day.database, "person:1", "reopen", "The owner was away")
    run = day.run
    said = text_of(papers.incident("Lakeside Club", run, "UTC", ("Payments failed.",), ((MADE, "runbook begun"),)))
    assert all(question in said for question in papers.QUESTIONS)
    wanted = ("Payments failed.", "Not answered yet.", "4 of 15", "The notice page is up", "Did not work: The owner")
    assert [each for each in (*wanted, "runbook begun") if each not in said] == []


def test_the_critical_path_stands_on_the_sheet():
    assert "late minute moves the end (the critical path): 1 hour 50 minutes in all" in text_of(
        papers.steps("C", "Back", SHIPPED[Plan.ROLLBACK], {}, ())
    )
    steps = tuple(replace(each, needs=()) if each.id == "incident" else each for each in SHIPPED[Plan.ROLLBACK])
    steps = tuple(replace(each, needs=("tell", "incident")) if each.id == "parallel" else each for each in steps)
    assert times.slack(steps) == {"close": 0, "reopen": 0, "tell": 0, "incident": 20, "parallel": 0}
    assert papers.way(steps).startswith("Steps 1, 2, 3, 5 wait for each other")
    assert "at most 30 minutes (may take 20 longer)" in text_of(papers.steps("C", "Back", steps, {}, ()))


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (125, "2 hours 5 minutes")]
)
def test_minutes_for_people(minutes, said):
    assert papers.spoken(minutes) == said


def test_the_path_of_a_run_planned_and_as_it_went(day):
    day.rehearse(kind=RunKind.TABLETOP)
    run = day.run
    assert times.way(times.timeline(run, run.at)).worst is None
    day.take("close", 25)
    day.begin("reopen")
    day.wait(4)
    line = times.timeline(day.run, known(day.database).at)
    way = times.way(line)
    assert (way.steps, way.planned) == (("close", "reopen", "tell", "incident", "parallel"), 110)
    assert round(way.foreseen, 2) == 120
    assert (way.worst[0], round(way.worst[1], 2)) == ("Close ClubOS for members", 10)
    assert [round(each.over) for each in line[:2]] == [600, 0]
    assert papers.path(way, 5) == (
        "Critical path: all 5 steps, planned 1 hour 50 minutes, now 2 hours. "
        "Most was lost at “Close ClubOS for members”: 10 minutes."
    )
    assert papers.path(replace(way, worst=None), 6).startswith("Critical path: 5 of 6 steps")
    assert times.way(()).steps == ()


def test_every_open_difference_is_on_the_reconciliation_sheet(day):
    made = Papers(day.database, "Lakeside Club", "UTC")
    day.club.put(Side.CLUBOS, Member(key="c2", first_name="=Ann", last_name="New", email="other@example.org"))
    day.club.copy()
    said = text_of(made.reconciliation())
    with day.database.read() as conn:
        found = views.differences(conn, views.DifferenceFilter(kinds=(Kind.CHANGED, Kind.ONLY_CLUBOS)))
    assert found.total
    assert all(each.who.split()[-1] in said for each in found.rows)
    assert said.count("[ ]") == found.total
    assert "seen once" in said
    assert "other@example.org" in said
    few = text_of(reconciling.draw("C", MADE, "UTC", found.rows[:1], 4000))
    assert "The first 1 of 4,000 lines" in few
    assert "Nothing differs" in text_of(reconciling.draw("C", MADE, "UTC", (), 0))


def test_papers_are_read_from_the_workspace(day):
    made = Papers(day.database, "Lakeside Club", "UTC")
    with pytest.raises(InputError, match="nothing to report"):
        made.report(())
    with pytest.raises(InputError, match="no day and hour"):
        made.calendar("soon", "07:00")
    assert made.calendar("2027-01-16", "07:00").startswith(b"BEGIN:VCALENDAR")
    assert "Lead:" not in text_of(made.sheet(Plan.ROLLBACK))
    day.rehearse(kind=RunKind.TABLETOP)
    day.begin("close")
    assert "Technology: Dan" in text_of(made.sheet(Plan.ROLLBACK))
    assert "Technology: Dan" not in text_of(made.sheet(Plan.CUTOVER))
    told = text_of(made.report(("It rained.",)))
    assert "It rained." in told
    assert "“Close ClubOS for members” begun" in told
