"""What a pack holds of the rehearsals: measured times, answers, and the hash of every table; and that verify finds."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from clubos_desktop.cutover import acts
from clubos_desktop.evidence import drills, pdf, seal
from clubos_desktop.evidence import pack as packs
from clubos_desktop.evidence.drills import Drills
from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.verify import verify
from clubos_desktop.job import finish
from clubos_desktop.model.registers import Noted
from clubos_desktop.model.runbook import Begun, Ended, Plan, RunKind, Said, StepBegun, StepDone, Stopped
from clubos_desktop.verification.acts.entering import enter
from tests.unit.copied_club import ZONE

from .test_rehearsal import all_five


def recorded(day, *acts_, number="9", plan=Plan.CUTOVER, kind=RunKind.REAL):
    roles = (("lead", 1), ("technology", 2))
    enter(day.database, "person:1", "runbook", "begun", Begun(plan, kind, "another", roles), item=number)
    for act, body in acts_:
        enter(day.database, "person:1", "runbook", act, body, item=number)


def gathered(day, *, names_shown=False):
    return drills.gather(day.kept, names_shown=names_shown)


def test_a_pack_without_a_rehearsal_says_so(day):
    assert gathered(day) == Drills()
    assert Drills().worst is None


def test_times_hashes_and_answers(day):
    all_five(day)
    enter(day.database, "person:1", "action", "noted", Noted({"what": "Key", "owner": "Ann", "due": "2026-12-20"}),
          item="1")  # fmt: skip
    recorded(
        day,
        ("said", Said("freeze", "lead", go=True)),
        ("said", Said("freeze", "technology", go=False, reason="Ann has no key")),
        ("step begun", StepBegun("laptop")),
        ("step done", StepDone("laptop", 601.0)),
    )
    found = gathered(day)
    assert [(each.number, each.kind, each.whole, each.stopped) for each in found.runs] == [
        ("1", RunKind.MOCK, True, False), ("9", RunKind.REAL, False, False),
    ]  # fmt: skip
    first, real = found.runs
    assert found.worst == first
    assert [round(step.seconds / 60) for step in first.steps] == [2, 5, 2, 2, 2]
    assert [step.failures for step in first.steps] == [0, 1, 0, 0, 0]
    assert (first.minutes, first.current, real.current) == ("13.0", True, False)
    assert first.same == len(first.tables) > 10
    assert {"version", "pair", "difference"} <= {table.name for table in first.tables}
    assert not replace(first.tables[0], after="x").same
    assert not replace(first.tables[0], before="", after="").same
    assert [(said.role, said.go, said.reason) for said in real.answers] == [
        ("lead", True, ""), ("technology", False, ""),
    ]  # fmt: skip
    assert gathered(day, names_shown=True).runs[1].answers[1].reason == "Ann has no key"
    assert (found.actions, found.open) == (1, 1)


def test_a_run_that_goes_on_or_was_stopped(day):
    day.rehearse(kind=RunKind.DRY)
    assert gathered(day).runs == (), "a rehearsal under way has nothing to show yet"
    acts.stop(day.database, "person:1")
    assert [each.stopped for each in gathered(day).runs] == [True]
    recorded(day, ("ended", Ended()), number="3", plan=Plan.ROLLBACK, kind=RunKind.DRY)
    assert gathered(day).worst is None, "without a copy nothing is measured"
    for n in range(20):
        recorded(day, ("stopped", Stopped()), number=str(10 + n), kind=RunKind.DRY)
    assert len(gathered(day).runs) == drills.MOST


@pytest.fixture
def made(day):
    all_five(day)
    recorded(day, ("said", Said("freeze", "lead", go=False, reason="No")), ("stopped", Stopped()))
    return finish(seal.make(day.database, day.folder, actor="person:1", zone=ZONE, purpose="Vote"))


def words(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_the_page_stands_in_the_pack_and_a_forged_time_is_found(day, made):
    assert verify(made.path, day.database) == []
    said = words(made.path.read_bytes())
    assert "Run 1: Going back, on a copy" in said
    assert "13.0 minutes in all" in said
    assert "another checklist than the present one" in said
    assert "NO-GO" in said
    inside = pdf_pack(made)
    hashes = inside.drills.runs[0].tables
    assert all(table.before in said for table in hashes)
    assert f"{len(hashes)} of {len(hashes)} tables are as they were" in said
    quicker = replace(inside.drills.runs[0].steps[1], seconds=1.0)
    run = replace(inside.drills.runs[0], steps=(inside.drills.runs[0].steps[0], quicker))
    forged = replace(inside, drills=replace(inside.drills, runs=(run,)))
    assert Figures(forged)["drills.worst"].value != Figures(inside)["drills.worst"].value
    made.path.write_bytes(pdf.draw(forged))
    assert any("not the ones that were sealed" in each.what for each in verify(made.path))


def pdf_pack(made):
    from clubos_desktop.evidence.verify import read

    found = read(made.path.read_bytes()).pack
    assert packs.load(packs.snapshot(found)) == replace(found, seal=None)
    return found
