"""How long to wait before asking again: after a failure, and when a server says so."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BACKOFF = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further attempt, half to one and a half times (clubos-api.md D row 2)."""

DEFAULT_WAIT = 60.0
"""Seconds after a 429 that names none (wild-apricot-api.md section 4: "wait for a minute")."""

LONGEST_WAIT = 300.0
"""Seconds; a longer Retry-After is taken as this and told (features.md R13)."""


def retry_after(value: str | None, now: datetime) -> tuple[float, bool]:
    """The seconds to wait, and whether the server's wish was cut to LONGEST_WAIT.

    Seconds or an HTTP date; absent, unreadable or not after now means a minute.
    """
    seconds = 0.0
    if value:
        try:
            seconds = float(value)
        except ValueError:
            try:
                moment = parsedate_to_datetime(value)
                seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp()
            except (ValueError, TypeError):
                seconds = 0.0
    if not 0 < seconds < float("inf"):
        return (DEFAULT_WAIT, False) if seconds != float("inf") else (LONGEST_WAIT, True)
    return min(seconds, LONGEST_WAIT), seconds > LONGEST_WAIT
