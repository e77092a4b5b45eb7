"""The club whose move a workspace is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Club:
    """What the club is and where: ``zone`` IANA, ``currency`` ISO 4217, ``country`` ISO 3166 (two letters)."""

    name: str
    zone: str
    currency: str
    country: str
