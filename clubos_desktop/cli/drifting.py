"""``drift``: what changed in the way the systems answer, and what a person decides about it."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from clubos_desktop import instead
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.schema import COURSE_WORDS, Aside, Change, Course, Decided, Found
from clubos_desktop.store import people
from clubos_desktop.sync import schema, schema_words


def drift(arguments: Namespace, terminal: Terminal) -> int:
    """Show, decide, withdraw, or read a domain from files. Exit code 1 while a breaking change waits."""
    acts = {"show": _show, "decide": _decide, "withdraw": _withdraw, "files": _files}
    return acts[arguments.act](arguments, terminal)


def _show(arguments: Namespace, terminal: Terminal) -> int:
    with workspace(arguments, writing=False) as opened:
        with opened.database.read() as conn:
            found = schema.every(conn, schema.found)
            named = people.names(conn)
            made = tuple(replace(each, by=named.get(each.by, each.by)) for each in schema.every(conn, schema.decisions))
            aside = schema.every(conn, schema.aside)
        files = instead.present(opened)
    document = {
        "changes": [_change_json(each) for each in found],
        "decisions": [_decided_json(each) for each in made],
        "aside": [_aside_json(each) for each in aside],
        "files": {"folder": files.folder, "domains": [each.value for each in files.domains]},
    }
    terminal.result(document, _text(found, made, aside, files))
    return 1 if any(each.change.breaking for each in found) else 0


def _decide(arguments: Namespace, terminal: Terminal) -> int:
    if not arguments.what or not arguments.course:
        raise InputError(
            "It has to be said what is decided, and how.",
            remedy="Say clubos-desktop drift decide CHANGE --course accept (map, quarantine-rows, quarantine-values).",
            code="usage",
        )
    with workspace(arguments, writing=True) as opened:
        decided = schema.decide(
            opened.database,
            arguments.what,
            Course(arguments.course),
            to=arguments.to,
            reason=arguments.reason,
            actor=opened.actor,
        )
    said = f"{schema_words.sentence(decided.change)} {COURSE_WORDS[decided.course]}. The next copy reads it so."
    terminal.result({"decided": _decided_json(decided)}, said)
    return 0


def _withdraw(arguments: Namespace, terminal: Terminal) -> int:
    with workspace(arguments, writing=True) as opened:
        taken = schema.withdraw(opened.database, arguments.what or "", actor=opened.actor)
    terminal.result({"withdrawn": _decided_json(taken)}, "Taken back. The next copy of everything reads it anew.")
    return 0


def _files(arguments: Namespace, terminal: Terminal) -> int:
    if not arguments.domain or (not arguments.what and not arguments.off):
        raise InputError(
            "It has to be said which files hold what.",
            remedy="Say clubos-desktop drift files FOLDER --domain members, or --domain members --off.",
            code="usage",
        )
    domain = Domain(arguments.domain)
    with workspace(arguments, writing=True) as opened:
        if arguments.off:
            set_so = instead.stop(opened, domain)
        else:
            set_so = instead.use(opened, domain, Path(arguments.what).absolute())
    how = "over Wild Apricot's interface again" if arguments.off else "from these files"
    document = {"folder": set_so.folder, "domains": [each.value for each in set_so.domains]}
    terminal.result({"files": document}, f"{DOMAIN_LABELS[domain]} are read {how} from the next copy on.")
    return 0


def _change_json(found: Found) -> dict[str, object]:
    change = found.change
    return {
        "id": change.id,
        "side": change.side.value,
        "domain": change.domain.value,
        "class": change.kind.value,
        "field": change.field,
        "was": change.was,
        "other": change.other,
        "n": change.n,
        "of": change.of,
        "breaking": change.breaking,
        "sentence": schema_words.sentence(change),
        "effect": schema_words.effect(change),
        "since": found.since,
        "run_id": found.run,
        "examples": [{"key": each.key, "before": each.before, "after": each.after} for each in change.examples],
        "courses": [course.value for course in change.courses],
    }


def _decided_json(decided: Decided) -> dict[str, object]:
    return {
        "id": decided.change.id,
        "course": decided.course.value,
        "to": decided.to,
        "reason": decided.reason,
        "by": decided.by,
        "at": decided.at,
    }


def _aside_json(aside: Aside) -> dict[str, object]:
    return {
        "side": aside.side.value,
        "domain": aside.domain.value,
        "key": aside.key,
        "field": aside.field,
        "why": aside.why,
        "since": aside.since,
    }


def _text(found: tuple[Found, ...], made: tuple[Decided, ...], aside: tuple[Aside, ...], files: instead.Instead) -> str:
    lines = [line for each in found for line in _lines(each.change)] or ["Both systems answer as they did before."]
    lines += [f"Decided by {each.by}: {each.change.id}: {COURSE_WORDS[each.course].lower()}" for each in made]
    if aside:
        lines.append(f"{len(aside):,} set aside:")
        lines += [
            f"  {DOMAIN_LABELS[each.domain]} {each.key} of {SIDE_LABELS[each.side]}: {each.why}" for each in aside[:50]
        ]
    lines += [f"{DOMAIN_LABELS[each]} are read from export files in {files.folder}." for each in files.domains]
    return "\n".join(lines)


def _lines(change: Change) -> list[str]:
    lines = [f"{'STOPPED  ' if change.breaking else ''}{schema_words.sentence(change)}", f"  {change.id}"]
    lines.append(f"  {schema_words.effect(change)}")
    lines += [f"  {each.key}: {each.before} -> {each.after}" for each in change.examples]
    lines.append(f"  can be: {', '.join(course.value for course in change.courses) or 'files only'}")
    return lines
