"""Paper for the day: every step of a plan with its people and phones, and the report of an incident."""

from clubos_desktop.cutover.times import Way, slack
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.paper import HEIGHT, LEFT, RIGHT, SECONDARY, TEXT, Paper
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runbook import Step
from clubos_desktop.model.time import wall
from clubos_desktop.verification.registers.runbook import Run, critical

QUESTIONS = (
    "What happened?",
    "What did it mean for members?",
    "Why did it happen?",
    "What was learned?",
    "What is done now, by whom?",
)
"""Asked after every return (features.md S6.13)."""

_WIDTH = RIGHT - LEFT


def steps(club: str, title: str, plan: tuple[Step, ...], people: dict[str, str], phones: tuple[str, ...]) -> bytes:
    """The sheet that lies on the table: numbered steps with acts, limits, undo, who; phones at the end."""
    paper = Paper(title=f"{title}: {club}", subject="ClubOS Desktop")
    flow = Flow(paper)
    flow.heading(title, club)
    flow.paragraph(way(plan), gap=2)
    room = slack(plan)
    for number, step in enumerate(plan, 1):
        flow.need(90)
        flow.heading(f"{number}. {step.title}", fresh=False, level=1)
        who = people.get(step.role, "")
        flow.paragraph(_meta(step, who, room[step.id]), size=9, ink=SECONDARY, gap=2)
        if step.aloud:
            flow.paragraph(f"Read aloud: “{step.aloud}”", bold=True, gap=2)
        for at, act in enumerate(step.acts, 1):
            flow.paragraph(f"[  ]  {at}. {act}", gap=1)
        flow.paragraph(
            f"Done when: {step.expects} If not: {step.next} Call: {step.call}.", size=9, ink=SECONDARY, gap=2
        )
        flow.paragraph("Begun ____:____   Done ____:____   Note ______________________________", size=9)
    flow.heading("Whom to call", fresh=False, level=1)
    for phone in phones or ("Nobody is entered yet.",):
        flow.paragraph(phone, gap=2)
    return drawn(flow, club)


def way(plan: tuple[Step, ...]) -> str:
    """The critical path in words: which steps set the end, and how long they take."""
    path = critical(plan)
    minutes = sum(step.minutes for step in plan if step.id in path)
    which = "Every step waits for the one before it, so each" if len(path) == len(plan) else (
        f"Steps {', '.join(str(n) for n, step in enumerate(plan, 1) if step.id in path)} wait for each other, so each"
    )  # fmt: skip
    return f"{which} late minute moves the end (the critical path): {spoken(minutes)} in all."


def path(found: Way, steps: int) -> str:
    """The critical path of a run in words: planned, as it is foreseen now, and the step that lost most."""
    which = f"all {steps} steps" if len(found.steps) == steps else f"{len(found.steps)} of {steps} steps"
    line = f"Critical path: {which}, planned {spoken(found.planned)}, now {spoken(found.foreseen)}."
    return line if found.worst is None else f"{line} Most was lost at “{found.worst[0]}”: {spoken(found.worst[1])}."


def spoken(minutes: float) -> str:
    """Minutes for people: "34 minutes", "2 hours 5 minutes", "24 hours"."""
    hours, rest = divmod(round(minutes), 60)
    parts = [f"{hours} hour{'s' * (hours != 1)}"] * bool(hours) + [f"{rest} minute{'s' * (rest != 1)}"] * (
        bool(rest) or not hours
    )
    return " ".join(parts)


def _meta(step: Step, who: str, room: int) -> str:
    undo = step.undo or "it cannot be undone. Two people."
    whose = f"{step.role.capitalize()}: {who}" if who else step.role.capitalize()
    late = f" (may take {room} longer)" if room else ""
    return f"{whose} · at most {step.minutes} minutes{late} · To take back: {undo[0].lower()}{undo[1:]}"


def incident(club: str, run: Run, zone: str, answers: tuple[str, ...], story: tuple[tuple[Instant, str], ...]) -> bytes:
    """What happened and when, the five questions with their answers, the steps with their times."""
    paper = Paper(title=f"Going back: {club}", subject="ClubOS Desktop")
    flow = Flow(paper)
    flow.heading("What happened", club)
    flow.paragraph(f"Going back began {wall(run.at, zone)}.")
    for number, question in enumerate(QUESTIONS):
        flow.heading(question, fresh=False, level=1)
        said = answers[number].strip() if number < len(answers) else ""
        flow.paragraph(said or "Not answered yet.", ink=TEXT if said else SECONDARY)
    flow.heading("The steps", fresh=False, level=1)
    columns = (Column("Step", 190), Column("Minutes", 60, "right"), Column("Seen, or what went wrong", _WIDTH - 250))
    rows = [
        (
            Cell(each.step.title),
            Cell(f"{each.seconds / 60:.0f} of {each.step.minutes}"),
            Cell(each.words, more=tuple(f"Did not work: {what}" for _, what in each.failures)),
        )
        for each in run.steps
    ]
    flow.table(columns, rows)
    flow.heading("From the history", fresh=False, level=1)
    flow.table(
        (Column("When", 130), Column("What", _WIDTH - 130)), [(Cell(wall(at, zone)), Cell(what)) for at, what in story]
    )
    return drawn(flow, club)


def drawn(flow: Flow, club: str) -> bytes:
    """The bytes of a paper, with the club's name and page numbers at its foot."""
    paper, total = flow.paper, len(flow.pages)
    for number, marks in enumerate(flow.pages, 1):
        for mark in marks:
            mark(paper)
        paper.text(LEFT, HEIGHT - 36, club, size=8, ink=SECONDARY)
        paper.text(RIGHT, HEIGHT - 36, f"Page {number} of {total}", size=8, ink=SECONDARY, align="right")
        paper.turn()
    return paper.close()
