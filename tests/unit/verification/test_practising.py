"""Practice tasks: passed by results alone, once begun, without help; as lists inside and outside a copy."""

from dataclasses import replace

import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.model.registers import Noted
from clubos_desktop.verification import practising
from clubos_desktop.verification.acts import people
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.verification.lists import catalogue, reading
from clubos_desktop.verification.lists.sheet import Doing, fill


def outcomes(desk):
    with desk.database.read() as conn:
        return {each.task.id: each for each in practising.outcomes(conn)}


def view(desk):
    with desk.database.read() as conn:
        return reading.view(conn, desk.known().at)


def test_outside_a_copy_nothing_is_begun(desk):
    with desk.database.read() as conn:
        assert practising.session(conn) is None
    with pytest.raises(InputError) as caught:
        practising.begin(desk.database, "ticket")
    assert caught.value.code == "practice.none"
    with pytest.raises(InputError):
        practising.task_of("juggle")


def test_a_task_passes_by_a_result_that_was_not_there_before(desk):
    practising.mark(desk.database, 1, "Ann")
    people.open_incident(desk.database, desk.actor, "Before")
    assert outcomes(desk)["incident"].state == "not begun"
    practising.begin(desk.database, "incident")
    assert outcomes(desk)["incident"].state == "begun"
    desk.clock.sleep(90)
    people.open_incident(desk.database, desk.actor, "Now")
    found = outcomes(desk)["incident"]
    assert (found.state, found.passed, found.tries, found.seconds) == ("passed", True, 1, 90)


def test_help_is_given_and_the_try_does_not_pass(desk):
    practising.mark(desk.database, 1, "Ann")
    assert practising.ask_help(desk.database, "incident").startswith("Ready to switch?")
    assert outcomes(desk)["incident"].state == "begun, help was asked for"
    people.open_incident(desk.database, desk.actor, "With help")
    found = outcomes(desk)["incident"]
    assert (found.state, found.passed) == ("done with help: begin again", False)
    practising.begin(desk.database, "incident")
    assert outcomes(desk)["incident"].state == "begun"
    people.open_incident(desk.database, desk.actor, "Alone")
    found = outcomes(desk)["incident"]
    assert (found.state, found.tries, found.helped) == ("passed", 2, False)
    assert practising.ask_help(desk.database, "incident")
    assert outcomes(desk)["incident"].passed is False, "who asks afterwards has asked"


def test_inside_a_copy_the_list_has_the_tasks_with_their_forms(desk):
    practising.mark(desk.database, 1, "Ann")
    sheet = catalogue.sheet("practice")
    for form in ("begin", "help"):
        fill(sheet, sheet.form(form), Doing(desk.database, desk.actor, "in:ticket", {}, view(desk)))
    now = view(desk)
    rows = sheet.rows(now)
    assert len(rows) == 12
    ticket = sheet.row(now, "in:ticket")
    assert (ticket.tone, ticket.cells["state"]) == ("needs", "begun, help was asked for")
    assert ticket.more[0][0] == "How"
    assert sheet.row(now, "in:left").more[0][0] == "Tip"
    assert sheet.heading(now, rows) == "0 of 12 tasks are passed. Nothing here is real."
    assert all(form.shown(ticket) for form in sheet.forms)


def test_outside_it_has_what_everybody_passed(desk):
    people.name_operator(desk.database, desk.actor, desk.ann)
    for passed, seconds in (("no", "0"), ("yes", "75")):
        cells = {"task": "ticket", "passed": passed, "helped": "no", "tries": "1", "seconds": seconds}
        enter(desk.database, desk.actor, "practice", "tried", Noted(cells), item="1")
    cells = {"task": "left", "passed": "no", "helped": "yes", "tries": "1", "seconds": "0"}
    enter(desk.database, desk.actor, "practice", "tried", Noted(cells), item="2")
    sheet = catalogue.sheet("practice")
    now = view(desk)
    rows = sheet.rows(now)
    assert (len(rows), sheet.heading(now, rows)) == (24, "1 of 24 are passed.")
    assert sheet.row(now, "1:ticket").cells | {"task": ""} == {
        "task": "", "who": "Ann", "state": "passed", "tries": "2", "time": "1:15 min",
    }  # fmt: skip
    other = sheet.row(now, "2:left")
    assert (other.cells["who"], other.tone, other.more) == ("Bea", "needs", (("Help asked for", "1"),))
    assert sheet.row(now, "2:pack").cells["state"] == "not begun"
    assert not any(form.shown(other) for form in sheet.forms)
    assert sheet.rows(replace(now, known=replace(now.known, kept=type(now.known.kept)()))) == ()
