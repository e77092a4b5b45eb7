"""ClubOS, the target system, read as it is (clubos-api.md)."""

from clubos_desktop.connectors.budget import CLUBOS_LIMITS, SlidingBudget
from clubos_desktop.connectors.clubos.api import Api
from clubos_desktop.connectors.clubos.letter import letter
from clubos_desktop.connectors.clubos.mapping import reader
from clubos_desktop.connectors.clubos.session import Session, clean_code
from clubos_desktop.connectors.clubos.source import ClubOS
from clubos_desktop.connectors.http import Http
from clubos_desktop.model.domains import Side
from clubos_desktop.model.protocols import Budget, Clock, Ledger

__all__ = ["ClubOS", "connect", "letter", "reader"]


def connect(
    code: str,
    *,
    url: str,
    ledger: Ledger,
    clock: Clock,
    zone: str = "America/Los_Angeles",
    currency: str = "USD",
    budget: Budget | None = None,
    workers: int = 2,
    timeout: float = 60.0,
    seed: int | None = None,
    closed: bool = False,
) -> ClubOS:
    """A connection with an access code as pasted. No call leaves before it is used.

    ``zone`` is the club's: no answer names one, and ClubOS itself has Los Angeles built in (clubos-api.md C.5).
    ``workers`` is small and ``timeout`` generous, because each call costs ClubOS a search through its sessions.
    Raises SignInError when the text cannot be a code.
    """
    cleaned = clean_code(code)
    budget = budget or SlidingBudget(CLUBOS_LIMITS, clock=clock, account=f"clubos {url}", share=1.0)
    http = Http(
        Side.CLUBOS,
        "ClubOS",
        url.rstrip("/"),
        ledger=ledger,
        budget=budget,
        clock=clock,
        workers=workers,
        timeout=timeout,
        seed=seed,
        closed=closed,
    )
    http.credentials = Session(cleaned)
    return ClubOS(Api(http, zone, currency), url)
