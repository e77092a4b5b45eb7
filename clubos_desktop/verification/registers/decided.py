"""Votes, reviews, plans and the way back: Gates 4 and 5. Pure."""

from clubos_desktop.model.evidence import Attested
from clubos_desktop.model.proofs import Approved, Rehearsed, Written
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Ballot, Emergency, Entry, Reviewed, Vote
from clubos_desktop.model.runbook import Plan, checklist_hash
from clubos_desktop.model.time import spell
from clubos_desktop.verification.registers import actions, motions, rota
from clubos_desktop.verification.registers.checklists import present
from clubos_desktop.verification.registers.known import Known, after, bodies, locks, starts, word
from clubos_desktop.verification.registers.operators import contacts
from clubos_desktop.verification.words import counted, listed, of

_NO_ROTA = "hours 09:00-17:00"

MESSAGES = ("week before", "day", "problem")
"""The texts of the communication plan: a week before, on the day, and if something goes wrong."""

WITHOUT_PACK = frozenset({Ballot.CRITERIA, Ballot.RATIFICATION})
"""Votes that no pack comes before."""

STEPS = (
    "Disable ClubOS member-facing access.",
    "Re-enable legacy system write access.",
    "Communicate to members via email.",
    "Document incident and lessons learned.",
    "Re-enter parallel run phase.",
)
"""The five steps of going back (parallel-run model, section 6)."""


def attest(known: Known) -> list[Attested | None]:
    """G4.1 to G4.3, G5.1 to G5.4, S4.11 and S4.13."""
    return [_vote(known), _review(known), _messages(known), _support(known), *_rehearsals(known), _emergency(known)]


def votes(known: Known, ballot: Ballot | None = None) -> tuple[tuple[Entry, Vote], ...]:
    """Every recorded vote, oldest first."""
    found = bodies(known.kept, "vote", Vote)
    return tuple((entry, vote) for entry, vote in found if ballot in (None, vote.ballot))


def void(known: Known, entry: Entry, vote: Vote) -> list[str]:
    """Why a vote does not count; empty when it does."""
    reasons = []
    if any(each.item == entry.item for each in known.kept.of("vote", "revoked")):
        reasons.append("The vote was revoked.")
    if vote.present < vote.quorum:
        reasons.append(f"The quorum was missed: {of(vote.present, vote.quorum)} were there.")
    if vote.for_ <= vote.against:
        reasons.append(f"The motion was lost: {vote.for_} for, {vote.against} against.")
    if known.at >= starts(vote.expires, known.zone, 1):
        reasons.append(f"The vote counted until {spell(vote.expires)}.")
    packed = [] if vote.ballot in WITHOUT_PACK else _packed(known, vote.pack)
    return reasons + packed + motions.faults(known, entry, vote)


def _packed(known: Known, sha256: str) -> list[str]:
    """A newer pack made for the same purpose takes the place of the one that was looked at."""
    packs = [pack for pack in known.packs if pack.sha256 == sha256]
    if not packs:
        return ["The pack that was looked at is not one of this workspace."]
    newer = [pack for pack in known.packs if pack.purpose == packs[0].purpose and pack.at > packs[0].at]
    return ["The pack was made again afterwards."] if newer else []


def _vote(known: Known) -> Attested | None:
    found = votes(known, Ballot.CUTOVER)
    if not found:
        return None
    entry, vote = found[-1]
    value = f"{vote.for_} for, {vote.against} against, {vote.abstain} abstained"
    ends = min(filter(None, [starts(vote.expires, known.zone, 1), motions.until(known, entry, vote)]))
    return word("G4.1", void(known, entry, vote), value, entry, sample=vote.present, expires=ends)


def _review(known: Known) -> Attested | None:
    found: dict[str, tuple[Entry, Reviewed]] = {}
    for entry, body in bodies(known.kept, "review", Reviewed):  # an answer is entered as the whole look once more
        found[entry.item] = (found.get(entry.item, (entry, body))[0], body)
    if not found:
        return None
    entry, review = list(found.values())[-1]
    unanswered = sum(not answer for _, answer in review.questions)
    reasons = _packed(known, review.pack)
    reasons += [f"{counted(unanswered, 'question')} not answered yet."] if unanswered else []
    value = f"{counted(review.present, 'member')} of the board, {counted(len(review.questions), 'question')}"
    ends = after(entry.at, known.limits.value("review_days"))
    return word("S4.11", reasons, value, entry, sample=review.present, expires=ends)


def texts(known: Known, register: str) -> dict[str, Written]:
    """The newest text of each kind."""
    return {entry.item: text for entry, text in bodies(known.kept, register, Written)}


def approval(known: Known, register: str) -> tuple[Entry, Approved] | None:
    """The newest approval of a plan."""
    found = bodies(known.kept, register, Approved)
    return found[-1] if found else None


def _messages(known: Known) -> Attested | None:
    given = approval(known, "communication")
    if given is None:
        return None
    entry, approved = given
    present = {item: text.sha256 for item, text in texts(known, "communication").items()}
    other = [item for item in MESSAGES if present.get(item) not in approved.hashes]
    reasons = [f"Changed after it was approved: the text “{listed(other)}”."] if other else []
    value = f"{counted(len(present), 'text')} for {counted(approved.recipients, 'recipient')}"
    ends = after(entry.at, known.limits.value("proof_days"))
    return word("G4.2", reasons, value, entry, sample=len(present), expires=ends)


def _support(known: Known) -> Attested | None:
    given = approval(known, "support")
    if given is None:
        return None
    entry, approved = given
    written = texts(known, "support").get("rota", Written(_NO_ROTA, ""))
    holes = rota.holes(written.text, known.limits.value("support_days"))
    reasons = [] if written.sha256 in approved.hashes else ["The rota was changed after it was approved."]
    reasons += [f"Nobody on {hole}." for hole in holes[:3]]
    reasons += [f"{counted(len(holes) - 3, 'more hole')}."] if len(holes) > 3 else []
    days = counted(len(rota.days(written.text)), "day")
    ends = after(entry.at, known.limits.value("proof_days"))
    return word("G4.3", reasons, f"{days} of support, {counted(len(holes), 'hole')}", entry, expires=ends)


def _rehearsals(known: Known) -> list[Attested]:
    """Executed, in time, without loss: three words on the same rehearsals, and the signal that rests on them."""
    days, wanted = known.limits.value("rehearsal_days"), known.limits.value("rehearsals")
    made = bodies(known.kept, "rehearsal", Rehearsed)
    if not made:
        return []
    checklist = checklist_hash(present(known.kept, Plan.ROLLBACK))
    since = _limit_set(known)
    good = [
        (entry, body)
        for entry, body in made
        if tuple(step.name for step in body.steps) == STEPS
        and body.checklist == checklist
        and since is not None
        and entry.at >= since
    ]
    last, newest = made[-1]
    ends = min(after(last.at, days), starts(newest.snapshot, known.zone, days))
    few = [f"{of(len(good), wanted)} rehearsals with all five steps of the present checklist."] * (len(good) < wanted)
    few += ["The board has not set the time limit yet; a rehearsal counts after it."] * (since is None)
    few += [f"Rehearsal {made[-1][0].item} is older than the time limit."] * (since is not None and last.at < since)
    todo = actions.unfinished(known.kept)
    held = [f"{counted(len(todo), 'action')} of a rehearsal not done yet: {todo[0].what}"] if todo else []
    worst = max(sum(step.seconds for step in body.steps) for _, body in made)
    limit = known.limits["rollback_minutes"]
    slow = [] if worst <= limit.limit.value * 60 else [f"The slowest took {worst / 60:.1f} minutes; {limit.text}."]
    lost = [f"Rehearsal {entry.item}: the data was not the same afterwards." for entry, body in made if not kept(body)]
    rows = sum(body.exported for _, body in made)
    value = counted(len(made), "rehearsal")
    minutes = f"{worst / 60:.1f} minutes at worst"
    return [
        word("G5.1", few + held, value, last, sample=len(made), expires=ends),
        word("G5.2", few + slow, minutes, last, sample=len(made), expires=ends),
        word("G5.3", lost, f"{counted(rows, 'row')} exported and read again", last, sample=rows, expires=ends),
        word("S4.13", few + held + slow + lost, value, last, sample=len(made), expires=ends),
    ]


def _limit_set(known: Known) -> Instant | None:
    """When the board set the time limit of going back: with the lock, or by changing this limit later (S5.14)."""
    label = known.limits["rollback_minutes"].label
    found = [entry.at for n, (entry, body) in enumerate(locks(known.kept)) if n == 0 or label in body.change]
    return found[-1] if found else None


def kept(body: Rehearsed) -> bool:
    """Whether a rehearsal left the data as it was and every row came back."""
    return bool(body.before) and body.before == body.after and 0 < body.exported == body.read_back


def _emergency(known: Known) -> Attested | None:
    found = bodies(known.kept, "emergency", Emergency)
    if not found:
        return None
    entry, rule = found[-1]
    until = {each.number: each.until for each in contacts(known)}
    times = [until.get(number) for number in rule.contacts]
    reached = [time for time in times if time is not None]
    missing = len(times) - len(reached)
    reasons = [f"{counted(missing, 'person', 'people')} of the rule cannot be reached."] if missing else []
    value = f"{counted(len(times), 'person', 'people')} decide"
    return word("G5.4", reasons, value, entry, sample=len(times), expires=min(reached, default=None))
