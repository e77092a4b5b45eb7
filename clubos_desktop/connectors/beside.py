"""A source of which some domains are read from export files, while its own answers about them cannot be used.

The way back when an interface changed (features.md S7.3): the other domains go on over the interface.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.protocols import Pages, Reader, Source
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Account, Listing, Mode, Reading


@dataclass(frozen=True, slots=True)
class BesideReader:
    """Reads each domain by the reader it came from. ``unwatched`` domains have no contract of the interface."""

    api: Reader
    files: Reader
    unwatched: frozenset[Domain]

    def split(self, domain: Domain, body: bytes) -> list[bytes]:
        """The raw answers in a page."""
        return self._of(domain).split(domain, body)

    def parse(self, domain: Domain, raws: Sequence[bytes]) -> Reading:
        """Records of raw answers."""
        return self._of(domain).parse(domain, raws)

    def _of(self, domain: Domain) -> Reader:
        return self.files if domain in self.unwatched else self.api


class Beside:
    """A ``model.protocols.Source``: ``domains`` from ``files``, all others from ``source``."""

    def __init__(self, source: Source, files: Source, domains: Collection[Domain]) -> None:
        self._source = source
        self._files = files
        self._instead = frozenset(domains) & frozenset(files.domains)
        self.side: Side = source.side
        self.domains = source.domains

    def check(self) -> Job[Account]:
        """Sign in to the interface and look."""
        account = yield from self._source.check()
        return account

    def reader(self, account: Account) -> BesideReader:
        """The readers of both."""
        return BesideReader(self._source.reader(account), self._files.reader(account), self._instead)

    def pages(
        self, domain: Domain, mode: Mode, *, since: Instant | None, resume: str | None, parents: Sequence[str]
    ) -> Pages:
        """List a domain; one that comes from files says so in its listing."""
        if domain not in self._instead:
            listing = yield from self._source.pages(domain, mode, since=since, resume=resume, parents=parents)
            return listing
        listing = yield from self._files.pages(domain, mode, since=since, resume=resume, parents=parents)
        note = "Read from export files, not from Wild Apricot's interface."
        return Listing(listing.count_before, listing.count_after, listing.keys, (*listing.notes, note), listing.lost)

    def close(self) -> None:
        """Free sockets and threads."""
        self._source.close()
        self._files.close()
