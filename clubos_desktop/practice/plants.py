"""What is planted in the practice club, and how it is taken away again."""

import random
from dataclasses import dataclass
from datetime import datetime

from clubos_desktop.practice.clubos import ClubOS
from clubos_desktop.practice.legacy import Legacy


@dataclass(slots=True)
class Garden:
    """The planted differences."""

    def listed(self) -> list[dict[str, object]]:
        """Every kind."""
        return []

    def fix(self, plant: str, club: object, now: datetime) -> int:  # noqa: ARG002 - first stone
        """Take a kind away."""
        return 0


def plant_before(garden: Garden, legacy: Legacy, rng: random.Random, now: datetime) -> None:
    """Plant in the legacy system before the import."""


def plant_after(garden: Garden, legacy: Legacy, clubos: ClubOS, seed: int, rng: random.Random) -> None:
    """Plant after the import."""
