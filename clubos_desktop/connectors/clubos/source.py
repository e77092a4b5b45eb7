"""ClubOS as a source: which listing serves which domain."""

from collections.abc import Sequence

from clubos_desktop.connectors.clubos import governance, lists
from clubos_desktop.connectors.clubos.api import Api
from clubos_desktop.connectors.clubos.mapping import reader
from clubos_desktop.connectors.clubos.probe import health, look, open_pages, ping
from clubos_desktop.connectors.reading import JsonReader
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import BoardMotion
from clubos_desktop.model.runs import Account, Mode


class ClubOS:
    """A ``model.protocols.Source`` over one ClubOS. It cannot tell what changed: every copy reads everything."""

    side = Side.CLUBOS
    domains = (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS)

    def __init__(self, api: Api, url: str) -> None:
        self._api = api
        self._url = url

    def check(self) -> Job[Account]:
        """Sign in and look: what answers, what is a stub, which doors stand open. About fifteen reading calls."""
        return look(self._api, self._url)

    def check_again(self, known: Account) -> Job[Account]:
        """The same without what was a stub: asked daily, stubs would look like failing calls."""
        return look(self._api, self._url, known)

    def ping(self) -> Job[Instant | None]:
        """One or two reading calls, so that the sign-in does not fall idle; when it ends by what ClubOS says now."""
        return ping(self._api)

    def open_pages(self) -> Job[tuple[str, ...]]:
        """Pages that a visitor without a sign-in gets; () when ClubOS is closed for members."""
        return open_pages(self._api)

    def motions(self) -> Job[tuple[BoardMotion, ...] | None]:
        """How the board voted by ClubOS's own pages; None where this sign-in has none."""
        return governance.motions(self._api)

    def reader(self, account: Account) -> JsonReader:
        """The pure reader for the club's zone."""
        return reader(account.zone, account.currency)

    def health(self) -> Job[int]:
        """How it says it is: the status of its answer."""
        status = yield from health(self._api)
        self._api.http.note_calls()
        return status

    def pages(
        self,
        domain: Domain,
        mode: Mode,  # noqa: ARG002 - there is no modified-since (clubos-api.md finding 6): both modes read everything
        *,
        since: Instant | None,  # noqa: ARG002 - same
        resume: str | None,
        parents: Sequence[str],
    ) -> Pages:
        """List a domain, whole. Members and registrations begin anew after a break: they come in few answers."""
        listing = yield from self._listing(domain, resume, parents)
        self._api.http.note_calls()
        return listing

    def close(self) -> None:
        """Free sockets and threads."""
        self._api.http.close()

    def _listing(self, domain: Domain, resume: str | None, parents: Sequence[str]) -> Pages:
        match domain:
            case Domain.MEMBERS:
                return lists.members(self._api)
            case Domain.EVENTS:
                return lists.events(self._api, resume=resume)
            case Domain.REGISTRATIONS:
                return lists.registrations(self._api, parents=parents)
            case _:
                raise ValueError(f"ClubOS shows no {domain}")
