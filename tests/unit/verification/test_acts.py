"""Recording: what is checked before it is kept, who must sign, and what the checks make of it."""

import pytest

from clubos_desktop.errors import InputError, RefusedError, SignInError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.incidents import Severity
from clubos_desktop.model.readiness import State
from clubos_desktop.model.registers import Ballot, Closed, Named, Phase
from clubos_desktop.model.runbook import Plan, checklist_hash
from clubos_desktop.store import registers, settings, sidecar
from clubos_desktop.verification import measure
from clubos_desktop.verification.acts import board, entering, lines, people, proofs, reviewing
from clubos_desktop.verification.registers import attest, criteria, decided, mailings, risks, rota
from clubos_desktop.verification.registers.checklists import SHIPPED
from clubos_desktop.verification.registers.training import MODULES, TASKS
from tests.unit.copied_club import ZONE, filled
from tests.unit.verification.signing_desk import PIN, Desk

BACK = checklist_hash(SHIPPED[Plan.ROLLBACK])


def two(desk):
    """Who acts and a second person, each with the PIN."""
    return {"first": (desk.ann, PIN), "second": (desk.bea, PIN)}


def test_an_incident_from_its_beginning_to_its_end(desk):
    opened = people.open_incident(desk.database, desk.actor, "Nobody can sign in")
    assert (opened.item, opened.body.severity) == ("1", Severity.P1)
    people.regrade(
        desk.database, desk.actor, "1", Severity.P2, "Some can", second=(desk.bea, PIN), first=(desk.ann, PIN)
    )
    people.regrade(desk.database, desk.actor, "1", Severity.P1, "Nobody again", second=None)
    eased = people.regrade(
        desk.database, desk.actor, "1", Severity.P4, "A blemish", second=(desk.bea, PIN), first=(desk.ann, PIN)
    )
    assert eased.second == "person:2"
    people.regrade(desk.database, desk.actor, "1", Severity.P3, "More than that", second=None)
    people.close_incident(desk.database, desk.actor, "1", "Renewed")
    people.look(desk.database, desk.actor)
    assert people.open_incident(desk.database, desk.actor, "Again", Severity.P3).item == "2"


def test_an_operator_from_naming_to_signature(desk):
    people.name_operator(desk.database, desk.actor, desk.ann)
    for module in MODULES:
        people.train(desk.database, desk.actor, desk.ann, module.id, answer=module.right, day=desk.today)
    for task in TASKS:
        people.did(desk.database, desk.actor, desk.ann, task, helped=False, evidence="seen")
    people.feel(desk.database, desk.actor, desk.ann, 5)
    people.sign_off(desk.database, desk.ann, PIN)
    found = desk.criteria()
    assert {found[each].state for each in ("G2.1", "S4.5", "S4.12")} == {State.PASS}
    people.withdraw(desk.database, desk.ann, PIN)
    assert desk.criteria()["S4.12"].state is State.NOT_MEASURED
    people.leave(desk.database, desk.actor, desk.ann)
    assert desk.criteria()["G2.1"].state is State.NOT_MEASURED


def test_contacts_come_and_go(desk):
    number = people.add_contact(desk.database, desk.actor, "board", "Bea", "by phone").item
    people.try_contact(desk.database, desk.actor, number, desk.today, ok=True)
    people.drop_contact(desk.database, desk.actor, number)
    with pytest.raises(InputError, match="no contact"):
        people.try_contact(desk.database, desk.actor, number, desk.today, ok=True)


def test_criteria_are_locked_once_and_changed_by_votes(desk):
    assert criteria.hashed(desk.known().limits, None) == ""
    assert "check number" in criteria.motion(desk.known().limits, desk.known().criteria)
    board.set_limits(desk.database, desk.actor, {"mismatch": 0.5})
    first = desk.lock()
    assert desk.criteria()["G4.4"].state is State.PASS
    with pytest.raises(InputError, match="locked already"):
        desk.lock()
    board.set_limits(desk.database, desk.actor, {"mismatch": 2})
    assert desk.criteria()["G4.4"].state is State.FAIL, "not by the board"
    with pytest.raises(RefusedError, match="used already"):
        board.change_criteria(desk.database, desk.bea, PIN, first.body.vote, {"mismatch": 2})
    board.change_criteria(desk.database, desk.bea, PIN, desk.vote(), {"mismatch": 1.5})
    with desk.database.transaction(desk.actor, "limit of accepted differences set") as tx:
        settings.put(tx, "limits", settings.get(tx.connection, "limits", {}) | {"known": 999})
    assert desk.criteria()["G4.4"].state is State.FAIL, "more accepted differences than the board knew of"
    board.change_criteria(desk.database, desk.bea, PIN, desk.vote(), {})
    lock = attest.lock(desk.known())
    assert lock.holds
    changes = [change for _, change in lock.changes]
    assert changes == ["Values that differ, of all that can be compared: 2 → 1.5", "Comparison rules as they are now"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"count": (1, 3, 0)}, "was lost"), ({"quorum": 9}, "quorum was missed"), ({}, "no such vote")],
)
def test_a_vote_that_does_not_count_locks_nothing(desk, changes, why):
    number = desk.vote(**changes) if changes else "99"
    with pytest.raises(RefusedError, match=why):
        board.lock_criteria(desk.database, desk.bea, PIN, number)


def test_the_board_votes_on_a_pack_and_revokes(desk):
    desk.pack()
    number = desk.vote(Ballot.CUTOVER, pack="abab")
    assert desk.criteria()["G4.1"].state is State.PASS
    reviewing.review(desk.database, desk.bea, PIN, "abab", present=4, questions=(("Why?", "So."),))
    assert desk.criteria()["S4.11"].state is State.PASS
    desk.pack("cd" * 32)
    assert "made again" in desk.criteria()["G4.1"].why
    board.revoke(desk.database, desk.bea, PIN, number, "New figures")
    assert desk.criteria()["G4.1"].why.startswith("The vote was revoked.")
    assert len(decided.votes(desk.known())) == 1


def test_plans_are_written_filled_and_approved(desk):
    for kind in decided.MESSAGES:
        board.write_message(desk.database, desk.actor, kind, "Dear {members}", {"members": "3"})
    board.write_rota(desk.database, desk.actor, "hours 09:00-17:00\n2026-12-10 09:00-17:00 Ann\n")
    board.approve(desk.database, desk.bea, PIN, "communication", 3)
    board.approve(desk.database, desk.bea, PIN, "support")
    assert desk.criteria()["G4.2"].value == "3 texts for 3 recipients"
    assert desk.criteria()["G4.3"].state is State.FAIL
    board.write_message(desk.database, desk.actor, "day", "Today", {})
    assert desk.criteria()["G4.2"].state is State.FAIL


def test_phases_follow_one_another_and_go_back_with_a_reason(desk):
    with pytest.raises(RefusedError, match="4 weeks at least"):
        board.move(desk.database, desk.bea, PIN, Phase.PILOT)
    desk.lock()
    people.name_operator(desk.database, desk.actor, desk.ann)
    people.train(desk.database, desk.actor, desk.ann, "help", answer=3, day=desk.today)
    desk.clock.sleep(28 * 86400)
    with pytest.raises(RefusedError, match="8 kinds of automatic messages not looked at"):
        board.move(desk.database, desk.bea, PIN, Phase.PILOT)
    for each in mailings.PRELOADED:
        said = {"side": each.side.value, "title": each.title, "state": "off", "note": ""}
        lines.note(desk.database, desk.actor, "mailing", said, item=each.number)
    with pytest.raises(RefusedError, match="The next phase is pilot"):
        board.move(desk.database, desk.bea, PIN, Phase.PARALLEL)
    with pytest.raises(InputError, match="over already"):
        board.move(desk.database, desk.bea, PIN, Phase.PILOT, until=desk.day(-1))
    assert board.move(desk.database, desk.bea, PIN, Phase.PILOT, until=desk.day(40)).body.phase is Phase.PILOT
    with pytest.raises(InputError, match="reason for going back"):
        board.move(desk.database, desk.bea, PIN, Phase.SHADOW)
    assert board.move(desk.database, desk.ann, PIN, Phase.SHADOW, reason="ClubOS is rebuilt").actor == desk.actor
    with desk.database.read() as conn:
        assert measure.gather(conn, desk.known().at, ZONE).phase == "shadow"


def test_a_restore_is_tested_and_timed_by_the_program(desk):
    sidecar.beside(desk.database.path).write_text("{}")
    entry = finish(proofs.try_restore(desk.database, desk.actor))
    assert (entry.body.problems, len(entry.body.sha256)) == ((), 64)
    assert desk.criteria()["G3.3"].value.endswith("acts in it")


def test_proofs_are_kept_and_counted(desk):
    number = proofs.ticket(desk.database, desk.actor, "Password", "open", desk.today).item
    assert desk.criteria()["S4.6"].state is State.FAIL
    proofs.ticket(desk.database, desk.actor, "Password", "clubos", desk.today, number=number)
    proofs.grade(desk.database, desk.actor, "How?", "Page", "v1", right=True)
    desk.lock()
    at = desk.known().at
    desk.clock.sleep(60)
    proofs.read_log(desk.database, desk.actor, desk.minutes, "2026-11-01T00:00:00.000Z", at, lines=4, critical=0)
    proofs.total(desk.database, desk.actor, Domain.INVOICES, "usd", 2000)
    for _ in range(2):
        proofs.rehearsal(
            desk.database, desk.actor, desk.today, (9.0,) * 5, data=("h", "h"), rows=(3, 3), checklist=BACK
        )
    people.add_contact(desk.database, desk.actor, "board", "Bea", "by phone")
    people.try_contact(desk.database, desk.actor, "1", desk.today, ok=True)
    proofs.emergency(desk.database, desk.actor, "The chair decides", ("1",))
    found = desk.criteria()
    wanted = ("S4.6", "S4.7", "S4.8", "S4.13", "G5.1", "G5.2", "G5.3", "G5.4")
    assert {found[each].state for each in wanted} == {State.PASS}
    with desk.database.read() as conn:
        assert [(e.currency, e.amount) for e in measure.gather(conn, at, ZONE).entered] == [("USD", 2000)]


def test_risks_are_rated_and_added(desk):
    proofs.rate(desk.database, desk.actor, "R1", likelihood=3, impact=3, owner="Ann", review=desk.day(30))
    proofs.rate(desk.database, desk.actor, "R1", likelihood=1, impact=3, owner="Ann", review=desk.day(30))
    added = proofs.add_risk(desk.database, desk.actor, "Snow", "Boots", "")
    assert added.item == "R16"
    proofs.rate(desk.database, desk.actor, "R16", likelihood=1, impact=1, owner="Bea", review=desk.day(9))
    found = risks.risks(desk.known().kept)
    assert (found["R1"].score, len(found["R1"].history), len(found["R1"].checks)) == (3, 2, 2)
    assert (found["R16"].owner, found["R16"].checks) == ("Bea", ())


def test_times_of_clubos_since_the_lock_are_measured(desk):
    desk.lock()
    at = desk.known().at
    rows = [(at, "clubos", "GET", "/api/v1/members/17", 200, 10 + n) for n in range(30)]
    rows.append((at, "legacy", "GET", "/v2/accounts", 200, 90000))
    with desk.database.landing() as conn:
        conn.exec_driver_sql("INSERT INTO call (at, side, method, path, status, ms) VALUES (?, ?, ?, ?, ?, ?)", rows)
    (found,) = desk.known().responses
    assert (found.kind, found.n, found.p99) == ("GET /api/v1/members/…", 30, 39)
    assert desk.criteria()["S4.9"].state is State.PASS


BAD = {
    "blank": ("text", lambda d: people.open_incident(d.database, d.actor, " ")),
    "future incident": (
        "time.future",
        lambda d: people.open_incident(d.database, d.actor, "x", since="2030-01-01T00:00:00.000Z"),
    ),
    "no incident": ("incident", lambda d: people.close_incident(d.database, d.actor, "5", "x")),
    "alone": ("second_person", lambda d: people.regrade(d.database, d.actor, "1", Severity.P3, "x", second=None)),
    "same person": (
        "second_person",
        lambda d: people.regrade(d.database, d.actor, "1", Severity.P3, "x", second=(d.ann, PIN)),
    ),
    "wrong second": (
        "person.wrong_pin",
        lambda d: people.regrade(
            d.database, d.actor, "1", Severity.P3, "x", second=(d.bea, "0000"), first=(d.ann, PIN)
        ),
    ),
    "operator twice": ("operator.twice", lambda d: people.name_operator(d.database, d.actor, d.ann)),
    "no operator": ("operator", lambda d: people.sign_off(d.database, d.bea, PIN)),
    "wrong pin": ("person.wrong_pin", lambda d: people.sign_off(d.database, d.ann, "0000")),
    "no module": ("module", lambda d: people.train(d.database, d.actor, d.ann, "x", answer=1, day=d.today)),
    "wrong answer": ("answer", lambda d: people.train(d.database, d.actor, d.ann, "help", answer=1, day=d.today)),
    "future training": (
        "day.future",
        lambda d: people.train(d.database, d.actor, d.ann, "help", answer=3, day=d.day(1)),
    ),
    "no day": ("day", lambda d: people.train(d.database, d.actor, d.ann, "help", answer=3, day="Monday")),
    "no task": ("task", lambda d: people.did(d.database, d.actor, d.ann, "x", helped=False, evidence="x")),
    "no try": (
        "tries",
        lambda d: people.did(d.database, d.actor, d.ann, "refund", helped=False, evidence="x", tries=0),
    ),
    "too sure": ("confidence", lambda d: people.feel(d.database, d.actor, d.ann, 6)),
    "contact's role": ("contact.role", lambda d: people.add_contact(d.database, d.actor, "king", "A", "b")),
    "operator's vote": ("person.not_board", lambda d: d.vote(person=d.ann)),
    "wrong pin of a vote": ("person.wrong_pin", lambda d: d.vote(pin="0000")),
    "no votes": ("vote.count", lambda d: d.vote(count=(0, 0, 0))),
    "negative votes": ("vote.count", lambda d: d.vote(count=(3, -1, 0))),
    "no quorum": ("vote.quorum", lambda d: d.vote(quorum=0)),
    "future vote": ("day.future", lambda d: d.vote(day=d.day(2))),
    "ends before": ("vote.expires", lambda d: d.vote(expires=d.day(-2))),
    "no minutes": ("file", lambda d: d.vote(minutes=d.folder / "none")),
    "a folder for minutes": ("file.folder", lambda d: d.vote(minutes=d.folder)),
    "empty minutes": ("file.empty", lambda d: d.vote(minutes=_empty(d))),
    "no pack": ("pack", lambda d: d.vote(Ballot.CUTOVER)),
    "other pack": ("pack", lambda d: d.vote(Ballot.CUTOVER, pack="ff")),
    "no such vote": ("vote", lambda d: board.revoke(d.database, d.bea, PIN, "7", "x")),
    "nobody reviewed": ("review.present", lambda d: reviewing.review(d.database, d.bea, PIN, "ab", present=0)),
    "no such text": ("message", lambda d: board.write_message(d.database, d.actor, "x", "y", {})),
    "unknown place": ("message.place", lambda d: board.write_message(d.database, d.actor, "day", "{who}", {"a": "b"})),
    "rota": ("rota", lambda d: board.write_rota(d.database, d.actor, "Ann on Monday")),
    "nothing to approve": ("plan", lambda d: board.approve(d.database, d.bea, PIN, "support")),
    "operator approves": ("person.not_board", lambda d: board.approve(d.database, d.ann, PIN, "support")),
    "change unlocked": ("criteria.open", lambda d: board.change_criteria(d.database, d.bea, PIN, "1", {})),
    "unknown limit": ("limit", lambda d: board.set_limits(d.database, d.actor, {"height": 2})),
    "negative limit": ("limit", lambda d: board.set_limits(d.database, d.actor, {"mismatch": -1})),
    "ticket": ("ticket.solved", lambda d: proofs.ticket(d.database, d.actor, "x", "never", d.today)),
    "log backwards": ("log", lambda d: _log(d, "2026-11-02T00:00:00.000Z", "2026-11-01T00:00:00.000Z")),
    "log to come": ("log", lambda d: _log(d, "2026-11-02T00:00:00.000Z", "2030-11-01T00:00:00.000Z")),
    "log errors": ("log.n", lambda d: _log(d, "2026-11-01T00:00:00.000Z", "2026-11-02T00:00:00.000Z", critical=5)),
    "a step less": (
        "rehearsal.steps",
        lambda d: proofs.rehearsal(
            d.database, d.actor, d.today, (1.0,) * 4, data=("h", "h"), rows=(1, 1), checklist=BACK
        ),
    ),
    "no time": (
        "rehearsal.steps",
        lambda d: proofs.rehearsal(
            d.database, d.actor, d.today, (0.0,) * 5, data=("h", "h"), rows=(1, 1), checklist=BACK
        ),
    ),
    "old snapshot": (
        "rehearsal.snapshot",
        lambda d: proofs.rehearsal(
            d.database, d.actor, d.day(-33), (1.0,) * 5, data=("h", "h"), rows=(1, 1), checklist=BACK
        ),
    ),
    "nobody decides": ("emergency", lambda d: proofs.emergency(d.database, d.actor, "x", ())),
    "unknown contact": ("contact", lambda d: proofs.emergency(d.database, d.actor, "x", ("4",))),
    "no risk": (
        "risk",
        lambda d: proofs.rate(d.database, d.actor, "R99", likelihood=1, impact=1, owner="A", review=d.today),
    ),
    "risk's scale": (
        "risk.scale",
        lambda d: proofs.rate(d.database, d.actor, "R1", likelihood=4, impact=1, owner="A", review=d.today),
    ),
}


def _empty(desk):
    file = desk.folder / "empty.txt"
    file.write_text("")
    return file


def _log(desk, first, last, critical=0):
    return proofs.read_log(desk.database, desk.actor, desk.minutes, first, last, lines=4, critical=critical)


def test_what_cannot_be_is_said_and_not_kept(desk):
    people.open_incident(desk.database, desk.actor, "Slow", Severity.P2)
    people.name_operator(desk.database, desk.actor, desk.ann)
    desk.pack()
    before = desk.entries()
    for name, (code, act) in BAD.items():
        with pytest.raises((InputError, RefusedError, SignInError)) as caught:
            act(desk)
        assert caught.value.sentence.endswith("."), name
        assert caught.value.remedy, name
        assert caught.value.code == code, name
        desk.clock.sleep(900)  # the pause after wrong PINs
        assert desk.entries() == before, name


def test_an_incident_is_closed_once(desk):
    people.open_incident(desk.database, desk.actor, "Slow")
    people.close_incident(desk.database, desk.actor, "1", "Fixed")
    with pytest.raises(InputError, match="closed already"):
        people.close_incident(desk.database, desk.actor, "1", "Fixed")


def test_the_criteria_need_rules_first(tmp_path):
    club = filled(tmp_path / "new.clubos")
    desk = Desk(club, tmp_path)
    with pytest.raises(InputError, match="no comparison rules"):
        desk.lock()
    club.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE register_entry SET body = replace(body, '\"for_\":3', '\"for_\":9')",
        "UPDATE register_entry SET actor = 'person:1' WHERE register = 'vote'",
        "DELETE FROM register_entry WHERE register = 'vote'",
        "INSERT INTO register_entry SELECT 99, register, '2', act, at, actor, second, body FROM register_entry",
    ],
)
def test_an_entry_changed_behind_the_programs_back_fails_its_gate(desk, sql):
    desk.pack()
    desk.vote(Ballot.CUTOVER, pack="ab" * 32)
    assert desk.criteria()["G4.1"].state is State.PASS
    with desk.database.landing() as conn:
        conn.exec_driver_sql(sql)
    assert desk.known().kept.broken == {"vote"}
    found = desk.criteria()["G4.1"]
    assert found.state is State.FAIL
    assert "changed outside this program" in found.why


def test_a_body_of_another_act_is_refused(desk):
    with pytest.raises(TypeError, match="incident opened is no Closed"):
        entering.enter(desk.database, desk.actor, "incident", "opened", Closed("x"))
    entering.enter(desk.database, desk.actor, "operator", "named", Named(1), item="x")
    with desk.database.read() as conn:
        assert registers.following(conn, "operator") == "1"


@pytest.mark.parametrize(
    "text",
    ["", "09:00-17:00", "hours 09:00-17:00\nMonday Ann", "hours 09:00-17:00\n2026-02-30 09:00-17:00 Ann",
     "hours 09:00-17:00\n2026-12-10 17:00-09:00 Ann"],
)  # fmt: skip
def test_a_rota_that_cannot_be_read_names_its_line(text):
    with pytest.raises(InputError, match="The rota cannot be read"):
        rota.read(text)


def test_holes_in_a_rota_are_found():
    head = "hours 09:00-17:00\n"
    early = head + "10 Dec 2026 10:00-12:00 Ann\n2026-12-10 13:00-18:00 Bea\n2026-12-12 17:00-18:00 Ann"
    assert rota.holes(early, 3) == [
        "10 Dec 2026 from 09:00 to 10:00",
        "10 Dec 2026 from 12:00 to 13:00",
        "11 Dec 2026 from 09:00 to 17:00",
        "12 Dec 2026 from 09:00 to 17:00",
    ]
    whole = head + "2026-12-10 08:00-13:00 Ann\n2026-12-10 12:00-17:00 Bea\n2026-12-10 18:00-19:00 Cem"
    assert rota.holes(whole, 1) == []
    assert rota.days(whole) == ("2026-12-10",)


def test_a_proof_that_cannot_be_read_is_refused(desk, monkeypatch):
    def locked(*_arguments, **_named):
        raise PermissionError("in use")

    monkeypatch.setattr("os.open", locked)
    with pytest.raises(InputError) as refused:
        entering.hash_of(desk.minutes)
    assert refused.value.code == "file"
