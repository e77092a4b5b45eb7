"""Reviews with answers, blind grading, security, the roster, evidence days, looks, groups, what members say."""

import re
from dataclasses import replace

import pytest

from clubos_desktop.errors import ClubOSError, InputError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.registers import Daily, Entry, Kept, Moved, Phase
from clubos_desktop.store import tables
from clubos_desktop.verification import daily, record
from clubos_desktop.verification.acts import board, entering, inviting, reviewing
from clubos_desktop.verification.acts.entering import enter
from clubos_desktop.verification.lists import catalogue
from tests.unit.copied_club import ZONE

from .signing_desk import PIN
from .test_lists import Clerk


@pytest.fixture
def clerk(desk):
    return Clerk(desk)


@pytest.fixture
def bea(desk):
    return desk.bea, PIN


def test_a_question_is_answered_later_and_only_then_the_look_counts(clerk, desk, bea):
    desk.pack()
    asked = {"pack": "ab" * 32, "who": "Bea Lund, Carl Moss,, Dora", "questions": "Why? = Because\nWhen?\nWho?"}
    clerk.do("reviews", "record", signer=bea, **asked)
    (row,) = clerk.rows("reviews")
    assert (row.tone, row.cells["present"], row.cells["questions"]) == ("needs", "3", "3, 2 open")
    assert dict(row.more)["Who was there"] == "Bea Lund, Carl Moss, Dora"
    assert desk.criteria()["S4.11"].why == "2 questions not answered yet."
    form = catalogue.sheet("reviews").form("answer")
    assert form.shown(row)
    question = form.fields(clerk.view(), row)[0]
    assert [value for value, _ in question.options] == ["When?", "Who?"]
    clerk.do("reviews", "answer", row.item, question="When?", answer="In May", signer=bea)
    last = form.fields(clerk.view(), clerk.row("reviews", row.item))[0]
    assert last.value == "Who?", "the only one left stands there at first"
    clerk.do("reviews", "answer", row.item, question="Who?", answer="Everybody", signer=bea)
    (row,) = clerk.rows("reviews")
    assert (row.tone, len(row.history), dict(row.more)["When?"]) == ("good", 3, "In May")
    assert desk.criteria()["S4.11"].state == "pass"
    assert catalogue.sheet("reviews").form("answer").fields(clerk.view(), None)[0].options == ()
    for number, said in (("9", "x"), (row.item, "y")):
        with pytest.raises(InputError):
            reviewing.answer(desk.database, *bea, number, question=said, said="So")
    with pytest.raises(ClubOSError):
        reviewing.answer(desk.database, desk.ann, PIN, row.item, question="Why?", said="So")


def test_answers_are_graded_without_knowing_whose_they_are(clerk):
    places = set()
    for n in range(1, 9):
        clerk.do("chatbot", "add", question=f"How {n}?", document="Renewing", version="3")
        clerk.do("chatbot", "answer", f"{n}", bot="Ask the bot", document="Press the button")
        form = catalogue.sheet("chatbot").form("grade")
        a, b = form.fields(clerk.view(), clerk.row("chatbot", f"{n}"))
        assert {a.hint, b.hint} in (
            {"Answer A: Ask the bot", "Answer B: Press the button"},
            {"Answer A: Press the button", "Answer B: Ask the bot"},
        )
        bot = "a" if "bot" in a.hint else "b"
        document = "b" if bot == "a" else "a"
        places.add(bot)
        with pytest.raises(InputError, match="documented answer was called wrong"):
            clerk.do("chatbot", "grade", f"{n}", **{bot: "yes", document: "no"})
        clerk.do("chatbot", "grade", f"{n}", **{bot: "yes" if n % 2 else "no", document: "yes"})
        assert clerk.row("chatbot", f"{n}").tone == ("good" if n % 2 else "problem")
    assert places == {"a", "b"}, "neither place tells whose answer it is"
    assert clerk.desk.criteria()["S4.7"].value == "4 of 8 answers match"


@pytest.mark.parametrize(
    ("points", "more", "why"),
    [
        ({"point2": "no"}, {}, "The review found that it is not in order."),
        ({"point6": "open"}, {}, "Still open: Plan for an incident: who is told within 72 hours."),
        ({}, {"open": "an old account"}, "Still open: an old account."),
    ],
)
def test_each_point_of_a_security_review_has_its_result(clerk, desk, points, more, why):
    fine = {f"point{n}": "yes" for n in range(1, 7)}
    clerk.do("security", "add", owner="Dora", **(fine | points | more))
    assert desk.criteria()["G3.7"].why == why
    clerk.do("security", "add", owner="Dora", **fine)
    assert desk.criteria()["G3.7"].state == "pass"
    assert clerk.rows("security")[0].cells["scope"].startswith("Sign-in and roles: in order; ")


def test_who_is_not_in_the_pilot_gets_no_mark_once_somebody_is(clerk, desk):
    for person in ("Ann", "Bea"):
        clerk.do("operators", "add", person=person)
    ann, bea = (row.item for row in clerk.rows("operators"))
    task = clerk.rows("tasks")[0].item.partition(":")[2]
    clerk.do("tasks", "mark", f"{bea}:{task}")
    clerk.do("operators", "pilot", ann, pilot="yes")
    assert [dict(row.more)["In the pilot"].partition(",")[0] for row in clerk.rows("operators")] == [
        "yes",
        "everybody does",
    ]
    clerk.do("tasks", "mark", f"{ann}:{task}")
    with pytest.raises(InputError, match="does not take part in the pilot"):
        clerk.do("tasks", "mark", f"{bea}:{task}")
    clerk.do("operators", "pilot", bea, pilot="no")
    assert dict(clerk.row("operators", bea).more)["In the pilot"] == "no, practises on a copy"
    clerk.do("operators", "pilot", ann, pilot="no")
    with pytest.raises(InputError, match="does not take part in the pilot"):
        clerk.do("tasks", "mark", f"{bea}:{task}")


def judge(desk):
    finish(record.evaluate(desk.database, clock=desk.clock, actor=desk.actor))


def test_each_day_is_sealed_once_and_a_missing_day_stays_a_hole(clerk, desk):
    assert clerk.rows("days") == ()
    judge(desk)
    judge(desk)
    first = desk.clock.at
    desk.clock.at = first.replace(day=first.day + 1)
    judge(desk)
    desk.clock.at = first.replace(day=first.day + 4)
    judge(desk)
    rows = clerk.rows("days")
    assert [row.tone for row in rows] == ["good", "problem", "problem", "good", "good"]
    assert clerk.says("days") == "3 days sealed, 2 holes."
    assert len(desk.known().kept.of("day")) == 3
    desk.clock.at = first.replace(day=first.day + 6)
    assert next(row.cells["state"] for row in clerk.rows("days")) == "no evidence", "the day before, and not today"
    found = daily.days(desk.known().kept, desk.known().at, ZONE)
    assert [each.body is None for each in found] == [False, False, True, True, False, True]


def test_a_day_that_does_not_follow_on_the_one_before_is_shown():
    def entry(n, day, sha256, before):
        return Entry(
            n, "day", day, "sealed", f"{day}T08:00:00.000Z", "program", "", Daily(day, "x", (), sha256, before)
        )

    kept = Kept((entry(1, "2026-12-01", "a", ""), entry(2, "2026-12-02", "b", "a"), entry(3, "2026-12-03", "c", "a")))
    found = daily.days(kept, "2026-12-03T09:00:00.000Z", "UTC")
    assert [each.chained for each in found] == [True, True, False]


def test_somebody_tries_once_a_week_whether_members_get_in(clerk, desk):
    how = "Opened ClubOS's address in a private window and tried to get in"
    assert [row.tone for row in clerk.rows("access")] == ["needs"]
    clerk.do("access", "look", how=how, ok="yes")
    assert clerk.says("access") == "1 of 1 weeks were looked at; in 0 somebody got in."
    desk.clock.at = desk.clock.at.replace(day=desk.clock.at.day + 14)
    assert [row.tone for row in clerk.rows("access")] == ["needs", "needs", "good"]
    clerk.do("access", "look", how=how, ok="no", note="The list of events")
    row = clerk.rows("access")[0]
    assert (row.tone, dict(row.more)) == ("problem", {"Note": "The list of events"})
    enter(desk.database, desk.actor, "phase", "moved", Moved(Phase.PARALLEL, None), item="")
    desk.clock.at = desk.clock.at.replace(month=2, year=2027)
    assert len(clerk.rows("access")) == 3, "from the parallel run on members may get in"
    bare = replace(clerk.view(), known=replace(clerk.view().known, complete=None))
    assert catalogue.sheet("access").rows(bare) == ()


EVERYBODY = tuple(
    Member(key=f"{n}", last_name=last, level=level)
    for n, (last, level) in enumerate((("Adler", "Gold"), (" Berg", "Silver"), ("Frank", None), (None, "Gold")), 1)
)


@pytest.mark.parametrize(
    ("way", "what", "expected"),
    [
        ("level", "gold", {"1", "4"}),
        ("letters", "a-b", {"1", "2"}),
        ("letters", "F", {"3"}),
        ("lot", "9", {"1", "2", "3", "4"}),
        ("level", "Bronze", set()),
    ],
)
def test_a_group_is_chosen_by_level_by_letter_or_by_lot(way, what, expected):
    assert inviting.choose(EVERYBODY, way, what, "s") == expected


def test_the_same_seed_draws_the_same_people():
    drawn = {seed: inviting.choose(EVERYBODY, "lot", "2", seed) for seed in "abcdefgh"}
    assert {len(each) for each in drawn.values()} == {2}
    assert len(set(drawn.values())) > 1
    assert inviting.choose(tuple(reversed(EVERYBODY)), "lot", "2", "a") == drawn["a"]
    for way, what in (("letters", "AB-C"), ("lot", "none"), ("lot", "0"), ("lot", "9" * 5000)):
        with pytest.raises(InputError):
            inviting.choose(EVERYBODY, way, what, "s")


def test_groups_are_invited_and_looked_at_again(clerk, desk):
    with desk.database.read() as conn:
        everybody = inviting.members(conn)
    clerk.do("groups", "invite", name="First", way="lot", what="2")
    (row,) = clerk.rows("groups")
    assert (row.tone, row.cells["count"], row.cells["same"], row.cells["chosen"]) == ("good", "2", "2 of 2", "by lot 2")
    assert clerk.says("groups") == "2 members in 1 group. Members may look from the parallel run on."
    with pytest.raises(InputError, match="Nobody belongs to this group"):
        clerk.do("groups", "invite", name="Nobody", way="level", what="Bronze")
    clerk.do("groups", "invite", name="All", way="letters", what="A-Z")
    desk.club.put(Side.LEGACY, replace_email(everybody[0]))
    desk.club.copy()
    clerk.do("groups", "again", "2")
    row = clerk.row("groups", "2")
    assert (row.tone, len(row.history)) == ("needs", 2)
    n = len(everybody)
    assert row.cells["same"] == f"{n - 1} of {n}"
    enter(desk.database, desk.actor, "phase", "moved", Moved(Phase.PARALLEL, None), item="")
    assert clerk.says("groups") == f"{n + 2} members in 2 groups."


def replace_email(member):
    import msgspec

    return msgspec.structs.replace(member, phone="+1 805 555 9999")


def test_what_members_say_is_answered(clerk):
    clerk.do("feedback", "add", text="Where are my events?", group="First")
    clerk.do("feedback", "add", text="Nice")
    assert clerk.says("feedback") == "2 words of members, 2 wait for an answer."
    clerk.do("feedback", "answer", "1", answer="Under Events")
    row = clerk.row("feedback", "1")
    assert (row.tone, row.cells["text"], dict(row.more)["Answer"]) == ("good", "Where are my events?", "Under Events")


def test_a_ticket_becomes_an_answer_for_everybody_that_a_person_approves(clerk, desk, bea, tmp_path):
    clerk.do("tickets", "enter", title="Where do I pay?", solved="clubos")
    words = {"question": "Where do I pay?", "answer": "On your own page,\nunder <Payments>."}
    clerk.do("tickets", "faq", "1", **words)
    clerk.do("faq", "add", question="Is my data safe?", answer="Yes.")
    assert clerk.says("faq") == "0 of 2 answers are approved."
    page, text = tmp_path / "page.html", tmp_path / "page.txt"
    with pytest.raises(InputError, match="No question is approved"):
        clerk.do("faq", "save", to=str(page))
    clerk.do("faq", "approve", "1", signer=bea)
    assert (clerk.row("faq", "1").tone, clerk.row("faq", "2").tone) == ("good", "needs")
    clerk.do("faq", "save", to=str(page))
    clerk.do("faq", "save", to=str(text))
    assert "<h2>Where do I pay?</h2><p>On your own page,</p><p>under &lt;Payments&gt;.</p>" in page.read_text()
    assert "Where do I pay?\nOn your own page,\nunder <Payments>.\n" in text.read_text()
    assert "safe" not in page.read_text() + text.read_text(), "only what was approved"
    clerk.do("faq", "change", "1", question="Where do I pay?", answer="At the desk.")
    assert clerk.row("faq", "1").cells["state"] == "not approved yet", "a changed word needs another approval"
    clerk.do("faq", "drop", "1")
    assert [row.item for row in clerk.rows("faq")] == ["2"]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("Ask bea@example.org for it.", "bea@example.org"),
        ("Call +1 (805) 555-0123.", "+1 (805) 555-0123"),
        ("On 2027-07-01 call 2027-07-01-55.", "2027-07-01-55"),
        ("ANN ILLICH knows.", "Ann Illich"),
    ],
)
def test_a_personal_value_stays_off_the_page_for_members(clerk, desk, answer, found):
    with desk.database.landing() as conn:
        row = {"side": "legacy", "domain": "members", "key": "k1", "raw_hash": b"", "sort": "ann illich"}
        conn.execute(tables.record.insert(), row | {"id": 9001, "title": "Ann Illich"})
    before = len(clerk.rows("faq"))
    with pytest.raises(InputError, match=f"“{re.escape(found)}” is a personal value"):
        clerk.do("faq", "add", question="Who?", answer=answer)
    with pytest.raises(InputError, match="at most"):
        clerk.do("faq", "add", question="Who?", answer="x" * 5_000)
    assert len(clerk.rows("faq")) == before
    clerk.do("faq", "add", question="When, in 2027?", answer="On 1 July 2027, 14:30 to 16:00, room 12.")
    clerk.do("faq", "add", question="Until when?", answer="From 2027-07-01 to 31.12.2027, fees of 2026-2027.")


def test_what_clubos_does_not_serve_is_looked_at_by_a_person(clerk, desk):
    assert clerk.says("eyes") == "0 looks, none with a difference."
    form = catalogue.sheet("eyes").form("look")
    assert [field.key for field in form.fields(clerk.view(), None)] == ["event", "what", "same", "day", "note"]
    clerk.do("eyes", "look", event="Gala", what="order", same="yes", day=desk.today)
    clerk.do("eyes", "look", event="Picnic", what="paid", same="no", day=desk.today, note="Ann has paid twice")
    newest, first = clerk.rows("eyes")
    assert (newest.tone, newest.cells["same"], newest.cells["note"]) == (
        "problem",
        "not the same",
        "Ann has paid twice",
    )
    assert (first.tone, first.cells["what"], dict(first.more)["Looked at by"]) == (
        "good",
        "the order of the waiting list",
        "Ann",
    )
    assert clerk.says("eyes") == "2 looks, 1 with a difference."


def test_a_text_is_mailed_to_oneself_only_once_it_is_written(clerk, desk):
    with pytest.raises(InputError, match="not written yet"):
        board.message_text(desk.database, "day")
    clerk.do("communication", "write", "day", text="Dear {members} members")
    assert board.message_text(desk.database, "day") == "Dear 3 members"


def test_a_file_that_fails_while_it_is_read_is_said(desk, monkeypatch):
    def fails(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(entering.hashlib, "file_digest", fails)
    with pytest.raises(InputError, match=r"cannot be read\. Nothing was recorded"):
        entering.hash_of(desk.minutes)
