"""The calendar as calendars read it, the day's sheet, and the report of a return."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from clubos_desktop.cutover import acts, calendar
from clubos_desktop.evidence import day as papers
from clubos_desktop.model.runbook import Plan, RunKind
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
