"""Votes of the board as the screen lists them, and the motions that are proposed. No Qt in here."""

from collections.abc import Sequence
from dataclasses import dataclass

from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Ballot
from clubos_desktop.model.time import spell
from clubos_desktop.verification.acts.entering import BOARD
from clubos_desktop.verification.registers import criteria, decided, motions
from clubos_desktop.verification.registers.known import Known
from ui.tone import Tone

BALLOTS = {
    Ballot.CUTOVER: "The switch to ClubOS",
    Ballot.CRITERIA: "The rules that count",
    Ballot.ROLLBACK: "Going back to Wild Apricot",
    Ballot.RATIFICATION: "A return that began in an emergency",
}
"""What a vote can be about."""

CUTOVER_MOTION = (
    "The board has looked at the pack named with this vote and resolves that the club switches from Wild Apricot to "
    "ClubOS, as soon as every gate is passed and for as long as this vote counts."
)
MOTIONS = {
    Ballot.CUTOVER: CUTOVER_MOTION,
    Ballot.ROLLBACK: "The board resolves that the club goes back from ClubOS to Wild Apricot.",
    Ballot.RATIFICATION: "The board stands behind the return to Wild Apricot that began by the emergency rule.",
}
"""The motions that are proposed."""


@dataclass(frozen=True, slots=True)
class VoteLine:
    """One vote: what, how, and whether it counts. ``why`` says why not."""

    number: str
    about: str
    day: str
    count: str
    until: str
    tone: Tone
    word: str
    why: str
    dissent: str
    pack: str
    """The hash of the pack that was voted on; "" for rules."""
    held: str
    """What ClubOS holds of it; "" where it was not asked."""


def vote_lines(known: Known) -> tuple[VoteLine, ...]:
    """Every vote, newest first."""
    lines = []
    for entry, vote in reversed(decided.votes(known)):
        reasons = decided.void(known, entry, vote)
        lines.append(
            VoteLine(
                entry.item,
                BALLOTS[vote.ballot],
                spell(vote.day),
                f"{vote.for_} for, {vote.against} against, {vote.abstain} abstained",
                spell(vote.expires),
                Tone.NEEDS if reasons else Tone.GOOD,
                "Does not count" if reasons else "Counts",
                " ".join(reasons),
                vote.dissent,
                vote.pack,
                motions.said(known, entry, vote),
            )
        )
    return tuple(lines)


def votes_by_pack(lines: Sequence[VoteLine]) -> dict[str, str]:
    """What the newest vote on each pack says, in two or three words."""
    found: dict[str, str] = {}
    for line in reversed(lines):
        if line.pack:
            found[line.pack] = f"Vote {line.number}: {line.word.lower()}"
    return found


def motion(known: Known, ballot: Ballot) -> str:
    """The motion that is proposed; it may be written anew."""
    if ballot is Ballot.CRITERIA:
        return criteria.motion(known.limits, known.criteria)
    return MOTIONS[ballot]


def board_members(people: Sequence[Person]) -> list[Person]:
    """Who may record what the board decided."""
    return [person for person in people if person.role in BOARD]


def heading(lines: Sequence[VoteLine]) -> tuple[str, str]:
    """The answer and its line."""
    counting = sum(line.tone is Tone.GOOD for line in lines)
    if not lines:
        return "The board has not voted yet.", "A vote names its pack; a pack made again for the same purpose voids it."
    if not counting:
        return "No vote counts now.", lines[0].why
    votes = "1 vote counts." if counting == 1 else f"{counting} votes count."
    return votes, "Until its last day, and while the pack that it names is not made again."
