"""Windows zone names as IANA names (wild-apricot-api.md 2.8), by the CLDR's own table."""

from functools import lru_cache

from babel.core import get_global


@lru_cache(maxsize=256)
def iana(windows: str | None) -> str | None:
    """The IANA name of a Windows zone, or None when it has none ("Pacific Standard Time" is America/Los_Angeles)."""
    if not windows:
        return None
    found = get_global("windows_zone_mapping").get(windows)
    return str(found) if found else None
