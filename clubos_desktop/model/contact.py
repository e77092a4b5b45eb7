"""What the first contact with a system found out about its interface (wild-apricot-api.md section 9)."""

from dataclasses import dataclass

from clubos_desktop.model.records import Instant


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of the check list: what was asked, what the answer means, and whether it is as expected.

    ``known`` is False where the answer could not be had yet.
    """

    name: str
    question: str
    answer: str
    expected: bool = True
    known: bool = True


@dataclass(frozen=True, slots=True)
class FirstContact:
    """The answers to the check list, and what the connector reads from them.

    ``page`` is how many rows a list gives at most, ``quoted`` whether field names in filters stand in quotation marks
    (None: neither form is understood), ``token_seconds`` how long a sign-in lives. ``search`` is a search that was
    started at ``at``; the next test looks whether its result still lives.
    """

    at: Instant
    answers: tuple[Answered, ...]
    calls: int = 0
    page: int = 100
    quoted: bool | None = True
    token_seconds: float = 0.0
    search: str = ""
