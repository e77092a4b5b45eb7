"""Votes are written into the practice ClubOS as its own pages do, and read back over loopback (clubos-api.md B.8)."""

import httpx
import pytest

from clubos_desktop import asking
from clubos_desktop.connectors import clubos
from clubos_desktop.job import finish
from clubos_desktop.model.time import PracticeClock
from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from clubos_desktop.verification.measure import LOOKED
from clubos_desktop.verification.registers import motions
from tests.support.scripted import Unlimited
from tests.unit.verification import signing_desk

SPEED = 600.0
BOARD = "/api/v1/officer/governance"


@pytest.fixture
def migrated():
    return True


@pytest.fixture
def serving(migrated):
    with serve(make(60, 5), speed=SPEED, switches=Switches(limits=False, migrated=migrated)) as served:
        yield served


@pytest.fixture
def source(serving, ledger):
    made = clubos.connect(
        serving.addresses.clubos_code,
        url=serving.addresses.clubos_url,
        ledger=ledger,
        clock=PracticeClock(SPEED, serving.world.clock.now()),
        budget=Unlimited(),
        seed=1,
    )
    yield made
    made.close()


@pytest.fixture
def pages(serving):
    """ClubOS's own pages, signed in."""
    cookie = {"Cookie": f"__Host-murmurant_session={serving.addresses.clubos_code}"}
    with httpx.Client(base_url=serving.addresses.clubos_url + BOARD, headers=cookie, trust_env=False) as client:
        yield client


def meet(pages, day="2026-11-20", **more):
    sent = {"date": day, "type": "SPECIAL", "title": "Cutover authorization", "quorumMet": True} | more
    return pages.post("/meetings", json=sent).json()["meeting"]["id"]


def move(pages, meeting, text="To switch"):
    return pages.post("/motions", json={"meetingId": meeting, "motionText": text}).json()["motion"]["id"]


def test_the_practice_server_answers_as_the_contract_says(pages):
    meeting = meet(pages)
    assert pages.post("/meetings", json={"date": "2026-11-20", "type": "SPECIAL"}).status_code == 409
    assert pages.post("/meetings", json={"date": "soon"}).status_code == 500
    motion = move(pages, meeting)
    votes = {"votesYes": 8, "votesNo": 1, "votesAbstain": 0, "result": "PASSED"}
    ignored = pages.patch(f"/motions/{motion}", json=votes)
    assert (ignored.status_code, ignored.json()["motion"]["result"]) == (200, None), "said yes and did nothing"
    assert pages.post(f"/motions/{motion}", json=votes | {"result": "MAYBE"}).status_code == 400
    assert pages.post(f"/motions/{motion}", json=votes).json()["motion"]["votesYes"] == 8
    listed = pages.get("/motions").json()
    assert listed["motions"][0]["meeting"]["date"] == "2026-11-20T00:00:00.000Z"
    assert listed["pagination"] == {"page": 1, "limit": 20, "total": 1, "totalPages": 1}
    (bare,) = pages.get("/motions", params={"meetingId": meeting}).json()["motions"]
    assert (bare["result"], "meeting" in bare) == ("PASSED", False)
    assert pages.get(f"/motions/{motion}").json()["motion"]["motionNumber"] == 1
    assert pages.get(f"/meetings/{meeting}").json()["meeting"]["motionCount"] == 1
    for answer in (
        pages.get("/motions/nothing"),
        pages.patch("/motions/nothing", json={}),
        pages.post("/motions/nothing", json=votes),
    ):
        assert answer.status_code == 404
    assert pages.post("/motions", json={"motionText": "x"}).status_code == 400
    assert pages.post("/meetings", content=b"{").status_code == 500
    assert pages.delete(f"/motions/{motion}").status_code == 405
    assert pages.get("/motions", params={"page": "x"}).status_code == 500


def test_motions_are_read_whole_over_several_pages(pages, source, ledger, serving):
    assert finish(source.motions()) == ()
    meeting = meet(pages, attendanceCount=9)
    for number in range(103):
        move(pages, meeting, f"Motion {number}")
    found = finish(source.motions())
    assert [each.number for each in found] == list(range(1, 104))
    assert (found[0].day, found[0].text, found[0].result, found[0].quorum) == ("2026-11-20", "Motion 0", "", True)
    assert {method for method, _, _ in ledger.calls} == {"GET"}


def test_a_clubos_without_such_pages_is_no_fault(source, serving):
    serving.world.faults.active.append(Fault("500", side="clubos", path="/governance/motions"))
    assert finish(source.motions()) is None
    serving.world.faults.active[:] = [Fault("500", side="clubos", path="/governance/meetings")]
    assert finish(source.motions()) is None


@pytest.fixture
def desk(tmp_path):
    made = signing_desk.made(tmp_path)
    yield made
    made.club.close()


def test_a_vote_is_held_against_clubos_and_a_difference_voids_it(pages, source, desk):
    assert finish(asking.votes(desk.database, source)) is None, "nothing is asked before there is a vote"
    desk.vote(motion="To switch")
    meeting = meet(pages, desk.today)
    motion = move(pages, meeting, "To switch ")
    number = desk.vote(motion="To switch")
    finish(asking.votes(desk.database, source))
    known = desk.known()
    entry, vote = next(each for each in _votes(known) if each[0].item == number)
    assert motions.faults(known, entry, vote) == [f"ClubOS's motion 1 of {_day(desk)} has no result yet."]
    pages.post(f"/motions/{motion}", json={"votesYes": 3, "votesNo": 1, "votesAbstain": 0, "result": "PASSED"})
    finish(asking.votes(desk.database, source))
    assert motions.faults(desk.known(), entry, vote) == []
    pages.post(f"/motions/{motion}", json={"votesYes": 2, "votesNo": 3, "votesAbstain": 0, "result": "FAILED"})
    finish(asking.votes(desk.database, source))
    assert len(motions.faults(desk.known(), entry, vote)) == 2


def _votes(known):
    from clubos_desktop.verification.registers import decided

    return decided.votes(known)


def _day(desk):
    from clubos_desktop.model.time import spell

    return spell(desk.today)


def looked(desk):
    from clubos_desktop.store import settings

    with desk.database.read() as conn:
        return settings.get(conn, LOOKED, None), settings.get(conn, "account.clubos", {})


def test_clubos_is_looked_at_once_a_day_beside_the_copies(source, desk, ledger, serving):
    account = finish(source.check())
    finish(asking.beside(desk.database, source, account, clock=desk.clock))
    first, said = looked(desk)
    assert first < desk.known().at
    assert (said["schema"], len(said["warnings"])) == ([], 3)
    states = {each["name"]: each["state"] for each in said["capabilities"]}
    assert states["newer list of events"] == "stub"
    assert sum(path.startswith("/api/v1/admin/events") for _, path, _ in ledger.calls) == 1, "a stub is asked once"
    calls = len(ledger.calls)
    finish(asking.beside(desk.database, source, account, clock=desk.clock))
    assert len(ledger.calls) == calls, "not twice a day"
    desk.clock.at = desk.clock.at.replace(day=desk.clock.at.day + 2)
    serving.world.faults.active.append(Fault("500", side="clubos"))
    finish(asking.beside(desk.database, source, account, clock=desk.clock))
    assert looked(desk)[0] == first, "what was not seen grows old, and no copy fails of it"


class TestBehind:
    @pytest.fixture
    def migrated(self):
        return False

    def test_a_database_behind_its_program_is_told(self, source):
        lacks = (
            "ClubOS lacks the table of its own copies.",
            "ClubOS lacks the membership statuses pending_new, unknown.",
        )
        assert finish(source.check()).schema == lacks


def test_a_list_that_fails_is_told(source, serving):
    serving.world.faults.active.append(Fault("500", side="clubos", path="/api/admin/events"))
    lacks = "ClubOS fails where it shows events: its database may be behind its program."
    assert lacks in finish(source.check()).schema
