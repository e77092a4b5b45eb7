"""After the switch: changes still made in Wild Apricot, issues, returns in an emergency, closing Wild Apricot down."""

from pathlib import Path

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import wall
from clubos_desktop.verification import drift
from clubos_desktop.verification.acts import afterwards as acts
from clubos_desktop.verification.acts.entering import need
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View, plain, same
from clubos_desktop.verification.registers import afterwards as register
from clubos_desktop.verification.words import counted, of

_LABELS = {"new": "new there", "changed": "changed there", "gone": "gone there"}
"""What happened, in the system that the list is about."""


def _item(each: drift.Drift) -> str:
    return f"{each.domain.value} {each.key}"


def _rows(view: View, drifted: tuple[drift.Drift, ...], register: str, place: str) -> tuple[Row, ...]:
    order = {state: place for place, state in enumerate(drift.STATES)}
    return tuple(
        Row(
            _item(each),
            {
                "what": f"{each.what} ({each.domain.value})",
                "change": _LABELS[each.change],
                "found": wall(each.found, view.zone),
                "owner": each.owner or "nobody yet",
                "state": each.state,
            },
            "needs" if each.state == drift.STATES[0] else "good",
            ((f"Number in {place}", each.key),),
            tuple(entry for entry in view.known.kept.of(register, "carried") if entry.item == each.item),
        )
        for each in sorted(drifted, key=lambda one: order[one.state])
    )


def _drift(view: View) -> tuple[Row, ...]:
    return _rows(view, view.drifted, "drift", "Wild Apricot")


def _carried(view: View) -> tuple[Row, ...]:
    return _rows(view, view.carried, "carryover", "ClubOS")


def _drift_head(view: View, rows: tuple[Row, ...]) -> str:
    open_ = sum(row.tone == "needs" for row in rows)
    looks = drift.looks(view.known)
    last = f"Looked last on {wall(looks[-1][0].at, view.zone)}." if looks else "Nobody has looked since the switch yet."
    return f"{counted(len(rows), 'record')} changed in Wild Apricot since the switch, {open_} still open. {last}"


def _carried_head(_view: View, rows: tuple[Row, ...]) -> str:
    open_ = sum(row.tone == "needs" for row in rows)
    unowned = sum(row.cells["owner"] == "nobody yet" for row in rows)
    said = f"{counted(len(rows), 'record')} came or changed in ClubOS since the switch"
    return f"{said}, {open_} still open, {unowned} that nobody minds."


def _carry(doing: Doing) -> Entry:
    domain, _, key = doing.item.partition(" ")
    found = drift.of(doing.view.drifted, Domain(domain), key)
    return drift.carry(doing.database, doing.actor, found, owner=doing["owner"], state=doing["state"])


def _carry_back(doing: Doing) -> Entry:
    domain, _, key = doing.item.partition(" ")
    found = drift.of(doing.view.carried, Domain(domain), key)
    owner, state = doing["owner"], doing["state"]
    return drift.carry(doing.database, doing.actor, found, owner=owner, state=state, register="carryover")


def _mind_all(doing: Doing) -> Entry:
    """Everything that nobody minds gets the same owner."""
    unowned = [each for each in doing.view.carried if not each.owner]
    need(unowned, "Everything has somebody already. Nothing was changed.", "Change single lines.", "carryover.owned")
    return drift.mind_all(doing.database, doing.actor, unowned, doing["owner"], "carryover")


_SETTLE = plain(Field("owner", "Who minds it"), Field("state", "How it stands", Kind.CHOICE, same(*drift.STATES)))
_COLUMNS = (
    Column("what", "Who or what", stretch=2),
    Column("change", "What happened", 130, least=1),
    Column("found", "Found", 190, least=3),
    Column("owner", "Who minds it", 150, least=1),
    Column("state", "How it stands", 150),
)

DRIFT = Sheet(
    "drift",
    "Still changed in Wild Apricot",
    "ClubOS is in charge, and Wild Apricot cannot be locked: somebody who signs in there still changes it. "
    "The program looks once a day.",
    _COLUMNS,
    _drift,
    _drift_head,
    (
        Form(
            "carry",
            "Say who minds it and how it stands",
            _carry,
            _SETTLE,
            on_row=True,
            about="A later change of the same record is open again.",
        ),
    ),
    empty="Nothing changed in Wild Apricot since the switch, or there was none yet.",
)


CARRYOVER = Sheet(
    "carryover",
    "To be carried back",
    "What members entered in ClubOS since the switch. Going back means typing or importing it in Wild Apricot; the "
    "list stays after the return until somebody has settled each line.",
    _COLUMNS,
    _carried,
    _carried_head,
    (
        Form(
            "carry",
            "Say who minds it and how it stands",
            _carry_back,
            _SETTLE,
            on_row=True,
            about="A later change of the same record is open again.",
        ),
        Form("owner", "Somebody minds all that nobody minds", _mind_all, plain(Field("owner", "Who minds them"))),
    ),
    empty="Nothing came or changed in ClubOS since the switch, or there was none yet.",
)


def _issues(view: View) -> tuple[Row, ...]:
    rows = [_issue(view, each) for each in reversed(register.issues(view.known.kept))]
    return tuple(sorted(rows, key=lambda row: row.tone == "good"))


def _issue(view: View, each: register.Issue) -> Row:
    days = counted(each.days(view.known.at), "day")
    cells = {
        "title": each.title,
        "owner": each.owner,
        "since": wall(each.since, view.zone),
        "age": f"solved after {days}" if each.closed else f"open for {days}",
    }
    more = (("How it was solved", each.how),) if each.how else ()
    return Row(each.number, cells, "good" if each.closed else "needs", more, each.history)


def _issues_head(view: View, rows: tuple[Row, ...]) -> str:
    open_ = [each for each in register.issues(view.known.kept) if each.closed is None]
    if not open_:
        return f"All of {counted(len(rows), 'issue')} are solved."
    oldest = max(each.days(view.known.at) for each in open_)
    return f"{of(len(open_), len(rows))} issues are open, the oldest for {counted(oldest, 'day')}."


ISSUES = Sheet(
    "issues",
    "Issues after the switch",
    "What did not work, who minds it, for how long. The weekly report is made from this list.",
    (
        Column("title", "What", stretch=3),
        Column("owner", "Who minds it", 160, least=1),
        Column("since", "Since", 190, least=3),
        Column("age", "Age", 170),
    ),
    _issues,
    _issues_head,
    (
        Form(
            "open",
            "Note an issue",
            lambda d: acts.open_issue(d.database, d.actor, d["title"], d["owner"]),
            plain(Field("title", "What does not work"), Field("owner", "Who minds it")),
            files=True,
        ),
        Form(
            "close",
            "It is solved",
            lambda d: acts.close_issue(d.database, d.actor, d.item, d["how"]),
            plain(Field("how", "How it was solved")),
            on_row=True,
            shown=lambda row: row.tone == "needs",
        ),
    ),
    empty="No issue was noted.",
)

_STATES = {
    "waits": "waits for the board",
    "overdue": "the board is late",
    "ratified": "the board stands behind it",
    "refused": "the board does not stand behind it",
}


def _returns(view: View) -> tuple[Row, ...]:
    return tuple(_return(view, each) for each in reversed(register.emergencies(view.known)))


def _return(view: View, each: register.Emergency) -> Row:
    cells = {
        "at": wall(each.at, view.zone),
        "by": " and ".join(view.name(actor) for actor in each.by if actor),
        "until": wall(each.until, view.zone),
        "state": _STATES[each.state],
    }
    more: tuple[tuple[str, str], ...] = ()
    if each.vote is not None:
        entry, vote = each.vote
        counts = f"vote {entry.item}: {vote.for_} for, {vote.against} against, {vote.abstain} abstained"
        more = (("Vote", counts),)
    tones = {"waits": "needs", "overdue": "problem", "ratified": "good", "refused": "problem"}
    return Row(each.run, cells, tones[each.state], more)


RETURNS = Sheet(
    "returns",
    "Returns that began in an emergency",
    f"Chair and one officer may begin without a vote. The board says within {register.RATIFY_DAYS} days whether it "
    "stands behind it: record that under Votes of the board.",
    (
        Column("at", "Begun", 200),
        Column("by", "By", stretch=2, least=1),
        Column("until", "The board answers until", 210, least=1),
        Column("state", "State", stretch=1),
    ),
    _returns,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} are ratified.",
    empty="Nobody went back in an emergency.",
)


def _closing(view: View) -> tuple[Row, ...]:
    said = register.done(view.known.kept)
    rows = []
    for each in register.CLOSING:
        entry, body = said.get(each.id, (None, None))
        cells = {
            "what": each.title,
            "how": each.how,
            "state": "to do" if body is None else f"done: {body.cells.get('note', '')}".removesuffix(": "),
        }
        proof = body.cells.get("file", "") if body else ""
        more = (("Proof", f"{proof}, check number {body.cells.get('sha256', '')[:8]}"),) if body and proof else ()
        history = (entry,) if entry else ()
        rows.append(Row(each.id, cells, "good" if entry else "unmeasured", more, history))
    return tuple(rows)


def _closing_head(view: View, rows: tuple[Row, ...]) -> str:
    done = of(sum(row.tone == "good" for row in rows), len(rows))
    over = register.closed(view.known.kept)
    if over:
        return f"Wild Apricot is closed down since {wall(over.at, view.zone)}. {done} are done."
    ends = register.grace_ends(view.known.kept)
    if ends is None:
        return f"{done} are done. This list is for after the switch."
    if view.known.at < ends:
        return f"{done} are done. One may go back until {wall(ends, view.zone)}: most of it waits until then."
    return f"{done} are done."


def _done(doing: Doing) -> Entry:
    file = Path(doing["file"]) if doing["file"] else None
    return acts.close_down(doing.database, doing.actor, doing.item, doing["note"], file)


RETIRE = Sheet(
    "closing",
    "Closing Wild Apricot down",
    "Each with its proof. As long as one may go back, only the export and the archive are made.",
    (Column("what", "What", 210), Column("how", "How", stretch=3, least=1), Column("state", "State", stretch=1)),
    _closing,
    _closing_head,
    (
        Form(
            "done",
            "It is done",
            _done,
            plain(Field("note", "What was seen"), Field("file", "Proof: a picture or document", Kind.FILE)),
            on_row=True,
        ),
    ),
)
