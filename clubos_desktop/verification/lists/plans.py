"""What is prepared for the switch: texts for members, the support rota, the emergency rule, integrations."""

from clubos_desktop.errors import InputError
from clubos_desktop.model.registers import Emergency, Entry
from clubos_desktop.model.time import spell, wall
from clubos_desktop.verification.acts import board, lines, proofs
from clubos_desktop.verification.acts.entering import any_day
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View, plain
from clubos_desktop.verification.registers import decided, integrations, rota
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.registers.operators import contacts
from clubos_desktop.verification.words import counted, of

PATTERNS = {
    "week before": "Dear members of {club},\n\nin one week our club moves from Wild Apricot to ClubOS. "
    "You need to do nothing today.",
    "day": "Dear members of {club},\n\ntoday we move to ClubOS. Until this evening please do not register for events.",
    "problem": "Dear members of {club},\n\nthe move to ClubOS was stopped. Nothing of yours is lost; "
    "please go on using Wild Apricot as before.",
}
"""How each text may begin; the words in braces are filled in from the club's own data."""

_WHEN = {"week before": "A week before", "day": "On the day", "problem": "If something goes wrong"}


def _messages(view: View) -> tuple[Row, ...]:
    written, given = decided.texts(view.known, "communication"), decided.approval(view.known, "communication")
    approved = given[1].hashes if given else ()
    rows = []
    for kind in decided.MESSAGES:
        text = written.get(kind)
        ok = text is not None and text.sha256 in approved
        state = "not written yet" if text is None else "approved by the board" if ok else "written, not approved"
        cells = {"when": _WHEN[kind], "text": text.text if text else "", "state": state}
        more = (
            ("Goes to", counted(given[1].recipients if ok and given else view.recipients, "member")),
            ("Text", text.text if text else "not written yet"),
            ("Check number", text.sha256[:8] if text else ""),
        )
        tone = "good" if ok else "unmeasured" if text is None else "needs"
        entries = tuple(each for each in view.known.kept.of("communication") if each.item == kind)
        rows.append(Row(kind, cells, tone, more, entries))
    return tuple(rows)


def _draft(view: View, row: Row | None) -> tuple[Field, ...]:
    present = row.cells["text"] if row else ""
    pattern = PATTERNS[row.item] if row else ""
    for name, value in view.values.items():
        pattern = pattern.replace("{" + name + "}", value)
    names = ", ".join("{" + name + "}" for name in view.values)
    hint = f"Filled in from your club's data: {names}. Another word in braces is refused."
    return (Field("text", "The text", Kind.LONG, hint=hint, value=present or pattern),)


def _approve(plan: str, doing: Doing) -> Entry:
    person, pin = doing.signed
    recipients = doing.view.recipients if plan == "communication" else 0
    return board.approve(doing.database, person, pin, plan, recipients)


COMMUNICATION = Sheet(
    "communication",
    "Texts for members",
    "Three texts, approved by the board word for word: a changed word needs another approval.",
    (Column("when", "When", 190), Column("state", "State", 190, stretch=1), Column("text", "Text", stretch=2, least=1)),
    _messages,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} texts are approved.",
    (
        Form(
            "write",
            "Write it",
            lambda d: board.write_message(d.database, d.actor, d.item, d["text"], d.view.values),
            _draft,
            on_row=True,
        ),
        Form(
            "approve",
            "The board approves all three",
            lambda d: _approve("communication", d),
            signs=True,
            about="The approval is bound to the texts as they are now, and to the number of recipients.",
        ),
    ),
    ("G4.2",),
)


_PATTERN = "hours 09:00-17:00"


def _rota_text(view: View) -> str:
    text = decided.texts(view.known, "support").get("rota")
    return text.text if text else ""


def _rota(view: View) -> tuple[Row, ...]:
    text = _rota_text(view)
    if not text:
        return ()
    (opens, closes), shifts = rota.read(text)
    free = dict(rota.holidays(text))
    rows = [
        Row(f"{n}", {"day": spell(day), "hours": f"{begin} to {end}", "who": who, "holiday": free.get(day, "")}, "good")
        for n, (day, begin, end, who) in enumerate(sorted(shifts), 1)
    ]
    holes = rota.holes(text, view.known.limits.value("support_days"))
    gaps = [
        Row(f"h{n}", {"day": hole, "hours": "", "who": f"nobody (open {opens} to {closes})", "holiday": ""}, "problem")
        for n, hole in enumerate(holes, 1)
    ]
    return (*gaps, *rows)


def _rota_head(view: View, rows: tuple[Row, ...]) -> str:
    holes = sum(row.tone == "problem" for row in rows)
    given = decided.approval(view.known, "support")
    text = decided.texts(view.known, "support").get("rota")
    approved = given is not None and text is not None and text.sha256 in given[1].hashes
    state = "approved by the board" if approved else "not approved yet"
    return f"{counted(len(rows) - holes, 'shift')}, {counted(holes, 'hole')}, {state}."


def _shift(doing: Doing) -> Entry:
    line = f"{spell(any_day(doing['day']))} {doing['from']}-{doing['until']} {doing['who']}"
    text = _rota_text(doing.view) or _PATTERN
    return board.write_rota(doing.database, doing.actor, f"{text}\n{line}")


ROTA = Sheet(
    "rota",
    "Support rota",
    "Who is there for members in the 14 days after the switch. Holes are found; holidays need a name too.",
    (
        Column("day", "Day", 210),
        Column("hours", "Hours", 140),
        Column("who", "Who", stretch=2),
        Column("holiday", "Holiday", 150, least=1),
    ),
    _rota,
    _rota_head,
    (
        Form(
            "shift",
            "Add a shift",
            _shift,
            plain(
                Field("day", "Day", Kind.DAY),
                Field("from", "From", value="09:00"),
                Field("until", "Until", value="17:00"),
                Field("who", "Who"),
            ),
            files=True,
        ),
        Form(
            "write",
            "Write the whole rota",
            lambda d: board.write_rota(d.database, d.actor, d["text"]),
            lambda view, _row: (
                Field(
                    "text",
                    "The rota",
                    Kind.LONG,
                    hint="First “hours 09:00-17:00”, then a line for each shift: “10 Dec 2026 09:00-13:00 Ann Lee”; "
                    "a holiday is a line “holiday 25 Dec 2026 Christmas”.",
                    value=_rota_text(view) or _PATTERN,
                ),
            ),
        ),
        Form("approve", "The board approves it", lambda d: _approve("support", d), signs=True),
    ),
    ("G4.3",),
    "No shift is entered yet.",
)


def _rule(view: View) -> tuple[Row, ...]:
    names = {each.number: each.contact.name for each in contacts(view.known)}
    found = bodies(view.known.kept, "emergency", Emergency)
    return tuple(
        Row(
            str(entry.id),
            {
                "rule": rule.text,
                "who": ", ".join(names.get(number, f"no. {number}, left") for number in rule.contacts),
                "at": wall(entry.at, view.zone),
            },
            "good" if entry is found[-1][0] else "unmeasured",
            (("Rule", rule.text),),
            (entry,),
        )
        for entry, rule in reversed(found)
    )


def _set_rule(doing: Doing) -> Entry:
    numbers = tuple(part for part in doing["contacts"].replace(",", " ").split())
    return proofs.emergency(doing.database, doing.actor, doing["text"], numbers)


def _rule_fields(view: View, _row: Row | None) -> tuple[Field, ...]:
    there = ", ".join(f"{each.number} {each.contact.name}" for each in contacts(view.known)) or "nobody yet"
    return (
        Field("text", "The rule", Kind.LONG, value="In an emergency the chair and one officer decide to go back."),
        Field("contacts", "Who decides, by their numbers", hint=f"People to call: {there}."),
    )


EMERGENCY = Sheet(
    "emergency",
    "Emergency rule",
    "Who decides to go back when the board cannot meet; they must have been reached lately.",
    (Column("rule", "Rule", stretch=3), Column("who", "Who decides", stretch=2), Column("at", "Set", 190, least=1)),
    _rule,
    lambda _view, rows: (
        f"{counted(len(rows), 'rule')} so far; the newest one holds." if rows else "No rule is set yet."
    ),
    (Form("set", "Set the rule", _set_rule, _rule_fields),),
    ("G5.4",),
    "No emergency rule is set yet.",
)


def _integrations(view: View) -> tuple[Row, ...]:
    words = dict(integrations.STATES)
    return tuple(
        Row(
            each.number,
            {
                "title": each.title,
                "state": words[each.state],
                "note": each.note,
                "owner": each.owner,
                "due": spell(each.due) if each.due else "",
            },
            "needs" if each.unanswered else "good",
            (("What it does", each.about),) if each.about else (),
            each.history,
        )
        for each in integrations.integrations(view.known.kept).values()
    )


def _answer(doing: Doing) -> Entry:
    if doing["state"] in ("dropped", "gap") and not doing["note"]:
        raise InputError(
            "Say how it is covered or who agreed. Nothing was recorded.", remedy="Fill in the note.", code="integration"
        )
    if doing["state"] == "gap" and not (doing["owner"] and doing["due"]):
        raise InputError(
            "A gap needs somebody who minds it and a day. Nothing was recorded.",
            remedy="Fill in both.",
            code="integration",
        )
    cells = dict(doing.values)
    if cells.get("due"):
        cells["due"] = any_day(cells["due"])
    known = integrations.integrations(doing.view.known.kept)
    if doing.item:
        cells["title"] = known[doing.item].title
    number = doing.item or str(1 + max(int(each) for each in known))
    return lines.note(doing.database, doing.actor, "integration", cells, item=number)


_ABOUT = (
    Field("state", "How it stands", Kind.CHOICE, integrations.STATES),
    Field("note", "How it is covered, or who agreed", needed=False),
    Field("owner", "Who minds it", needed=False),
    Field("due", "Until when", Kind.DAY, needed=False),
)

INTEGRATIONS = Sheet(
    "integrations",
    "What else is connected",
    "Everything that hangs on Wild Apricot besides its pages. Each needs an answer before the parallel run begins.",
    (
        Column("title", "What", stretch=2),
        Column("state", "How it stands", 200),
        Column("note", "Note", stretch=2, least=3),
        Column("owner", "Who minds it", 140, least=3),
        Column("due", "Until", 120, least=1),
    ),
    _integrations,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} are answered.",
    (
        Form("answer", "Answer", _answer, plain(*_ABOUT), on_row=True),
        Form("add", "Add another", _answer, plain(Field("title", "What"), *_ABOUT), files=True),
    ),
    ("G3.8",),
)
