import msgspec
import pytest

from clubos_desktop.connectors.memory import MemorySource
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member, Registration
from tests.contract.source_contract import SourceContract

NOW = "2026-03-04T12:00:00.000Z"


class TestMemory(SourceContract):
    @pytest.fixture
    def kept(self):
        return {
            Domain.MEMBERS: [
                Member(key=str(number), first_name=f"First {number}", modified=NOW) for number in range(250)
            ],
            Domain.EVENTS: [Event(key=str(number), title=f"Walk {number}", modified=NOW) for number in range(30)],
            Domain.REGISTRATIONS: [Registration(key=str(number), event="1", member="2") for number in range(130)],
        }

    @pytest.fixture
    def again(self, kept):
        return lambda: MemorySource(Side.LEGACY, kept)

    @pytest.fixture
    def source(self, again):
        return again()

    @pytest.fixture
    def truth(self, kept):
        return {domain: {record.key for record in found} for domain, found in kept.items()}

    @pytest.fixture
    def change(self, source):
        def act(domain):
            name = "first_name" if domain is Domain.MEMBERS else "title"
            changed = {name: "Changed", "modified": "2026-03-05T12:00:00.000Z"}
            source.records[domain][3] = msgspec.structs.replace(source.records[domain][3], **changed)
            return "3"

        return act


def test_a_count_can_be_played_wrong():
    source = MemorySource(Side.CLUBOS, {Domain.MEMBERS: [Member(key="1")]}, counts={Domain.MEMBERS: 2})
    steps = source.pages(Domain.MEMBERS, "full", since=None, resume=None, parents=())
    listing = finish(steps)
    assert (listing.count_before, len(listing.keys)) == (2, 1)
