"""Listings against servers that misbehave in the ways of features.md R15 and R16."""

import json
import random
from urllib.parse import parse_qs, urlsplit

import pytest

from clubos_desktop.connectors import wild_apricot
from clubos_desktop.errors import NetworkError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import Mode, Page
from tests.support.scripted import Unlimited, ok, status

TOKEN = {
    "access_token": "synthetic",
    "token_type": "Bearer",
    "expires_in": 1800,
    "Permissions": [{"AccountId": 100001, "AvailableScopes": ["contacts_view"]}],
}
ACCOUNT = {"Id": 100001, "Name": "Example Club", "TimeZone": {"ZoneId": "UTC"}, "Currency": {"Code": "USD"}}


def contact(key):
    return {"Id": key, "FirstName": "A", "LastName": "B", "Email": "", "FieldValues": []}


class Club:
    """A tiny Wild Apricot with contacts alone, whose answers a test bends."""

    def __init__(self, members):
        self.members = list(range(1, members + 1))
        self.page = 100
        self.asked = 0
        self.bend = lambda _club: None
        self.fails_at = set()
        self.hopeless = set()
        self.counts = lambda real: real
        self.ignores_skip = False
        self.searching = 0
        self.ids_cap = 100

    def __call__(self, path):
        query = {name: value[0] for name, value in parse_qs(urlsplit(path).query).items()}
        match urlsplit(path).path.rsplit("/", 2)[1:]:
            case [_, "token"]:
                answer = TOKEN
            case [_, "accounts"]:
                answer = [ACCOUNT]
            case ["contacts", key]:
                return status(500) if int(key) in self.hopeless else ok(json.dumps(contact(int(key))).encode())
            case [_, "contacts"]:
                return self._list(query)
            case _:
                answer = {"Count": 0}
        return ok(json.dumps(answer).encode())

    def _list(self, query):
        if "$count" in query:
            return ok(json.dumps({"Count": self.counts(len(self.members))}).encode())
        skip = 0 if self.ignores_skip else int(query.get("$skip", 0))
        if "idsOnly" in query:
            return ok(json.dumps({"ContactIdentifiers": self.members[skip : skip + self.ids_cap]}).encode())
        if skip in self.fails_at:
            return status(500)
        if self.searching > 0:
            self.searching -= 1
            return ok(json.dumps({"ResultId": "r1", "State": "Processing", "Contacts": None}).encode())
        self.asked += 1
        rows = self.members[skip : skip + min(self.page, int(query.get("$top", 100)))]
        self.bend(self)
        return ok(json.dumps({"Contacts": [contact(key) for key in rows]}).encode())


@pytest.fixture
def club(server):
    made = Club(450)
    server.give(made)
    return made


@pytest.fixture
def read(server, ledger, clock):
    made = []

    def whole(**settings):
        source = wild_apricot.connect(
            "a-key-that-is-long-enough",
            api_url=server.url,
            auth_url=f"{server.url}/auth/token",
            ledger=ledger,
            clock=clock,
            budget=Unlimited(),
            seed=1,
            workers=settings.pop("workers", 1),
        )
        made.append(source)
        finish(source.check())
        ledger.calls.clear()
        keys, cursors = [], []
        steps = source.pages(Domain.MEMBERS, Mode.FULL, since=None, resume=settings.get("resume"), parents=())
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return keys, end.value, cursors
            if isinstance(step, Page):
                keys += [
                    json.loads(raw)["Id"] for raw in wild_apricot.reader("UTC", "USD").split(step.domain, step.body)
                ]
                cursors.append(step.cursor)

    yield whole
    for source in made:
        source.close()


def test_a_steady_list_is_read_once(club, read, ledger):
    keys, listing, _ = read()
    assert sorted(keys) == club.members
    assert listing.keys == frozenset(map(str, club.members))
    assert (listing.count_before, listing.count_after, listing.notes) == (450, 450, ())
    assert len(ledger.calls) == 5 + 2


def test_no_landed_page_is_asked_for_again_after_a_break(club, read, ledger):
    keys, listing, _ = read(resume="0:300")
    assert sorted(keys) == club.members[300:]
    assert (listing.count_after, listing.keys) == (450, None)
    assert [path for _, path, _ in ledger.calls if "$skip=0" in path or "$skip=200" in path] == []


def test_somebody_deleted_while_reading_shifts_the_pages_and_is_noticed(club, read):
    def bend(it):
        if it.asked == 2:
            del it.members[5]

    club.bend = bend
    keys, listing, _ = read()
    assert listing.keys == frozenset(map(str, club.members))
    assert set(club.members) <= set(keys)
    assert listing.count_before == listing.count_after == 449


def test_somebody_added_while_reading_is_not_missed(club, read):
    def bend(it):
        if it.asked == 2:
            it.members.insert(0, 9999)

    club.bend = bend
    keys, listing, _ = read()
    assert 9999 in keys
    assert listing.keys == frozenset(map(str, club.members))


def test_smaller_pages_than_asked_for_lose_nobody(club, read):
    club.page = 40
    keys, listing, _ = read()
    assert sorted(set(keys)) == club.members
    assert listing.keys == frozenset(map(str, club.members))


def test_a_list_longer_than_its_count_is_never_whole(club, read):
    club.counts = lambda real: real - 60
    keys, listing, _ = read()
    assert sorted(set(keys)) == club.members
    assert listing.keys is None
    assert listing.notes


def test_a_list_shorter_than_its_count_is_never_whole(club, read):
    club.counts = lambda real: real + 1
    _, listing, _ = read()
    assert listing.keys is None
    assert listing.notes


def test_a_server_that_does_not_know_skip_ends(club, read):
    club.ignores_skip = True
    keys, listing, _ = read()
    assert len(set(keys)) == 100
    assert listing.keys is None


def test_a_list_that_never_stands_still_ends(club, read):
    club.bend = lambda it: it.members.append(10_000 + it.asked)
    _, listing, _ = read()
    assert listing.keys is None
    assert "changed while it was read" in listing.notes[0]


def test_an_empty_list_is_asked_for_all_the_same(server, read, ledger):
    server.give(Club(0))
    keys, listing, _ = read()
    assert (keys, listing.keys, listing.count_after) == ([], frozenset(), 0)


def test_a_hundred_exactly_is_not_taken_for_the_cap(server, read):
    server.give(Club(100))
    keys, listing, _ = read()
    assert (len(keys), listing.count_after) == (100, 100)


def test_a_page_that_always_fails_is_read_one_by_one(club, read):
    club.fails_at = {200}
    keys, listing, _ = read()
    assert sorted(keys) == club.members
    assert listing.keys == frozenset(map(str, club.members))


def test_a_contact_that_cannot_be_shown_at_all_keeps_the_list_from_being_whole(club, read):
    club.fails_at, club.hopeless = {200}, {222}
    keys, listing, _ = read()
    assert 222 not in keys
    assert len(keys) == 449
    assert listing.keys is None
    assert "222" in listing.notes[0]


def test_a_search_in_place_of_a_page_is_waited_for(club, read):
    club.searching = 5
    keys, _, _ = read()
    assert set(keys) == set(club.members)


def test_a_search_that_never_ends_is_told(club, read, clock):
    club.searching = 10**9
    with pytest.raises(NetworkError) as caught:
        read()
    assert caught.value.code == "search-unfinished"
    assert clock.seconds >= 120


SCHEDULES = [*range(12), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(12, 200))]


@pytest.mark.parametrize("seed", SCHEDULES)
def test_whatever_happens_while_reading_a_whole_list_is_whole(server, read, seed):
    """R15: rows come and go between pages; what is called whole has everybody, and nobody twice is counted."""
    dice = random.Random(seed)
    club = Club(dice.choice([0, 99, 100, 101, 350]))

    def bend(it):
        if dice.random() < 0.3 and it.members:
            del it.members[dice.randrange(len(it.members))]
        if dice.random() < 0.3:
            it.members.insert(dice.randrange(len(it.members) + 1), 5000 + it.asked)

    stops = dice.randint(1, 6)
    club.bend = lambda it: bend(it) if it.asked <= stops else None
    club.page = dice.choice([100, 100, 60])
    server.give(club)
    keys, listing, _ = read()
    if listing.keys is not None and listing.count_before == listing.count_after == len(listing.keys):
        assert listing.keys <= frozenset(map(str, keys))
        if club.asked > stops + 4:  # the last walk met a list that stood still
            assert listing.keys == frozenset(map(str, club.members))
    else:
        assert listing.notes
