"""What each act of a register is called in the history, with what it was about. No Qt in here."""

from collections.abc import Mapping

from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import Begun, Remark, RunKind, Said, StepBegun, StepDone, StepFailed
from clubos_desktop.verification.registers.checklists import SHIPPED

SENTENCES: Mapping[str, str] = {
    "incident opened": "{who} entered an incident.",
    "incident regraded": "{who} changed how grave an incident is.",
    "incident closed": "{who} noted that an incident is over.",
    "incident looked": "{who} looked for incidents: all are on the list.",
    "operator named": "{who} named an operator.",
    "operator trained": "{who} entered a finished training.",
    "operator did": "{who} entered a task that an operator did.",
    "operator felt": "{who} entered how sure an operator feels.",
    "operator signed": "{who} signed to be ready.",
    "operator withdrew": "{who} took a signature back.",
    "operator left": "{who} took an operator off the list.",
    "contact added": "{who} added somebody to call.",
    "contact tested": "{who} tried to reach somebody on the list of people to call.",
    "contact left": "{who} took somebody off the list of people to call.",
    "restore tested": "{who} had a backup restored on trial.",
    "vote recorded": "{who} recorded a vote of the board.",
    "vote revoked": "{who} took a vote of the board back.",
    "review reviewed": "{who} recorded that the board looked at a pack.",
    "communication written": "{who} wrote a text for members.",
    "communication approved": "{who} recorded that the texts for members are approved.",
    "support written": "{who} wrote the support rota.",
    "support approved": "{who} recorded that the support rota is approved.",
    "rehearsal made": "{who} recorded a rehearsal of going back.",
    "emergency set": "{who} set the rule for an emergency.",
    "ticket entered": "{who} entered a support ticket.",
    "chatbot graded": "{who} graded an answer of the chatbot.",
    "log read": "{who} took a log of ClubOS over.",
    "total entered": "{who} entered a total read in ClubOS.",
    "total imported": "{who} read totals of ClubOS from a file.",
    "money noted": "{who} wrote a word on a line of money.",
    "money signed": "{who} signed the figures of all money.",
    "money withdrew": "{who} took the signature of all money back.",
    "risk rated": "{who} rated a risk.",
    "risk closed": "{who} closed a risk.",
    "phase moved": "{who} noted that another phase began.",
    "criteria locked": "{who} had the limits fixed by the board.",
    "integration noted": "{who} noted how an integration stands.",
    "load noted": "{who} recorded a load test.",
    "security noted": "{who} recorded a security review.",
    "question noted": "{who} added a question to the chatbot.",
    "question left": "{who} took a question to the chatbot off the list.",
    "owner noted": "{who} noted who minds a check.",
    "effort noted": "{who} noted time that was spent.",
    "week sealed": "The judgement of a week was sealed.",
    "practice tried": "{who} tried a task on a practice copy.",
    "pilot given": "{who} was given tasks in ClubOS.",
    "key made": "{who} made a key for requests by mail.",
    "request written": "{who} wrote a request to somebody who was not here.",
    "request answered": "{who} read the reply to a request.",
    "checklist adjusted": "{who} changed the words of a step in a checklist.",
    "runbook begun": "{who} began {it}.",
    "runbook step begun": "{who} began the step{it}.",
    "runbook step done": "{who} finished the step{it}.",
    "runbook step failed": "{who} noted that the step{it} did not work.",
    "runbook said": "{who} said {it}.",
    "runbook noted": "{who} wrote a note on the step{it}.",
    "runbook stopped": "{who} stopped the run. Stopping is a good outcome.",
    "runbook ended": "{who} ended the run.",
    "watch looked": "{who} looked how ClubOS stands after the switch.",
    "watcher noted": "{who} noted who watches after the switch.",
    "watcher left": "{who} took somebody off those who watch.",
    "action noted": "{who} noted something that is to be done.",
    "action left": "{who} took something that was to be done off the list.",
    "drift looked": "{who} looked what was still changed in Wild Apricot.",
    "issue opened": "{who} noted something that went wrong after the switch.",
    "issue closed": "{who} noted that something is in order again.",
    "report written": "{who} had the report of the return period written.",
    "archive written": "{who} had Wild Apricot's records written to files, to be kept.",
    "retire done": "{who} noted a step of leaving Wild Apricot.",
    "retire closed": "{who} recorded that Wild Apricot is closed down.",
    "stay decided": "{who} noted that the club stays with Wild Apricot.",
    "stay done": "{who} noted a step of staying with Wild Apricot.",
    "drift carried": "{who} said who minds a change in Wild Apricot and how it stands.",
}
"""By act; ``it`` names the step or the run. No names and titles: the history is saved as a file too."""

TITLES = {step.id: step.title for steps in SHIPPED.values() for step in steps}
"""Every step's name, by its id."""


def told(act: str, who: str, entry: Entry | None) -> str | None:
    """The sentence of an act of a register, None for another one."""
    words = SENTENCES.get(act)
    return None if words is None else words.format(who=who, it=_about(entry)).replace("  ", " ")


def _about(entry: Entry | None) -> str:
    """Like " “Stop new entries”"; "" where nothing more is known."""
    body = entry.body if entry is not None else None
    if isinstance(body, Begun):
        return "the real run" if body.kind is RunKind.REAL else f"a rehearsal ({body.kind.value})"
    if isinstance(body, Said):
        return f"{'GO' if body.go else 'NO-GO'} at “{TITLES.get(body.step, body.step)}”"
    if isinstance(body, StepBegun | StepDone | StepFailed | Remark):
        return f" “{TITLES.get(body.step, body.step)}”"
    return ""
