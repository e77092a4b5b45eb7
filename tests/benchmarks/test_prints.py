"""What it costs to read, fingerprint and prepare for matching one changed record, beside what the parts cost.

python -m pytest tests/benchmarks/test_prints.py -m benchmark -s
"""

import msgspec
import pytest
from xxhash import xxh3_128_digest

from clubos_desktop.diff import candidates, normal, phones, texts
from clubos_desktop.diff.candidates import candidate
from clubos_desktop.diff.normal import prints
from clubos_desktop.diff.rules import RuleSet, default_rules
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Event, Member, Record, Registration
from tests.benchmarks.cost import best
from tests.benchmarks.people_with_errors import make

pytestmark = pytest.mark.benchmark

N = 10_000
STATUSES = ("Active", "Lapsed", "PendingNew", "PendingRenewal")


def rules() -> RuleSet:
    """The shipped rules, with every cache behind them empty."""
    for cached in (phones.reader, normal.steps, normal.printer, candidates._attendance, texts.name):
        cached.cache_clear()
    return default_rules("America/Los_Angeles", "US", "USD")


def clean() -> list[Record]:
    """Members as ClubOS holds them."""
    return [
        Member(
            key=str(number), first_name="Ann Marie", last_name=f"Johansen {number}", email=f"ann{number}@example.org",
            phone=f"805{2_000_000 + number}", status="Active", level="Regular", joined="2020-02-01",
        )
        for number in range(N)
    ]  # fmt: skip


def noisy() -> list[Record]:
    """Members as Wild Apricot holds them: capital letters, blanks, phones in four ways of writing."""
    people = make(N, 1).legacy
    return [
        msgspec.structs.replace(
            person, last_name=f" {person.last_name} ", status=STATUSES[number % 4], level="Regular", joined="2020-02-01"
        )
        for number, person in enumerate(people)
    ]


def events() -> list[Record]:
    """Events with a page of HTML each."""
    text = "".join(f"<p>Line <b>{line}</b> of what to bring &amp; where to meet.</p>" for line in range(20))
    return [
        Event(
            key=str(number), title=f"Hike {number}", start="2026-04-18T16:00:00.000Z", end="2026-04-18T18:00:00.000Z",
            location="Park", capacity=20, category="Outdoors", published=True, description=f"{text}{number}",
        )
        for number in range(1_000)
    ]  # fmt: skip


def registrations() -> list[Record]:
    """Registrations."""
    return [
        Registration(
            key=str(number), event="1", member=str(number), status="Paid", registered="2026-04-18T16:00:00.000Z"
        )
        for number in range(N)
    ]


def cost(records: list[Record], side: Side) -> tuple[float, float]:
    """Microseconds a record of fingerprints and of candidates, with cold caches."""
    printed = best(lambda: [prints(now, side, record) for now in [rules()] for record in records])
    matched = best(lambda: [candidate(now, side, record) for now in [rules()] for record in records])
    return printed / len(records) * 1e6, matched / len(records) * 1e6


def test_microseconds_a_record() -> None:
    floor_records = [tuple(str(number) + field for field in "abcdefg") for number in range(N)]
    pack = msgspec.msgpack.Encoder().encode
    floor = best(lambda: [(xxh3_128_digest(pack(one)), xxh3_128_digest(pack(one))) for one in floor_records]) / N * 1e6
    print(f"\n{'':34}{'prints':>9}{'candidate':>11}  us a record, caches cold")
    print(f"{'floor: two hashes of seven texts':34}{floor:9.2f}")
    figures = {}
    for name, records, side in (
        ("members, clean (ClubOS)", clean(), Side.CLUBOS),
        ("members, noisy (Wild Apricot)", noisy(), Side.LEGACY),
        ("events with 1.2 kB of HTML", events(), Side.LEGACY),
        ("registrations", registrations(), Side.LEGACY),
    ):
        figures[name] = cost(records, side)
        print(f"{name:34}{figures[name][0]:9.2f}{figures[name][1]:11.2f}")
    number = best(lambda: [phones.parse(f"(805) 200-{last:04d}", "US") for last in range(N)]) / N * 1e6
    print(f"{'a phone number by the library':34}{number:9.2f}")
    assert figures["members, noisy (Wild Apricot)"][0] < number


def test_phone_numbers_quick_and_by_the_library() -> None:
    numbers = [record.phone for record in noisy() if isinstance(record, Member) and record.phone]
    library = best(lambda: [phones.parse(number, "US") for number in numbers])
    quick = best(lambda: [read(number) for read in [phones.reader.__wrapped__("US")] for number in numbers])
    assert [phones.reader("US")(number) for number in numbers] == [phones.parse(number, "US") for number in numbers]
    print(f"\nphone: {quick / len(numbers) * 1e6:.2f} us, the library {library / len(numbers) * 1e6:.2f} us a number")
    assert quick < library / 3
