import contextlib

import pytest

from clubos_desktop.connectors import clubos
from clubos_desktop.connectors.clubos.probe import PARTS, UNSEEN
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import PracticeClock, SystemClock
from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from tests.contract.source_contract import SourceContract, drive, fails
from tests.support.scripted import Notes, Scripted, Unlimited

SPEED = 600.0


@pytest.fixture
def switches():
    return Switches(limits=False)


@pytest.fixture
def size():
    return 60


@pytest.fixture
def serving(switches, size):
    with serve(make(size, 5), speed=SPEED, switches=switches) as served:
        yield served
        assert served.world.writes["clubos"] == 0


@pytest.fixture
def connect(serving, ledger, closing):
    def make_one(code=None):
        source = clubos.connect(
            code or serving.addresses.clubos_code,
            url=serving.addresses.clubos_url,
            ledger=ledger,
            clock=PracticeClock(SPEED, serving.world.clock.now()),
            budget=Unlimited(),
            seed=1,
        )
        closing.append(source)
        return source

    return make_one


@pytest.fixture
def truth(serving):
    data = serving.world.club.clubos
    return {
        Domain.MEMBERS: set(data.members),
        Domain.EVENTS: set(data.events),
        Domain.REGISTRATIONS: set(data.registrations),
    }


@pytest.fixture
def fault(serving):
    def put(name, **more):
        serving.world.faults.active.append(Fault(name, side="clubos", **more))
        serving.world.club.clubos.revision += 1

    return put


class TestClubOS(SourceContract):
    @pytest.fixture
    def again(self, connect):
        return connect

    @pytest.fixture
    def source(self, connect):
        return connect()

    @pytest.fixture
    def change(self, serving):
        def act(domain):
            data = serving.world.club.clubos
            rows = data.members if domain is Domain.MEMBERS else data.events
            row = next(iter(rows.values()))
            setattr(row, "phone" if domain is Domain.MEMBERS else "title", "Changed")
            data.revision += 1
            return row.id

        return lambda domain: serving.inside(lambda: act(domain))

    def test_only_reading_calls_leave(self, source, truth, ledger, serving):
        finish(source.check())
        for domain in source.domains:
            self.whole(source, truth, domain)
        assert {method for method, _, _ in ledger.calls} == {"GET"}
        assert serving.world.writes["clubos"] == 0


def members(source):
    return drive(source.pages(Domain.MEMBERS, Mode.FULL, since=None, resume=None, parents=()))


class TestEqualSurnames:
    @pytest.fixture
    def size(self):
        return 700

    def test_those_whom_pages_leave_out_are_read_one_by_one(self, connect, truth, ledger):
        assert members(connect()).listing.keys == truth[Domain.MEMBERS]
        assert any(path.startswith("/api/v1/members/") for _, path, _ in ledger.calls), "the flaw was not met"


def test_the_probe_says_what_is_there_and_what_is_not(connect):
    account = finish(connect().check())
    states = {found.name: found.state for found in account.capabilities}
    assert set(states) == {part.name for part in PARTS} | set(UNSEEN)
    assert states["members"] == states["export of members"] == "yes"
    assert states["newer list of events"] == "stub"
    assert states["amounts of payments"] == "no endpoint"
    assert account.expires


def test_open_doors_are_told(connect):
    warnings = finish(connect().check()).warnings
    assert [any(word in warning for warning in warnings) for word in ("password", "/api/members", "/api/registr")] == [
        True,
        True,
        True,
    ]


def test_what_is_behind_an_open_door_is_not_read(connect, ledger, serving):
    finish(connect().check())
    assert [path for _, path, _ in ledger.calls if path in ("/api/members", "/api/registrations")] == [
        "/api/members",
        "/api/registrations",
    ]


class TestShutDoors:
    @pytest.fixture
    def switches(self):
        return Switches(limits=False, open_doors=False, test_token=False)

    def test_shut_doors_are_no_warning(self, connect):
        assert finish(connect().check()).warnings == ()


@pytest.mark.parametrize("production", [True, False])
class TestCookieNames:
    @pytest.fixture
    def switches(self, production):
        return Switches(limits=False, production=production)

    def test_both_names_of_the_cookie_are_served(self, connect):
        assert finish(connect().check()).kind == "clubos"


@pytest.mark.parametrize(
    "form",
    ["{}", " {}\n", "murmurant_session={}", "__Host-murmurant_session={}; Path=/; Secure", '"{}"', "Bearer {}"],
)
def test_a_code_is_taken_as_it_was_pasted(connect, serving, form):
    assert finish(connect(form.format(serving.addresses.clubos_code)).check()).kind == "clubos"


@pytest.mark.parametrize("pasted", ["short", "a code with blanks in it", "ein-schlüssel-mit-umlauten", "a;b" * 10])
def test_what_cannot_be_a_code_is_told_before_any_call(connect, ledger, pasted):
    assert fails(lambda: connect(pasted)).code == "code-shape"
    assert ledger.calls == []


def test_a_sign_in_that_has_run_out_is_a_state_of_its_own(connect, serving):
    source = connect()
    finish(source.check())
    serving.world.sign_in_ends = serving.world.clock.now()
    for act in (lambda: members(source), lambda: finish(connect().check())):
        error = fails(act)
        assert error.code == "clubos-sign-in-run-out"
        assert "has run out" in error.sentence


@pytest.mark.parametrize("body", [b"{}", b"[999]", b'{"status": "ok"}'])
def test_another_service_is_not_taken_for_clubos(body):
    with contextlib.closing(Scripted()) as server:
        server.give((200, {"content-type": "application/json"}, body))
        source = clubos.connect("x" * 48, url=server.url, ledger=Notes(), budget=Unlimited(), clock=SystemClock())
        assert fails(lambda: finish(source.check())).code == "contract"
        source.close()


def test_an_unknown_code_is_told(connect):
    assert fails(lambda: finish(connect("x" * 48).check())).code == "clubos-sign-in-run-out"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("html", "html-answer"),
        ("cut-json", "unreadable"),
        ("truncated", "broken-off"),
        ("empty", "unreadable"),
        ("reset", "broken-off"),
        ("503", "server"),
        ("wrong-types", "contract"),
    ],
)
def test_trouble_for_good_is_told(connect, fault, name, code):
    source = connect()
    finish(source.check())
    fault(name, path="/api/v1/members")
    assert fails(lambda: members(source)).code == code


def test_without_the_export_the_union_of_walks_must_reach_the_count(connect, fault, truth):
    source = connect()
    finish(source.check())
    fault("403", path="/export/members")
    listed = members(source).listing
    assert listed.count_before == len(truth[Domain.MEMBERS])
    assert listed.keys in (None, truth[Domain.MEMBERS])
    assert bool(listed.notes) == (listed.keys is None)


def test_without_the_whole_list_registrations_come_from_the_export(connect, fault, truth):
    source = connect()
    finish(source.check())
    fault("403", path="/registrations/search")
    found = drive(
        source.pages(Domain.REGISTRATIONS, Mode.FULL, since=None, resume=None, parents=sorted(truth[Domain.EVENTS]))
    )
    assert found.listing.keys == truth[Domain.REGISTRATIONS]


def test_registrations_that_the_list_leaves_out_come_from_their_events(connect, fault, truth):
    source = connect()
    finish(source.check())
    fault("duplicate-ids", path="/registrations/search")
    found = drive(
        source.pages(Domain.REGISTRATIONS, Mode.FULL, since=None, resume=None, parents=sorted(truth[Domain.EVENTS]))
    )
    assert found.listing.keys == truth[Domain.REGISTRATIONS]
    reader = source.reader(finish(source.check()))
    readings = [reader.parse(page.domain, reader.split(page.domain, page.body)) for page in found.pages]
    assert {record.key for reading in readings for record in reading.records} == truth[Domain.REGISTRATIONS]
    assert not [fault for reading in readings for fault in reading.faults]


def test_an_event_that_cannot_be_shown_keeps_the_list_from_being_whole(connect, fault, truth):
    source = connect()
    finish(source.check())
    key = sorted(truth[Domain.EVENTS])[3]
    fault("500", path=f"/events/{key}")
    found = drive(source.pages(Domain.EVENTS, Mode.FULL, since=None, resume=None, parents=()))
    assert found.listing.keys == truth[Domain.EVENTS]
    assert any(key in note for note in found.listing.notes)
    reader = source.reader(finish(source.check()))
    assert sum(len(reader.split(page.domain, page.body)) for page in found.pages) == len(truth[Domain.EVENTS]) - 1


def test_the_letter_names_everything_that_is_called(connect, truth, ledger):
    source = connect()
    finish(source.check())
    for domain in source.domains:
        drive(source.pages(domain, Mode.FULL, since=None, resume=None, parents=sorted(truth[Domain.EVENTS])))
    text = clubos.letter("Lakeside Club", "Ann", "https://clubos.example.org")
    assert "Lakeside Club" in text
    for _, path, _ in ledger.calls:
        bare = path.partition("?")[0]
        known = bare in text or bare.rsplit("/", 1)[0] + "/:id" in text or bare.startswith("/api/v1/admin/")
        assert known, bare
