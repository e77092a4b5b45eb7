"""A source over records in memory: for tests of what stands above the connectors, and for trying things out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from clubos_desktop.connectors.reading import BROKEN, listed
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.records import TYPES, Instant, Record
from clubos_desktop.model.runs import Account, Fault, Listing, Mode, Page, Reading


class MemoryReader:
    """Reads records that were encoded as they are."""

    def __init__(self) -> None:
        self._decoders: dict[Domain, msgspec.json.Decoder[Any]] = {
            domain: msgspec.json.Decoder(kind) for domain, kind in TYPES.items()
        }

    def split(self, domain: Domain, body: bytes) -> list[bytes]:
        """The encoded records of a page."""
        return [bytes(raw) for raw in listed(body, "", domain)]

    def parse(self, domain: Domain, raws: Sequence[bytes]) -> Reading:
        """The records; what is none is a fault."""
        records: list[Record] = []
        faults: list[Fault] = []
        decode = self._decoders[domain].decode
        for place, raw in enumerate(raws):
            try:
                records.append(decode(raw))
            except BROKEN as error:
                what = str(error) if isinstance(error, msgspec.ValidationError) else "not valid JSON"
                faults.append(Fault(f"{domain} {place}", what))
        return Reading(tuple(records), tuple(faults))


class MemorySource:
    """A ``model.protocols.Source`` over ``records``; the dictionary may be changed between two copies.

    ``counts`` overrules the count that a domain states (to play a listing that is not complete). An incremental
    listing gives the records whose ``modified`` is not before ``since``, all of them where none has such a time.
    """

    def __init__(
        self,
        side: Side,
        records: Mapping[Domain, Iterable[Record]],
        *,
        account: Account | None = None,
        page_size: int = 100,
        counts: Mapping[Domain, int] | None = None,
    ) -> None:
        self.side = side
        self.domains = tuple(domain for domain in Domain if domain in records)
        self.records = {domain: list(found) for domain, found in records.items()}
        self.counts = dict(counts or {})
        self.account = account or Account(side, "memory", f"memory-{side}", "Memory club", "America/Los_Angeles", "USD")
        self._page_size = page_size

    def check(self) -> Job[Account]:
        """The account given."""
        yield Progress("Looking")
        return self.account

    def reader(self, account: Account) -> MemoryReader:  # noqa: ARG002 - the protocol's
        """The reader of encoded records."""
        return MemoryReader()

    def pages(
        self,
        domain: Domain,
        mode: Mode,
        *,
        since: Instant | None,
        resume: str | None,
        parents: Sequence[str],  # noqa: ARG002 - the protocol's
    ) -> Pages:
        """The records in pages; the cursor is the place of the next record."""
        every = self.records[domain]
        chosen = every
        if mode is Mode.INCREMENTAL and since is not None:
            chosen = [record for record in every if record.modified is None or record.modified >= since]
        count = self.counts.get(domain, len(chosen))
        for start in range(int(resume or 0), len(chosen), self._page_size):
            page = chosen[start : start + self._page_size]
            yield Progress(f"Copying {domain}", start, len(chosen))
            yield Page(domain, msgspec.json.encode(page), str(start + len(page)))
        return Listing(count, count, frozenset(record.key for record in every))

    def close(self) -> None:
        """Nothing to free."""
