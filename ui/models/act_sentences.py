"""What each act of the history is called: who did what. No Qt in here."""

from collections.abc import Callable, Mapping

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.people import AuditEntry
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runs import Run
from ui.models.register_sentences import told
from ui.words import count, listed

Runs = Mapping[int, Run]
Telling = Callable[[str, AuditEntry, Runs], str]


def sentence(entry: AuditEntry, runs: Runs, recorded: Entry | None = None) -> str:
    """An entry as people say it: who did what.

    ``runs`` holds those that ``run_numbers`` names, ``recorded`` what it put into a register.
    """
    who = entry.actor.split(",")[0]
    said = _SENTENCES.get(entry.act)
    if said:
        return said(who, entry, runs)
    return told(entry.act, who, recorded) or f"{who}: {entry.act}."


def run_numbers(entry: AuditEntry) -> list[int]:
    """The runs that an entry is about."""
    said = entry.subject.get("runs", [entry.subject.get("run")])
    return [number for number in said if isinstance(number, int)] if isinstance(said, list) else []


def _plainly(words: str) -> Telling:
    return lambda who, _entry, _runs: words.format(who=who)


def _copying(words: str) -> Telling:
    return lambda who, entry, runs: words.format(who=who, what=_what(entry, runs))


def _deciding(words: str) -> Telling:
    """Words about ``n`` differences, of which the subject tells the number."""

    def told(who: str, entry: AuditEntry, _runs: Runs) -> str:
        n = entry.subject.get("n")
        return words.format(who=who, n=count(n, "difference") if isinstance(n, int) else "differences")

    return told


def _what(entry: AuditEntry, runs: Runs) -> str:
    """Which copies an entry is about: "members and events from Wild Apricot"."""
    subject = entry.subject
    places = [(run.side, run.domain) for number in run_numbers(entry) if (run := runs.get(number)) is not None]
    said = subject.get("places", [subject] if "side" in subject and "domain" in subject else [])
    if not places and isinstance(said, list):
        places = [(Side(str(each["side"])), Domain(str(each["domain"]))) for each in said]
    parts = []
    for side in Side:
        domains = [DOMAIN_LABELS[domain].lower() for of, domain in places if of is side]
        if domains:
            parts.append(f"{listed(domains)} from {SIDE_LABELS[side]}")
    return listed(parts) or "a copy"


def _connecting(words: str) -> Telling:
    """Words about a connection, of which the subject tells the system."""

    def told(who: str, entry: AuditEntry, _runs: Runs) -> str:
        side = entry.subject.get("side")
        return words.format(who=who, side=SIDE_LABELS[Side(str(side))] if side in set(Side) else "a system")

    return told


_SENTENCES: dict[str, Telling] = {
    "workspace made": _plainly("{who} made the file of this club."),
    "schema brought up": _plainly("The file was brought to this version of the program."),
    "person added": _plainly("{who} added a person."),
    "person changed": _plainly("{who} changed a person's name or role."),
    "person retired": _plainly("{who} noted that a person acts here no more."),
    "PIN taken away": _plainly("{who} took a lost PIN away."),
    "person vouched for": _plainly("{who} vouched that a PIN belongs to its person."),
    "PIN set": _plainly("{who} set a PIN."),
    "PIN wrong": _plainly("Somebody typed a wrong PIN."),
    "PIN right after wrong ones": _plainly("{who} typed the right PIN after wrong ones."),
    "schema decided": _copying("{who} decided how {what} is read from now on."),
    "schema decision withdrawn": _copying("{who} took back how {what} is read."),
    "key forgotten": _plainly("{who} wiped a key from this computer."),
    "skips accepted": _plainly("{who} accepted by name to go on without records that cannot be shown."),
    "set aside accepted": _copying("{who} accepted by name what was set aside of {what}."),
    "files instead": _copying("{who} changed whether {what} is read from export files."),
    "connection set": _connecting("{who} set the connection to {side}."),
    "log words set": _plainly("{who} set how grave a word in ClubOS's logs is."),
    "folder of backups set": _plainly("{who} chose where backups are kept."),
    "recheck set": _plainly("{who} set after how many days every invoice is asked again."),
    "share of calls set": _plainly("{who} set which part of a system's calls copying may use."),
    "copy started": _copying("{who} began to copy {what}."),
    "copy continued": _copying("{who} went on copying {what}."),
    "copy failed": _copying("Copying {what} stopped. Nothing was taken over."),
    "copy accepted": _copying("The copy of {what} is complete and was taken over."),
    "held copy approved": _copying("{who} and a second person looked at the copy of {what} and accepted it."),
    "copy taken back": _copying("{who} took the copy of {what} back; what stood before stands again."),
    "copy not accepted": _copying("The copy of {what} was not taken over."),
    "due copy begun": _plainly("A copy by plan began."),
    "due copy ended": _plainly("A copy by plan ended."),
    "due copies settled": _plainly("The days of the plan were noted, with what became of their copies."),
    "locked copies noted": _plainly("Copies by plan found the file in use and waited."),
    "schedule set": _plainly("{who} set the plan of copies."),
    "schedule switched off": _plainly("{who} switched the plan of copies off."),
    "end of sign-in noted": _plainly("The end of the sign-in to ClubOS was noted."),
    "notice given": _plainly("A notice was given."),
    "everything examined": _plainly("{who} had file, history, figures, backups and packs examined."),
    "notices seen": _plainly("{who} looked at the notices."),
    "notices mailed": _plainly("Notices were sent by mail."),
    "mail set": _plainly("{who} set the mail account for notices."),
    "mail switched off": _plainly("{who} switched notices by mail off."),
    "rules changed": _plainly("{who} changed the rules of comparison."),
    "decided: correct_clubos": _deciding("{who} chose Wild Apricot's value for {n}."),
    "decided: correct_legacy": _deciding("{who} chose ClubOS's value for {n}."),
    "decided: another_value": _deciding("{who} chose another value for {n}."),
    "decided: equal": _deciding("{who} had {n} treated as equal."),
    "decided: accept": _deciding("{who} accepted {n} for now."),
    "decided: ask": _deciding("{who} wants to ask somebody about {n}."),
    "decided: undecided": _deciding("{who} left {n} undecided."),
    "decided: note": _deciding("{who} wrote a note on {n}."),
    "decision undone": _deciding("{who} took a decision about {n} back."),
    "pair confirmed": _plainly("{who} said that two records belong together."),
    "suggestion rejected": _plainly("{who} said that two records do not belong together."),
    "pair parted": _plainly("{who} parted two records that had been brought together."),
    "pairing undone": _plainly("{who} took a word about two records back."),
    "limits set": _plainly("{who} changed the limits."),
    "switch planned": _plainly("{who} planned the day of the switch."),
    "gates judged": _plainly("{who} had the gates judged."),
    "connection tested": _connecting("{who} tested the connection to {side}."),
    "list kept": _plainly("{who} kept a list of differences under a name."),
    "list forgotten": _plainly("{who} took a kept list of differences away."),
    "practice begun": _plainly("{who} began to practise on a copy."),
    "practice ended": _plainly("{who} ended the practice."),
    "two records kept apart": _plainly("{who} said that two records of one system are two people."),
    "two records listed again": _plainly("{who} took a word about two records of one system back."),
    "spot check drawn": _plainly("{who} had records drawn by chance."),
    "spot check looked at": _plainly("{who} looked at a record that was drawn by chance."),
    "sheets set up": _plainly("{who} had spreadsheets of differences prepared."),
    "decided by sheet": _plainly("{who} settled differences in a spreadsheet."),
    "corrections handed over": _plainly("{who} handed corrections over."),
    "files written": _plainly("{who} had Wild Apricot's records written to files."),
    "hidden names set up": _plainly("{who} had names hidden in board packs."),
    "pack sealed": _plainly("{who} had the figures of a board pack sealed."),
    "pack written": _plainly("{who} made a board pack."),
    "backup made": _plainly("{who} made a backup."),
    "opened with recovery code": _plainly("The file was opened with the code of the recovery sheet."),
    "recovery code made": _plainly("{who} had a new recovery sheet made; the old one opens nothing any more."),
    "recovery sheet confirmed": _plainly("{who} noted that the recovery sheet lies in a safe place."),
    "day sealed": _plainly("The day's evidence was sealed."),
    "access looked": _plainly("{who} tried whether members can get into ClubOS."),
    "group noted": _plainly("{who} recorded a group of members who may look at ClubOS."),
    "feedback noted": _plainly("{who} recorded what a member said of ClubOS."),
    "roster noted": _plainly("{who} said who takes part in the pilot."),
    "answer noted": _plainly("{who} entered an answer of the chatbot beside the documented one."),
    "vote linked": _plainly("{who} said which motion in ClubOS a vote of the board is."),
    "governance read": _plainly("ClubOS was asked how the board voted."),
    "connection looked at": _plainly("ClubOS's doors and database were looked at again."),
}
