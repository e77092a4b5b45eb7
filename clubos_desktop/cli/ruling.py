"""``rules``: the comparison rules with what each hides, words without a meaning first, and changing them."""

from argparse import Namespace

from clubos_desktop import backups
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.diff import rules as diff_rules
from clubos_desktop.diff.kinds import KINDS
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.errors import InputError
from clubos_desktop.findings import compared, ruling
from clubos_desktop.findings.ruling import FieldEffect
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import PAIRED, Domain
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS
from clubos_desktop.model.time import wall
from clubos_desktop.store import people, rotation, views
from clubos_desktop.sync import rulebook
from clubos_desktop.workspace import Workspace


def rules(arguments: Namespace, terminal: Terminal) -> int:
    """Show the rules, preview a change, or put it in force."""
    with workspace(
        arguments, writing=arguments.act == "undo" or bool(arguments.act in ("set", "word") and arguments.yes)
    ) as opened:
        if arguments.act is None:
            return _show(opened, terminal)
        if arguments.act == "history":
            return _history(opened, terminal)
        if arguments.act == "fields":
            return _fields(opened, terminal)
        if arguments.act == "undo":
            job = ruling.undo(opened.database, clock=opened.clock, actor=opened.actor)
            return _in_force(opened, terminal.drive(job), terminal)
        with opened.database.read() as conn:
            then = _changed(rulebook.of_club(conn), arguments)
        if not arguments.yes:
            found = terminal.drive(ruling.effect(opened.database, then))
            document = {"effects": [_effect_json(each) for each in found if each.changes], "in_force": False}
            terminal.result(document, _effect_text(found))
            return 0
        terminal.drive(backups.keep(opened, rotation.BEFORE))
        job = ruling.change(opened.database, then, arguments.reason, clock=opened.clock, actor=opened.actor)
        return _in_force(opened, terminal.drive(job), terminal)


def _in_force(opened: Workspace, n: int, terminal: Terminal) -> int:
    with opened.database.read() as conn:
        version = ruling.history(conn)[0].version
    document = {"version": version, "records": n, "in_force": True}
    terminal.result(document, f"Version {version} of the rules is in force; {n:,} records compare in another way.")
    return 0


def _changed(now: RuleSet, arguments: Namespace) -> RuleSet:
    said = arguments.words
    if len(said) != 3:
        how = "set DOMAIN FIELD KIND" if arguments.act == "set" else "word TABLE WORD MEANING"
        raise InputError("Three words are needed. Nothing was changed.", remedy=f"Say rules {how}.", code="rules.words")
    if arguments.act == "word":
        return ruling.with_word(now, *said)
    domain, field, kind = said
    if domain not in tuple(PAIRED) or field not in {each.name for each in COMPARED[Domain(domain)]}:
        raise InputError(
            f"Both systems do not show a field {field} of {domain}. Nothing was changed.",
            remedy="List the fields: clubos-desktop rules.",
            code="rules.field",
        )
    return diff_rules.with_kind(now, Domain(domain), field, kind)


def _show(opened: Workspace, terminal: Terminal) -> int:
    with opened.database.read() as conn:
        now = rulebook.of_club(conn)
        hidden = {(count.domain, count.field): count.n for count in views.counts(conn) if count.kind is Kind.IGNORED}
        words = ruling.words(conn, now)
    fields = [(domain, field, now.kind(domain, field)) for domain, field, _ in diff_rules.describe(now)]
    rows = [
        [DOMAIN_LABELS[domain], field, kind, f"Equal when {KINDS[kind].label}", hidden.get((domain, field), 0)]
        for domain, field, kind in fields
    ]
    lines = [table(["", "Field", "Rule", "", "Hides"], rows, numbers=(4,))]
    unmapped = [use for use in words if not use.mapped]
    if unmapped:
        lines += ["", f"{len(unmapped)} words have no meaning in the other system:"]
        lines += [f"  {use.n:>6,}  {use.word} ({use.table})" for use in unmapped]
    document = {
        "fields": [
            {"domain": domain.value, "field": field, "kind": kind, "hides": hidden.get((domain, field), 0)}
            for domain, field, kind in fields
        ],
        "words": [
            {"table": use.table, "word": use.word, "n": use.n, "means": use.means, "mapped": use.mapped}
            for use in words
        ],
    }
    terminal.result(document, "\n".join(lines))
    return 1 if unmapped else 0


def _fields(opened: Workspace, terminal: Terminal) -> int:
    """What is compared with what, and what is not."""
    with opened.database.read() as conn:
        found = compared.fields(conn, rulebook.of_club(conn))
    rows = [
        [DOMAIN_LABELS[each.domain], each.label, each.legacy, each.clubos or "–", each.kind or "not compared"]
        for each in found
    ]
    document = {
        "fields": [
            {
                "domain": each.domain.value,
                "field": each.field,
                "label": each.label,
                "legacy": each.legacy,
                "clubos": each.clubos or None,
                "kind": each.kind or None,
                "looked": each.looked,
                "filled": each.filled,
                "samples": each.samples,
            }
            for each in found
        ]
    }
    terminal.result(document, table(["", "Field", "Wild Apricot", "ClubOS", "Rule"], rows))
    return 0


def _history(opened: Workspace, terminal: Terminal) -> int:
    with opened.database.read() as conn:
        found, names = ruling.history(conn), people.names(conn)
    rows = [[each.version, wall(each.at, opened.club.zone), names.get(each.by, each.by), each.reason] for each in found]
    document = {
        "versions": [
            {"version": each.version, "at": each.at, "by": names.get(each.by, each.by), "reason": each.reason}
            for each in found
        ]
    }
    terminal.result(document, table(["Version", "Since", "Who", "Why"], rows, numbers=(0,)))
    return 0


def _effect_json(found: FieldEffect) -> dict[str, object]:
    return {
        "domain": found.domain.value,
        "field": found.field,
        "differs": list(found.differs),
        "hidden": list(found.hidden),
        "hides": [[each.who, each.legacy, each.clubos] for each in found.hides],
        "shows": [[each.who, each.legacy, each.clubos] for each in found.shows],
    }


def _effect_text(found: tuple[FieldEffect, ...]) -> str:
    lines = []
    for each in found:
        if not each.changes:
            continue
        lines.append(
            f"{DOMAIN_LABELS[each.domain]}, {each.field}: {each.differs[0]:,} differences become {each.differs[1]:,}; "
            f"the rule hides {each.hidden[1]:,} instead of {each.hidden[0]:,}."
        )
        for verb, samples in (("would be equal", each.hides), ("would differ", each.shows)):
            lines += [f"    {verb}: {one.who}: {one.legacy or '–'} / {one.clubos or '–'}" for one in samples]
    if not lines:
        return "That changes nothing in what is copied now. Say --yes and --reason to put it in force."
    return "\n".join([*lines, "Nothing was changed yet. Say --yes and --reason to put it in force."])
