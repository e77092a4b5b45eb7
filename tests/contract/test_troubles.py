"""Each trouble at each call of a copy (features.md R14 and R17)."""

import random

import pytest

from clubos_desktop.connectors import clubos, wild_apricot
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import PracticeClock
from clubos_desktop.practice.club import make
from clubos_desktop.practice.faults import Fault
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from tests.contract.source_contract import drive
from tests.support.scripted import Notes, Unlimited

SPEED = 2000.0
TROUBLES = ("reset", "truncated", "cut-json", "empty", "html", "500", "502", "503", "504", "429", "401")


@pytest.fixture(scope="module")
def serving():
    with serve(make(60, 5), speed=SPEED, switches=Switches(limits=False)) as served:
        yield served


@pytest.fixture
def source(request, serving, closing):
    addresses, ledger = serving.addresses, Notes()
    clock = PracticeClock(SPEED, serving.world.clock.now())
    handed = {"ledger": ledger, "clock": clock, "budget": Unlimited(), "seed": 1}
    if request.param == "legacy":
        urls = {"api_url": addresses.legacy_api_url, "auth_url": addresses.legacy_auth_url}
        made = wild_apricot.connect(addresses.legacy_key, **urls, **handed)
    else:
        made = clubos.connect(addresses.clubos_code, url=addresses.clubos_url, **handed)
    closing.append(made)
    yield made
    serving.world.faults.active.clear()


def fault(serving, name, **more):
    serving.world.faults.active[:] = [Fault(name, **more)]
    serving.world.club.legacy.revision += 1
    serving.world.club.clubos.revision += 1


def copied(source, domains, events=()):
    found = {}
    for domain in domains:
        listed = drive(source.pages(domain, Mode.FULL, since=None, resume=None, parents=events))
        reader = source.reader(finish(source.check()))
        raws = [raw for page in listed.pages for raw in reader.split(domain, page.body)]
        found[domain] = ({record.key for record in reader.parse(domain, raws).records}, listed.listing)
    return found


def points(seed, number):
    dice = random.Random(seed)
    return [(dice.choice(TROUBLES), dice.randrange(60)) for _ in range(number)]


@pytest.mark.parametrize("source", ["legacy", "clubos"], indirect=True)
@pytest.mark.parametrize(("name", "skip"), points("short", 12))
def test_one_trouble_at_any_call_changes_nothing(serving, source, name, skip):
    one_trouble(serving, source, name, skip)


@pytest.mark.long
@pytest.mark.parametrize("source", ["legacy", "clubos"], indirect=True)
@pytest.mark.parametrize("skip", range(60))
@pytest.mark.parametrize("name", TROUBLES)
def test_every_trouble_at_every_call_changes_nothing(serving, source, name, skip):
    one_trouble(serving, source, name, skip)


def one_trouble(serving, source, name, skip):
    if name == "401" and source.side == "clubos":
        name = "500"  # there a 401 is the end of the sign-in, and rightly so
    finish(source.check())
    fault(serving, name, side=source.side.value, times=1, skip=skip)
    data = serving.world.club.legacy if source.side == "legacy" else serving.world.club.clubos
    members = data.contacts if source.side == "legacy" else data.members
    truth = {
        Domain.MEMBERS: {str(key) for key in members},
        Domain.EVENTS: {str(key) for key in data.events},
        Domain.REGISTRATIONS: {str(key) for key in data.registrations},
    }
    for domain, (keys, listing) in copied(source, truth, sorted(truth[Domain.EVENTS])).items():
        assert keys == truth[domain]
        assert listing.count_before == listing.count_after == len(keys)
        assert listing.notes == ()
