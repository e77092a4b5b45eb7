"""What every connector promises, whatever it reads. A subclass gives the system, its truth and ways to trouble it."""

import threading
from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import msgspec
import pytest

from clubos_desktop.errors import ClubOSError, ContractError
from clubos_desktop.job import Progress, finish
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import TYPES
from clubos_desktop.model.runs import Listing, Mode, Page


@dataclass
class Listed:
    """What a listing gave."""

    pages: list[Page]
    progress: list[Progress]
    listing: Listing | None


def drive(steps, stop_after=None):
    """Drive a listing to its end, or close it after so many pages."""
    pages, progress = [], []
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return Listed(pages, progress, end.value)
        if isinstance(step, Page):
            pages.append(step)
            if len(pages) == stop_after:
                steps.close()
                return Listed(pages, progress, None)
        else:
            progress.append(step)


class SourceContract:
    """Fixtures to give: ``source`` (connected), ``again`` (makes a fresh connection), ``truth`` (keys by domain).

    ``change`` changes a record of a domain in the source and returns its key; ``uncounted`` domains have no count.
    """

    uncounted = (Domain.FIELDS, Domain.LEVELS, Domain.GROUPS)
    parents = ((Domain.REGISTRATIONS, Domain.EVENTS), (Domain.ALLOCATIONS, Domain.INVOICES))
    changes = (Domain.MEMBERS, Domain.EVENTS)

    def of(self, truth, domain):
        return tuple(truth.get(dict(self.parents).get(domain), ()))

    def whole(self, source, truth, domain, *changes, resume=None, stop_after=None):
        mode, since = changes or (Mode.FULL, None)
        steps = source.pages(domain, mode, since=since, resume=resume, parents=self.of(truth, domain))
        return drive(steps, stop_after)

    def records(self, source, pages):
        reader = source.reader(finish(source.check()))
        readings = [reader.parse(page.domain, reader.split(page.domain, page.body)) for page in pages]
        assert [fault for reading in readings for fault in reading.faults] == []
        return [record for reading in readings for record in reading.records]

    def test_account_says_who_it_is(self, source):
        account = finish(source.check())
        assert account.side is source.side
        assert account.account_id
        assert account.name
        assert ZoneInfo(account.zone)
        assert len(account.currency) == 3

    def test_every_record_comes_and_the_counts_say_so(self, source, truth):
        for domain in source.domains:
            found = self.whole(source, truth, domain)
            keys = Counter(record.key for record in self.records(source, found.pages))
            assert set(keys) == truth[domain], domain
            if domain not in self.uncounted:
                assert found.listing.count_before == found.listing.count_after == len(keys), domain
            assert found.listing.keys in (None, frozenset(keys)), domain
            assert found.listing.notes == (), domain

    def test_records_are_of_their_domain(self, source, truth):
        for domain in source.domains:
            found = self.records(source, self.whole(source, truth, domain, stop_after=1).pages)
            assert {type(record) for record in found} == {TYPES[domain]}

    def test_a_listing_goes_on_at_any_cursor(self, source, again, truth):
        for domain in source.domains:
            whole = self.whole(source, truth, domain)
            for stop in {1, len(whole.pages) // 2 or 1, len(whole.pages)}:
                before = self.whole(source, truth, domain, stop_after=stop)
                after = self.whole(again(), truth, domain, resume=before.pages[-1].cursor)
                keys = {record.key for record in self.records(source, before.pages + after.pages)}
                assert keys == truth[domain], (domain, stop)
                if domain not in self.uncounted:
                    assert after.listing.count_after == len(keys), (domain, stop)

    def test_same_bytes_same_records(self, source, truth):
        account = finish(source.check())
        for domain in source.domains:
            pages = self.whole(source, truth, domain, stop_after=2).pages
            one, other = source.reader(account), source.reader(account)
            for page in pages:
                raws = one.split(domain, page.body)
                together = one.parse(domain, raws)
                apart = [other.parse(domain, [raw]) for raw in other.split(domain, page.body)]
                assert together.records == tuple(record for reading in apart for record in reading.records)
                assert one.parse(domain, raws) == together

    def test_records_survive_the_mirror(self, source, truth):
        for domain in source.domains:
            for record in self.records(source, self.whole(source, truth, domain, stop_after=1).pages):
                packed = msgspec.msgpack.encode(record)
                assert msgspec.msgpack.decode(packed, type=type(record)) == record

    def test_an_unchanged_source_lands_the_same_records(self, source, truth):
        for domain in source.domains:
            account = finish(source.check())
            reader = source.reader(account)
            first, second = (
                {raw for page in self.whole(source, truth, domain).pages for raw in reader.split(domain, page.body)}
                for _ in range(2)
            )
            assert first == second, domain

    def test_it_tells_where_it_stands(self, source, truth):
        for domain in source.domains:
            told = self.whole(source, truth, domain).progress
            assert told, domain
            assert all(step.label for step in told)

    def test_what_changed_is_in_the_changes(self, source, truth, change):
        for domain in self.changes:
            before = self.records(source, self.whole(source, truth, domain).pages)
            since = max((record.modified for record in before if record.modified), default=None)
            key = change(domain)
            found = self.whole(source, truth, domain, Mode.INCREMENTAL, since)
            now = {record.key: record for record in self.records(source, found.pages)}
            was = {record.key: record for record in before}
            assert now[key] != was[key], domain
            assert set(now) <= truth[domain]
            if found.listing.keys is not None:
                assert found.listing.keys == truth[domain]

    @pytest.mark.parametrize(
        "body", [b"", b"<html>Sign in</html>", b'{"a": 1}', b"null", b'[{"Id": 1', b"\xff\xfe", b"[" * 3000, b'"text"']
    )
    def test_a_page_that_is_none_is_told(self, source, body):
        reader = source.reader(finish(source.check()))
        for domain in source.domains:
            with pytest.raises(ContractError) as caught:
                reader.split(domain, body)
            assert caught.value.sentence
            assert caught.value.remedy

    @pytest.mark.parametrize(
        "raw", [b"", b"{}", b"[]", b"null", b"7", b'{"Id": "x"}', b'{"id": 5}', b"{" * 3000, b'{"Id": NaN}', b"\xff"]
    )
    def test_a_record_that_is_none_is_a_fault(self, source, raw):
        reader = source.reader(finish(source.check()))
        for domain in source.domains:
            reading = reader.parse(domain, [raw])
            assert len(reading.records) + bool(reading.faults) == 1
            assert all(fault.where and fault.what for fault in reading.faults)

    def test_stopping_leaves_nothing_behind(self, again, truth):
        others = set(threading.enumerate())
        source = again()
        for domain in source.domains:
            self.whole(source, truth, domain, stop_after=1)
        source.close()
        for thread in set(threading.enumerate()) - others:
            if thread.name == "connector":
                thread.join(60)
        assert not [thread for thread in set(threading.enumerate()) - others if thread.name == "connector"]


def fails(act):
    """The error that an act ends with, which must have words for people."""
    with pytest.raises(ClubOSError) as caught:
        act()
    assert caught.value.sentence.endswith((".", "?", "”"))
    assert caught.value.remedy
    return caught.value
