"""What the start was asked for."""

from pathlib import Path
from typing import NamedTuple


class Wish(NamedTuple):
    """What the start was asked for: a club's file, the practice club with so many members, or the choice.

    ``fault`` is the failure card that the practice club is opened with.
    """

    workspace: Path | None = None
    practice: bool = False
    members: int = 1200
    seed: int = 7
    choose: bool = False
    fault: str = ""
