"""Recorded votes held against the motions that ClubOS's governance pages show, where the club uses them. Pure.

A vote belongs to the motion that a person named, else to the one of the same day with the same words. Where ClubOS
holds no motion of that day the minutes alone count; where it holds others a person says which one it is, or none.
"""

from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import BoardMotion, Entry, Linked, MotionsRead, Vote
from clubos_desktop.model.time import spell, wall
from clubos_desktop.verification.registers.known import Known, after, bodies
from clubos_desktop.verification.words import counted

PASSED = "PASSED"
"""ClubOS's word for a motion that was carried."""


def read(known: Known) -> tuple[Entry, MotionsRead] | None:
    """What ClubOS held when it was asked last; None when it never was."""
    found = bodies(known.kept, "governance", MotionsRead)
    return found[-1] if found else None


def linked(known: Known, number: str) -> str | None:
    """The motion that a person named for a vote, "" for none of them; None when nobody said."""
    said = [body.motion for entry, body in bodies(known.kept, "vote", Linked) if entry.item == number]
    return said[-1] if said else None


def of_day(known: Known, vote: Vote) -> tuple[BoardMotion, ...]:
    """The motions of the meetings on the day of a vote."""
    found = read(known)
    return () if found is None else tuple(each for each in found[1].motions if each.day == vote.day)


def belonging(known: Known, entry: Entry, vote: Vote) -> BoardMotion | None:
    """ClubOS's motion of a vote; None where it holds none, or nobody said which of several."""
    found, said = read(known), linked(known, entry.item)
    if said is not None:
        every = () if found is None else found[1].motions
        return next((each for each in every if each.id == said), None)
    same = [each for each in of_day(known, vote) if _folded(each.text) == _folded(vote.motion)]
    return same[0] if len(same) == 1 else None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def until(known: Known, entry: Entry, vote: Vote) -> Instant | None:
    """Until when what ClubOS said of a vote counts; None for a vote that it does not hold."""
    found = read(known)
    if found is None or belonging(known, entry, vote) is None:
        return None
    return after(found[0].at, known.limits.value("look_days"))


def said(known: Known, entry: Entry, vote: Vote) -> str:
    """What ClubOS holds of a vote, for people; "" where it was not asked."""
    found, motion = read(known), belonging(known, entry, vote)
    if found is None:
        return ""
    if motion is None:
        return f"no motion of this vote, asked {wall(found[0].at, known.zone)}"
    count = _count((motion.for_, motion.against, motion.abstain)) if motion.result else "no result yet"
    return f"motion {motion.number} of {spell(motion.day)}: {count}, asked {wall(found[0].at, known.zone)}"


def faults(known: Known, entry: Entry, vote: Vote) -> list[str]:
    """Why a vote does not count by what ClubOS holds of it; empty when both agree, or ClubOS holds nothing of it."""
    motion, said = belonging(known, entry, vote), linked(known, entry.item)
    if motion is not None:
        return _apart(motion, vote) + _old(known, entry, vote)
    if said:
        return ["ClubOS no longer shows the motion of this vote."]
    others = of_day(known, vote)
    if said is not None or not others:  # "": none of them
        return []
    named = counted(len(others), "motion")
    return [f"ClubOS holds {named} of this day with other words: say which of them it is, or none."]


def _apart(motion: BoardMotion, vote: Vote) -> list[str]:
    place = f"ClubOS's motion {motion.number} of {spell(motion.day)}"
    reasons = [] if motion.day == vote.day else [f"{place} is of another day than this vote, {spell(vote.day)}."]
    if not motion.result:
        return [*reasons, f"{place} has no result yet."]
    held, here = (motion.for_, motion.against, motion.abstain), (vote.for_, vote.against, vote.abstain)
    if held != here:
        reasons.append(f"{place} has {_count(held)}; recorded here are {_count(here)}.")
    if (motion.result == PASSED) != (vote.for_ > vote.against):
        reasons.append(f"{place} says {motion.result}.")
    if motion.quorum is False:
        reasons.append(f"{place}: the meeting had no quorum by what ClubOS says.")
    return reasons


def _count(votes: tuple[int, int, int]) -> str:
    return f"{votes[0]} for, {votes[1]} against, {votes[2]} abstained"


def _old(known: Known, entry: Entry, vote: Vote) -> list[str]:
    ends = until(known, entry, vote)
    if ends is None or ends > known.at:
        return []
    return [f"What ClubOS says of it counted until {wall(ends, known.zone)}; copy again."]
