"""How long to wait before asking again: after a failure, and when a server says so."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BACKOFF = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further attempt, half to one and a half times (clubos-api.md D row 2)."""

DEFAULT_WAIT = 60.0
"""Seconds after a 429 that names none (wild-apricot-api.md section 4: "wait for a minute")."""

LONGEST_WAIT = 300.0
"""Seconds; a longer Retry-After is taken as this and told (features.md R13)."""


MOST_SHOWN = 1e10
"""Seconds (three hundred years) as which an endless wish is kept."""


def retry_after(value: str | None, now: datetime) -> tuple[float, float | None]:
    """The seconds to wait, and the seconds that the server wished where they were cut to LONGEST_WAIT (else None).

    Seconds or an HTTP date; absent, unreadable or not after now means a minute.
    """
    wished = _wished(value, now)
    if wished <= 0:
        return DEFAULT_WAIT, None
    return (wished, None) if wished <= LONGEST_WAIT else (LONGEST_WAIT, min(wished, MOST_SHOWN))


def _wished(value: str | None, now: datetime) -> float:
    """The seconds in a Retry-After; 0 where there are none."""
    if not value:
        return 0.0
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp()
        except (ValueError, TypeError):
            return 0.0
    return seconds if seconds == seconds else 0.0  # noqa: PLR0124 - only "nan" is not itself
