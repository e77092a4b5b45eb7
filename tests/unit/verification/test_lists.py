"""The registers as lists: every form filled in once, every list read, wrong values refused, files out and in."""

import csv
import io
from collections.abc import Generator
from dataclasses import replace

import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.job import finish
from clubos_desktop.model.readiness import Readiness, State
from clubos_desktop.model.registers import Moved, Phase
from clubos_desktop.model.runbook import Plan, checklist_hash
from clubos_desktop.model.written import Writing
from clubos_desktop.store import sidecar
from clubos_desktop.verification import reasons, record
from clubos_desktop.verification.acts import board, proofs
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.verification.lists import catalogue, checks, files, reading
from clubos_desktop.verification.lists.sheet import Doing, Field, Kind, checked, fill
from clubos_desktop.verification.registers import decided, integrations, mailings
from clubos_desktop.verification.registers.checklists import SHIPPED
from clubos_desktop.verification.registers.training import MODULES, TASKS
from tests.unit.verification.signing_desk import PIN


class Clerk:
    """Fills in lists."""

    def __init__(self, desk):
        self.desk = desk

    def view(self, waits=()):
        with self.desk.database.read() as conn:
            readiness = record.assess(conn, self.desk.known().at)
            return reading.view(conn, self.desk.known().at, readiness, waits)

    def doing(self, values, item="", signer=None, second=None):
        return Doing(self.desk.database, self.desk.actor, item, values, self.view(), signer, second)

    def do(self, sheet_id, act, item="", /, *, signer=None, second=None, **values):
        sheet = catalogue.sheet(sheet_id)
        done = fill(sheet, sheet.form(act), self.doing(values, item, signer, second))
        return finish(done) if isinstance(done, Generator) else done

    def rows(self, name, **more):
        return catalogue.sheet(name).rows(self.view(**more))

    def row(self, name, item, **more):
        return catalogue.sheet(name).row(self.view(**more), item)

    def says(self, name):
        view = self.view()
        sheet = catalogue.sheet(name)
        return sheet.heading(view, sheet.rows(view))


@pytest.fixture
def clerk(desk):
    return Clerk(desk)


@pytest.fixture
def bea(desk):
    return desk.bea, PIN


def test_operators_learn_do_and_sign(clerk, desk):
    assert clerk.rows("operators") == clerk.rows("training") == clerk.rows("tasks") == ()
    clerk.do("operators", "add", person="Ann")
    with pytest.raises(InputError, match="none of the choices"):
        clerk.do("operators", "add", person="Ann")
    (row,) = clerk.rows("operators")
    assert (row.item, row.cells["name"], row.cells["signed"], row.tone) == ("1", "Ann", "no", "needs")
    assert dict(row.more)["Sure now"] == "not said"
    assert dict(row.more)["Last task"] == "none yet"
    for module in MODULES:
        clerk.do("training", "answer", f"1:{module.id}", answer=module.answers[module.right - 1])
    assert {row.tone for row in clerk.rows("training")} == {"good"}
    first = f"1:{next(iter(TASKS))}"
    clerk.do("tasks", "did", first, helped="yes", evidence="the member's page")
    assert clerk.row("tasks", first).cells["how"] == "with help"
    for task in TASKS:
        clerk.do("tasks", "did", f"1:{task}", helped="no", tries="2", evidence="seen")
    assert clerk.row("tasks", first).cells | {"task": ""} == {"name": "Ann", "task": "", "how": "alone", "tries": "3"}
    for sure in ("2", "4"):
        clerk.do("operators", "feel", "1", confidence=sure)
    clerk.do("operators", "sign", "1", signer=(desk.ann, PIN))
    (row,) = clerk.rows("operators")
    assert row.cells["felt"] == "2 → 4"
    assert row.cells["signed"].startswith("until ")
    assert row.tone == "good"
    assert clerk.says("operators") == "1 of 1 operators are ready."
    desk.clock.at = desk.clock.at.replace(year=2027)
    assert clerk.row("operators", "1").cells["signed"] == "run out"
    clerk.do("operators", "withdraw", "1", signer=(desk.ann, PIN))
    clerk.do("operators", "leave", "1")
    assert clerk.rows("operators") == ()


def test_who_signs_is_asked_for(clerk):
    clerk.do("operators", "add", person="1")
    with pytest.raises(InputError) as caught:
        clerk.do("operators", "sign", "1")
    assert caught.value.code == "person.none"


def test_contacts_are_tried(clerk, desk):
    for name in ("Cem", "Dora", "Eva"):
        clerk.do("contacts", "add", role="board", name=name, reach="by phone")
    clerk.do("contacts", "test", "1", ok="yes")
    clerk.do("contacts", "test", "2", ok="no")
    assert [row.cells["reached"] for row in clerk.rows("contacts")][1:] == ["not reached", "not tried yet"]
    assert clerk.row("contacts", "1").tone == "good"
    assert clerk.says("contacts") == "1 of 3 people were reached lately."
    desk.clock.at = desk.clock.at.replace(year=2027)
    assert clerk.row("contacts", "1").cells["reached"] == "too long ago"
    clerk.do("contacts", "drop", "1")
    assert [row.item for row in clerk.rows("contacts")] == ["2", "3"]


@pytest.mark.parametrize("text", ["nul\0", "\udcff\udce9"])
def test_what_is_no_text_is_refused_and_a_number_has_an_end(clerk, text):
    with pytest.raises(InputError, match="signs that are no letters") as refused:
        clerk.do("incidents", "look", note=text)
    assert refused.value.code == "list.text"
    with pytest.raises(InputError, match="is a whole number"):
        clerk.do("load", "add", day="2026-12-01", peak="9" * 10, forecast="1", p99="1", owner="Cem")


def test_incidents_start_the_clock_again(clerk, desk, bea):
    assert "begins with the parallel run" in clerk.says("incidents")
    clerk.do("incidents", "open", title="Nobody can sign in", severity="P1")
    clerk.do("incidents", "open", title="Slow", severity="p3", since="2026-12-01T09:00")
    with pytest.raises(InputError, match="cannot be read as one"):
        clerk.do("incidents", "open", title="Slow", severity="P3", since="noon")
    assert "stands at 0" in clerk.says("incidents")
    assert [row.tone for row in clerk.rows("incidents")] == ["needs", "problem"]
    assert "when it is closed" in dict(clerk.row("incidents", "1").more)["Clock of Gate 3"]
    clerk.do("incidents", "regrade", "1", severity="P4", reason="A blemish", signer=(desk.ann, PIN), second=bea)
    clerk.do("incidents", "regrade", "1", severity="P2", reason="Not so")
    clerk.do("incidents", "close", "1", reason="Renewed")
    closed = clerk.row("incidents", "1")
    assert "runs again from" in dict(closed.more)["Clock of Gate 3"]
    sheet = catalogue.sheet("incidents")
    assert [form.id for form in sheet.forms if form.on_row and form.shown(closed)] == ["regrade"]
    clerk.do("incidents", "look", note="The status page")
    desk.lock()
    record_phase(desk, Phase.PARALLEL)
    assert "full " in clerk.says("incidents")
    desk.clock.at = desk.clock.at.replace(year=2027)
    assert "days of Gate 3 are full" in clerk.says("incidents")


def record_phase(desk, phase):
    enter(desk.database, desk.actor, "phase", "moved", Moved(phase, None), item="")


def test_tickets_and_questions(clerk, desk):
    clerk.do("tickets", "enter", title="Password", solved="solved in ClubOS")
    clerk.do("tickets", "enter", title="Refund", solved="open")
    clerk.do("tickets", "end", "2", solved="legacy")
    assert [(row.item, row.tone) for row in clerk.rows("tickets")] == [("2", "problem"), ("1", "good")]
    assert clerk.says("tickets") == "1 of 2 were solved in ClubOS."
    clerk.do("chatbot", "add", question="How do I renew?", document="Renewing", version="3", points="the button")
    assert clerk.row("chatbot", "1").tone == "unmeasured"
    clerk.do("chatbot", "grade", "1", right="yes")
    assert (clerk.row("chatbot", "1").tone, clerk.says("chatbot")) == ("good", "1 of 1 answers match their document.")
    proofs.grade(desk.database, desk.actor, "Elsewhere?", "Page", "1", right=False)
    proofs.grade(desk.database, desk.actor, "How do I renew?", "Renewing", "2", right=True)
    assert [row.tone for row in clerk.rows("chatbot")] == ["needs", "problem"]
    other = clerk.rows("chatbot")[1].item
    clerk.do("chatbot", "grade", other, right="yes")
    clerk.do("chatbot", "drop", "1")
    assert [row.tone for row in clerk.rows("chatbot")] == ["good", "good"]


def test_risks_are_rated_and_raised(clerk, desk):
    assert "15" in clerk.says("risks")
    clerk.do("risks", "rate", "R3", likelihood="3", impact="3, high", owner="Cem", review=desk.day(30))
    assert clerk.row("risks", "R3").cells["score"] == "9"
    clerk.do("risks", "add", title="Snow", mitigation="Boots")
    assert dict(clerk.row("risks", "R16").more)["Watched by"] == "no check"
    assert clerk.row("risks", "R2").cells["owner"] == "nobody yet"
    assert "0 risks of 16 raised now" in clerk.says("risks")
    rehearsed(desk, after="i")
    assert clerk.row("risks", "R10").cells["raised"] == "raised by G5.1, G5.2, G5.3, S4.13"
    bare = replace(clerk.view(), readiness=None)
    assert not any(row.cells["raised"] for row in catalogue.sheet("risks").rows(bare))


def rehearsed(desk, after="h"):
    checklist = checklist_hash(SHIPPED[Plan.ROLLBACK])
    data = {"data": ("h", after), "rows": (9, 9), "checklist": checklist}
    return proofs.rehearsal(desk.database, desk.actor, desk.today, (60.0,) * 5, **data)


def test_texts_and_rota_are_approved_word_for_word(clerk, desk, bea):
    assert [row.tone for row in clerk.rows("communication")] == ["unmeasured"] * 3
    form = catalogue.sheet("communication").form("write")
    view = clerk.view()
    (field,) = form.fields(view, clerk.row("communication", "day"))
    assert field.value.startswith("Dear members of Lakeside Club")
    for kind in decided.MESSAGES:
        clerk.do("communication", "write", kind, text="Dear {members} members of {club}")
    assert clerk.row("communication", "day").tone == "needs"
    clerk.do("communication", "approve", signer=bea)
    assert clerk.row("communication", "day").cells["text"] == "Dear 3 members of Lakeside Club"
    assert clerk.says("communication") == "3 of 3 texts are approved."
    assert form.fields(view, None)[0].value == ""

    assert clerk.rows("rota") == ()
    clerk.do("rota", "shift", day="2026-12-24", who="Ann Lee")
    clerk.do("rota", "shift", day="2026-12-25", who="Cem", until="12:00")
    assert clerk.row("rota", "1").cells["who"] == "Ann Lee"
    text = catalogue.sheet("rota").form("write").fields(clerk.view(), None)[0].value
    clerk.do("rota", "write", text=text + "\nholiday 2026-12-25 Christmas")
    assert clerk.row("rota", "h1").cells["day"] == "25 Dec 2026 (Christmas) from 12:00 to 17:00"
    assert clerk.row("rota", "2").cells["holiday"] == "Christmas"
    assert "not approved yet" in clerk.says("rota")
    clerk.do("rota", "approve", signer=bea)
    assert clerk.says("rota") == "2 shifts, 13 holes, approved by the board."


def test_the_emergency_rule_names_people_who_are_there(clerk):
    assert clerk.says("emergency") == "No rule is set yet."
    assert "nobody yet" in catalogue.sheet("emergency").form("set").fields(clerk.view(), None)[1].hint
    for name in ("Cem", "Dora"):
        clerk.do("contacts", "add", role="board", name=name, reach="by phone")
    clerk.do("emergency", "set", contacts="1, 2")
    clerk.do("emergency", "set", text="The chair alone", contacts="1")
    clerk.do("contacts", "drop", "1")
    assert [(row.tone, row.cells["who"]) for row in clerk.rows("emergency")] == [
        ("good", "no. 1, left"),
        ("unmeasured", "no. 1, left, Dora"),
    ]
    assert clerk.says("emergency") == "2 rules so far; the newest one holds."


def test_every_automatic_message_is_answered_before_the_pilot(clerk, desk):
    assert clerk.says("mailings") == "0 of 8 are answered."
    waits = "8 kinds of automatic messages not looked at."
    assert waits in dict(clerk.row("phases", "pilot").more)["Still needs"]
    with pytest.raises(InputError) as caught:
        clerk.do("mailings", "answer", "2", state="stays")
    assert caught.value.code == "mailing"
    clerk.do("mailings", "answer", "2", state="stays", note="Registrants alone, as ever")
    clerk.do("mailings", "add", title="Birthday greetings", side="legacy", state="off")
    assert (clerk.row("mailings", "2").tone, clerk.row("mailings", "9").cells["side"]) == ("good", "Wild Apricot")
    for number in range(1, 9):
        clerk.do("mailings", "answer", str(number), state="off")
    assert clerk.says("mailings") == "9 of 9 are answered."
    assert len(clerk.row("mailings", "2").history) == 2
    assert not mailings.unanswered(desk.known().kept)


def test_every_integration_is_answered(clerk, desk):
    assert clerk.says("integrations") == "0 of 7 are answered."
    clerk.do("integrations", "answer", "1", state="covered", note="The same provider")
    for values in ({"state": "dropped"}, {"state": "gap", "note": "no feed yet"}):
        with pytest.raises(InputError) as caught:
            clerk.do("integrations", "answer", "3", **values)
        assert caught.value.code == "integration"
    clerk.do("integrations", "answer", "3", state="gap", note="no feed yet", owner="Cem", due=desk.day(20))
    assert clerk.row("integrations", "3").cells["title"] == "Calendar feeds"
    clerk.do("integrations", "add", title="Door lock", state="open")
    found = integrations.integrations(desk.known().kept)
    assert (found["8"].title, found["8"].unanswered, found["1"].unanswered) == ("Door lock", True, False)
    assert clerk.row("integrations", "8").more == ()


def test_proofs_are_listed(clerk, desk, tmp_path):
    assert clerk.says("restores") == "No restore was tested yet."
    sidecar.beside(desk.database.path).write_text("{}")
    clerk.do("restores", "test")
    assert [row.cells["found"] for row in clerk.rows("restores")] == ["sound"]
    assert clerk.says("restores") == "1 restore tested."
    file = tmp_path / "log.txt"
    file.write_text("a\nb\n")
    clerk.do("logs", "read", file=str(file), first="2026-12-01T00:00", lines="2", critical="1")
    assert [row.tone for row in clerk.rows("logs")] == ["problem"]
    assert clerk.says("logs") == "1 log handed over."
    with pytest.raises(InputError, match="at least 1"):
        clerk.do("load", "add", peak="5", forecast="0", p99="100", owner="Cem")
    clerk.do("load", "add", peak="300", forecast="200", p99="900", owner="Cem", file=str(file))
    clerk.do("load", "add", peak="100", forecast="200", p99="9000", owner="Cem")
    assert [(row.tone, row.cells["room"]) for row in clerk.rows("load")] == [
        ("problem", "0.5 times"),
        ("good", "1.5 times"),
    ]
    fine = {f"point{n}": "yes" for n in range(1, 7)}
    clerk.do("security", "add", owner="Dora", **fine)
    assert [row.tone for row in clerk.rows("security")] == ["good"]
    assert clerk.says("load") == "2 load tests recorded."
    assert clerk.says("security") == "1 review recorded."
    rehearsed(desk)
    rehearsed(desk, after="i")
    assert [row.tone for row in clerk.rows("rehearsals")] == ["problem", "good"]
    assert clerk.says("rehearsals") == "2 rehearsals recorded."


def vote(clerk, desk, bea, **values):
    given = {
        "motion": "To do it", "for": "3", "against": "1", "quorum": "3", "expires": desk.day(30),
        "minutes": str(desk.minutes),
    }  # fmt: skip
    return clerk.do("votes", "record", signer=bea, **(given | values))


def test_the_board_locks_votes_and_reviews(clerk, desk, bea):
    fields = {each.key: each for each in catalogue.sheet("votes").form("record").fields(clerk.view(), None)}
    assert fields["ballot"].value == "criteria"
    assert "at most 1 %" in fields["motion"].value
    assert "Trial weeks" in clerk.says("criteria")
    clerk.do("criteria", "change", "mismatch", value="0.5", signer=bea)
    with pytest.raises(InputError, match="is not a limit"):
        clerk.do("criteria", "change", "mismatch", value="x", signer=bea)
    vote(clerk, desk, bea)
    clerk.do("criteria", "lock", vote="1", signer=bea)
    assert "Locked by the board" in clerk.says("criteria")
    vote(clerk, desk, bea, ballot="criteria")
    clerk.do("criteria", "change", "mismatch", value="1", vote="2", signer=bea)
    assert "1 change since" in clerk.says("criteria")
    assert clerk.row("criteria", "mismatch").cells["limit"] == "at most 1 %"
    board.set_limits(desk.database, desk.actor, {"mismatch": 7})
    assert "without the board" in clerk.says("criteria")
    desk.pack()
    vote(clerk, desk, bea, ballot="cutover", pack="ab" * 32, dissent="Too early")
    assert clerk.row("votes", "3").tone == "good"
    clerk.do("votes", "revoke", "3", reason="A mistake", signer=bea)
    row = clerk.row("votes", "3")
    assert (row.tone, len(row.history), dict(row.more)["Minority"]) == ("problem", 2, "Too early")
    assert clerk.says("votes") == "2 votes of 3 counts."
    clerk.do("reviews", "record", pack="ab" * 32, present="4", questions="Why? = Because\nWhen?", signer=bea)
    clerk.do("reviews", "record", pack="ab" * 32, present="4", signer=bea)
    assert [row.cells["questions"] for row in clerk.rows("reviews")] == ["none", "2, 1 open"]
    assert clerk.says("reviews") == "2 reviews recorded."


def test_phases_begin_by_a_signed_act(clerk, desk, bea):
    assert [row.cells["state"] for row in clerk.rows("phases")] == ["now", *["to come"] * 4]
    assert clerk.says("phases") == "Phase 1 of 5: Shadow, week 1 of 4 to 8."
    assert "The board must lock the criteria first." in dict(clerk.row("phases", "pilot").more)["Still needs"]
    clerk.do("phases", "begin", "shadow", reason="Once more", until=desk.day(30), signer=bea)
    row = clerk.row("phases", "shadow")
    assert row.cells["planned"]
    assert ("Because", "Once more") in row.more
    record_phase(desk, Phase.PILOT)
    assert [row.cells["state"] for row in clerk.rows("phases")][:2] == ["over", "now"]
    bare = replace(clerk.view(), readiness=None)
    assert catalogue.sheet("phases").heading(bare, ()) == "Now: Pilot."


def test_checks_have_rule_value_reason_and_somebody_who_minds_them(clerk, desk):
    clerk.do("signals", "owner", "S4.1", owner="Cem")
    row = clerk.row("signals", "S4.1")
    more = dict(row.more)
    assert (row.tone, row.cells["owner"], more["Sample"], more["Rule"]) == (
        "good",
        "Cem",
        "3",
        "Parallel run model, section 4",
    )
    assert dict(clerk.row("signals", "S4.6").more)["State"] == "Not measured"
    assert dict(clerk.row("checks", "G3.1", waits=[("G3.1", desk.known().at)]).more)["State"].startswith(
        "Waiting until"
    )
    assert len(clerk.rows("signals")) == 13
    assert len(clerk.rows("checks")) == 27
    bare = replace(clerk.view(), readiness=None)
    assert checks.SIGNALS.rows(bare) == checks.CHECKS.rows(bare) == ()
    assert clerk.says("signals").endswith("of 13 pass.")


def test_every_check_that_rests_on_a_register_leads_to_its_list():
    measured = {"G1.1", "G1.2", "G1.3", "G1.4", "G1.5", "G1.6", "G3.2", "G3.4", "G3.5"}
    from clubos_desktop.verification.gates import ASKED

    asked = {each.id for criteria in ASKED.values() for each in criteria}
    assert asked - set(catalogue.GOES) == measured & asked
    assert catalogue.GOES["S4.12"] == "operators"


def test_work_that_is_left_is_held_against_what_people_have(clerk, desk):
    assert clerk.says("effort").endswith("of work are left. How many do you have in a week?")
    before = len(clerk.rows("effort"))
    assert "G1.1" not in {row.item for row in clerk.rows("effort")}, "differences are counted by themselves"
    assert len(clerk.rows("effort", waits=[("G3.1", "2027-01-01")])) == before - 1, "what waits needs no work"
    clerk.do("effort", "set", minutes="60")
    assert "That is too much: ask somebody to help." in clerk.says("effort")
    clerk.do("effort", "set", minutes="9000")
    assert clerk.says("effort") == f"About {before * 20} minutes of work; with 9,000 a week that is 1 week."
    sheet = catalogue.sheet("effort")
    assert sheet.rows(replace(clerk.view(), minutes=40))[0].cells["minutes"] == "40"
    bare = replace(clerk.view(), readiness=None)
    assert sheet.rows(bare) == ()


def test_an_unknown_list_act_or_line_is_said(clerk):
    for ask in (
        lambda: catalogue.sheet("nothing"),
        lambda: catalogue.sheet("weeks").form("seal"),
        lambda: catalogue.sheet("votes").row(clerk.view(), "9"),
    ):
        with pytest.raises(InputError) as caught:
            ask()
        assert caught.value.code.startswith("list.")
        assert caught.value.remedy


FIELDS = (
    Field("title", "Title"),
    Field("n", "How many", Kind.NUMBER, needed=False),
    Field("how", "How", Kind.CHOICE, (("a", "Apple"),), needed=False),
    Field("day", "On which day", Kind.DAY, needed=False),
    Field("since", "Since when", Kind.MOMENT, needed=False),
)
HERE = Writing("2026-11-24", "GB")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "list.missing"),
        ({"title": "  "}, "list.missing"),
        ({"title": "x", "n": "two"}, "list.number"),
        ({"title": "x", "n": "-1"}, "list.number"),
        ({"title": "x", "how": "pear"}, "list.choice"),
        ({"title": "x", "day": "soon"}, "list.day"),
        ({"title": "x", "since": "5 Dec"}, "list.day"),
        ({"title": "x", "colour": "red"}, "list.field"),
    ],
)
def test_a_wrong_value_is_refused(values, code):
    with pytest.raises(InputError) as caught:
        checked(FIELDS, values, HERE)
    assert caught.value.code == code
    assert caught.value.field == (next(reversed(values), "title") if code != "list.field" else "")
    assert caught.value.sentence.endswith("Nothing was recorded.")


def test_values_are_trimmed_and_choices_known_by_their_words():
    assert checked(FIELDS, {"title": " x ", "how": "APPLE", "day": "5/12", "since": "5 Dec, 2 pm"}, HERE) == {
        "title": "x",
        "n": "",
        "how": "a",
        "day": "2026-12-05",
        "since": "2026-12-05T14:00",
    }


def test_a_list_leaves_as_a_file_and_comes_back(clerk, desk):
    sheet = catalogue.sheet("contacts")
    lines = 'role,name,reach\nboard,\'=Ann,+49 1\noperations,"Lee, Bo",by mail\n\n'
    n = files.enter(sheet, lines.encode("utf-8-sig"), clerk.doing)
    assert n == 2
    assert [row.cells["name"] for row in clerk.rows("contacts")] == ["=Ann", "Lee, Bo"]
    out = files.to_csv(sheet, clerk.rows("contacts")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(out)))[1] == ["1", "'=Ann", "board", "'+49 1", "not tried yet"]
    assert files.pattern(sheet, clerk.view()).decode("utf-8-sig") == "role,name,reach\n"
    semicolons = "For;Who;How they are reached\nboard;Cem;phone\n"
    assert files.enter(sheet, semicolons.encode(), clerk.doing) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"role,name,reach\n",
        b"\xff\xfe\x00",
        b'role,name,reach\nboard,"Ann,phone\n',
        b"role,name,colour\nboard,Ann,red\n",
        b"role,name,reach\nboard,Ann,phone,more\n",
        b"role,name,reach\nking,Ann,phone\n",
        b"role,name,reach\nboard,,phone\n",
        b"role,name,reach\n" + b"board,Ann,phone\n" * 5001,
    ],
)
def test_a_bad_file_records_nothing(clerk, desk, content):
    before = desk.entries()
    with pytest.raises(InputError) as caught:
        files.enter(catalogue.sheet("contacts"), content, clerk.doing)
    assert caught.value.code == "list.file"
    assert desk.entries() == before


def test_a_line_that_an_act_refuses_says_how_far_it_came(clerk, desk):
    lines = f"title,solved,day\nPassword,clubos,{desk.today}\nRefund,open,{desk.day(2)}\n"
    with pytest.raises(InputError, match=r"Line 3 was refused.*The 1 lines before it are recorded"):
        files.enter(catalogue.sheet("tickets"), lines.encode(), clerk.doing)
    with pytest.raises(InputError, match="not read from a file"):
        files.taken(catalogue.sheet("operators"))


def judged(at, **states):
    """A judgement in which the checks named have these states and values."""
    from clubos_desktop.model.readiness import Criterion, GateResult, Verdict

    criteria = tuple(
        Criterion(f"G9.{n}", "", state, value, "", ()) for n, (state, value) in enumerate(states.values(), 1)
    )
    return Readiness(at, (), (GateResult(9, "", criteria),), Verdict.NOT_READY)


PASS, FAIL, NONE = State.PASS, State.FAIL, State.NOT_MEASURED


def test_a_reason_has_one_of_four_forms():
    def of(now, *before, waits=()):
        sealed = [judged(f"2026-12-0{9 - n}", one=(state, "")) for n, state in enumerate(before)]
        found = reasons.reason(judged("2026-12-10", one=(now, "")).gates[0].criteria[0], sealed, dict(waits))
        return found.form.value, found.until, found.since

    assert of(PASS, FAIL) == ("passed", None, None)
    assert of(NONE) == ("not measured", None, None)
    assert of(FAIL, FAIL, NONE) == ("needs you", None, None)
    assert of(FAIL, PASS) == ("got worse", None, "2026-12-09")
    assert of(NONE, FAIL, FAIL, PASS, FAIL) == ("got worse", None, "2026-12-08")
    assert of(FAIL, PASS, waits=[("G9.1", "2027-01-01")]) == ("waiting until", "2027-01-01", "2026-12-09")


def test_a_gate_says_since_when_it_is_closed_again():
    gate = judged("2026-12-10", one=(FAIL, "")).gates[0]
    sealed = [judged(f"2026-12-0{9 - n}", one=(state, "")) for n, state in enumerate((FAIL, FAIL, PASS))]
    assert reasons.closed_since(gate, sealed) == "2026-12-08"
    assert reasons.closed_since(gate, sealed[:2]) is None
    assert reasons.closed_since(gate, sealed[2:]) == "2026-12-07"


def test_the_last_thirty_values_are_kept_oldest_first():
    sealed = [judged(f"{n:03}", one=(PASS, f"{n} of 40")) for n in range(40, 0, -1)]
    found = reasons.values("G9.1", [*sealed, judged("000")])
    assert [found[0][1], found[-1][1], len(found)] == ["11 of 40", "40 of 40", 30]
    assert reasons.values("G1.1", sealed) == ()


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1,199 of 1,200", 1199 / 1200),
        ("0 of 0", 0.0),
        ("12.5 %", 12.5),
        ("13 days 23 h", 13.0),
        ("", None),
        ("complete", None),
    ],
)
def test_a_value_has_a_number_for_its_line(value, number):
    assert reasons.figure(value) == number
