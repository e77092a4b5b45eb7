from datetime import timedelta

import pytest

from clubos_desktop.connectors import wild_apricot
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import PracticeClock
from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.legacy import GROUPS, LEVELS
from clubos_desktop.practice.legacy_json import contact_fields
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from tests.contract.source_contract import SourceContract, fails
from tests.support.scripted import Unlimited

SPEED = 600.0


def truth_of(legacy):
    keys = {
        Domain.MEMBERS: legacy.contacts,
        Domain.EVENTS: legacy.events,
        Domain.REGISTRATIONS: legacy.registrations,
        Domain.INVOICES: legacy.invoices,
        Domain.PAYMENTS: legacy.payments,
        Domain.ALLOCATIONS: legacy.allocations,
        Domain.REFUNDS: legacy.refunds,
        Domain.LEVELS: LEVELS,
        Domain.GROUPS: GROUPS,
    }
    found = {domain: {str(key) for key in rows} for domain, rows in keys.items()}
    found[Domain.DONATIONS] = {str(gift.payment) for gift in legacy.donations.values()}
    found[Domain.FIELDS] = {field["SystemCode"] for field in contact_fields()}
    return found


@pytest.fixture
def serving():
    with serve(make(60, 5), speed=SPEED, switches=Switches(limits=False)) as served:
        yield served
        assert served.world.writes["legacy"] == 0


@pytest.fixture
def connect(serving, ledger, closing):
    def make_one(key=None, **settings):
        addresses = serving.addresses
        source = wild_apricot.connect(
            key or addresses.legacy_key,
            api_url=addresses.legacy_api_url,
            auth_url=addresses.legacy_auth_url,
            ledger=ledger,
            clock=PracticeClock(SPEED, serving.world.clock.now()),
            budget=settings.pop("budget", Unlimited()),
            seed=1,
            **settings,
        )
        closing.append(source)
        return source

    return make_one


@pytest.fixture
def truth(serving):
    return truth_of(serving.world.club.legacy)


@pytest.fixture
def fault(serving):
    def put(name, **more):
        serving.world.faults.active.append(Fault(name, **more))
        serving.world.club.legacy.revision += 1

    return put


def edit(serving, domain):
    """Change a contact's phone, or an event's title and counts, as somebody at the other end would."""
    world = serving.world

    def act():
        legacy = world.club.legacy
        if domain is Domain.MEMBERS:
            row = next(iter(legacy.contacts.values()))
            row.phone = "555-0199"
            row.updated = world.clock.now() + timedelta(minutes=1)
        else:
            row = min(legacy.events.values(), key=lambda event: event.start)
            row.title += " (moved)"
        legacy.revision += 1
        return str(row.id)

    return serving.inside(act)


class TestWildApricot(SourceContract):
    @pytest.fixture
    def again(self, connect):
        return connect

    @pytest.fixture
    def source(self, connect):
        return connect()

    @pytest.fixture
    def change(self, serving):
        return lambda domain: edit(serving, domain)

    def test_only_reading_calls_leave(self, source, truth, ledger, serving):
        for domain in source.domains:
            self.whole(source, truth, domain)
        assert {(method, path) for method, path, _ in ledger.calls if method != "GET"} == {("POST", "/auth/token")}
        assert serving.world.writes["legacy"] == 0

    def test_an_unchanged_club_costs_three_contact_lists(self, connect, ledger, truth):
        held = self.records(connect(), self.whole(connect(), truth, Domain.MEMBERS).pages)
        source = connect(accepted=lambda domain: held if domain is Domain.MEMBERS else ())
        finish(source.check())
        ledger.calls.clear()
        found = self.whole(source, truth, Domain.MEMBERS, Mode.INCREMENTAL, max(record.modified for record in held))
        assert 1 <= len(ledger.calls) <= 3
        assert found.listing.keys is None

    def test_somebody_who_is_gone_is_noticed_by_a_sweep(self, connect, serving, truth):
        held = self.records(connect(), self.whole(connect(), truth, Domain.MEMBERS).pages)
        gone = next(iter(serving.world.club.legacy.contacts))

        def delete():
            del serving.world.club.legacy.contacts[gone]
            serving.world.club.legacy.revision += 1

        serving.inside(delete)
        source = connect(accepted=lambda _: held)
        found = self.whole(source, truth, Domain.MEMBERS, Mode.INCREMENTAL, max(record.modified for record in held))
        assert found.listing.keys == truth[Domain.MEMBERS] - {str(gone)}

    def test_changes_ask_for_little(self, connect, serving, truth, ledger):
        first = connect()
        held = {domain: self.records(first, self.whole(first, truth, domain).pages) for domain in first.domains}
        source = connect(accepted=lambda domain: held[domain])
        finish(source.check())
        ledger.calls.clear()
        for domain in (Domain.EVENTS, Domain.REGISTRATIONS, Domain.ALLOCATIONS):
            found = self.whole(source, truth, domain, Mode.INCREMENTAL, None)
            assert {record.key for record in self.records(source, found.pages)} < truth[domain]
        assert len(ledger.calls) < len(truth[Domain.EVENTS]) + len(truth[Domain.INVOICES])


def listing(source, domain=Domain.MEMBERS, parents=(), mode=Mode.FULL, since=None):
    return lambda: finish(source.pages(domain, mode, since=since, resume=None, parents=parents))


def finish_pages(source, domain, parents=()):
    pages, steps = [], source.pages(domain, Mode.FULL, since=None, resume=None, parents=parents)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return pages, end.value
        if hasattr(step, "body"):
            pages.append(step)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("html", "html-answer"),
        ("cut-json", "unreadable"),
        ("truncated", "broken-off"),
        ("empty", "unreadable"),
        ("reset", "broken-off"),
        ("503", "server"),
        ("429", "rate-limit"),
        ("403", "rights"),
        ("wrong-types", "contract"),
    ],
)
def test_trouble_for_good_is_told(connect, fault, name, code):
    source = connect()
    finish(source.check())
    fault(name, path="contacts")
    assert fails(listing(source)).code == code


@pytest.mark.parametrize("name", ["html", "cut-json", "truncated", "empty", "reset", "500", "502", "504", "429"])
def test_trouble_once_is_made_up_for(connect, fault, truth, name):
    source = connect()
    finish(source.check())
    fault(name, path="contacts", times=2, skip=1, value="5" if name == "429" else "")
    pages, listed = finish_pages(source, Domain.MEMBERS)
    assert listed.keys == truth[Domain.MEMBERS]
    assert len(pages) == 1


def test_a_wrong_key_is_told(connect):
    assert fails(lambda: finish(connect("practice-but-another-key").check())).code == "key-refused"


@pytest.mark.parametrize("pasted", ["", "short-key", "\u00a0", "key with blanks in it, long", "schlüssel-mit-umlauten"])
def test_what_cannot_be_a_key_is_told_before_any_call(connect, ledger, pasted):
    assert fails(lambda: connect(pasted or " ")).code == "key-shape"
    assert ledger.calls == []


def test_a_key_pasted_with_its_blanks_works(connect, serving):
    assert finish(connect(f" {serving.addresses.legacy_key}\u00a0\n").check()).account_id == "123456"


def test_a_key_of_another_account_stops_everything(connect):
    assert fails(lambda: finish(connect(account="999").check())).code == "account-changed"


def test_a_token_that_runs_out_is_bought_anew(connect, serving, truth, ledger):
    source = connect()
    finish(source.check())
    serving.inside(serving.world.tokens.clear)
    _, listed = finish_pages(source, Domain.MEMBERS)
    assert listed.keys == truth[Domain.MEMBERS]
    assert [path for method, path, _ in ledger.calls if method == "POST"] == ["/auth/token"] * 2


def test_a_page_that_fails_is_read_one_by_one(connect, truth, ledger, fault):
    source = connect(workers=1)
    finish(source.check())
    # after the count: the first page fails as often as it is asked for
    fault("500", path="contacts", times=5, skip=1)
    _, listed = finish_pages(source, Domain.MEMBERS)
    assert listed.keys == truth[Domain.MEMBERS]
    assert sum("/contacts/" in path for _, path, _ in ledger.calls) == len(truth[Domain.MEMBERS])


def test_an_event_that_cannot_be_shown_keeps_the_list_from_being_whole(connect, fault, truth):
    source = connect()
    finish(source.check())
    key = min(truth[Domain.EVENTS])
    fault("500", path=f"/events/{key}")
    pages, listed = finish_pages(source, Domain.EVENTS)
    reader = source.reader(finish(source.check()))
    assert listed.keys == truth[Domain.EVENTS]
    assert any(key in note for note in listed.notes)
    assert sum(len(reader.split(page.domain, page.body)) for page in pages) == len(truth[Domain.EVENTS]) - 1


def test_ids_that_come_twice_are_never_a_whole_list(connect, fault):
    source = connect()
    finish(source.check())
    fault("duplicate-ids", path="contacts")
    _, listed = finish_pages(source, Domain.MEMBERS)
    assert listed.keys is None
    assert listed.notes
