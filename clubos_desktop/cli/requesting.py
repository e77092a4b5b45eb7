"""``request``: somebody who is not here is asked by a file and agrees by another."""

from argparse import Namespace
from collections.abc import Generator
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.cli.acting import as_json, pin_of, signer, wanted
from clubos_desktop.cli.lists import values_of, view_of
from clubos_desktop.cli.opening import somebody, workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.model.time import SystemClock, to_instant
from clubos_desktop.verification import letters
from clubos_desktop.verification.lists import requests
from clubos_desktop.verification.lists.catalogue import SHEETS, sheet
from clubos_desktop.verification.lists.sheet import Doing
from clubos_desktop.workspace import Workspace


def request(arguments: Namespace, terminal: Terminal) -> int:
    """Keys, requests and replies as files."""
    if arguments.act == "answer":
        return _answer(arguments, terminal)
    with workspace(arguments, writing=arguments.act != "list") as opened:
        return _ACTS[arguments.act](opened, arguments, terminal)


def _key(opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    path = Path(wanted(said.file, "a file"))
    files.write(path, requests.key_file(opened.database, *signer(opened)), private=True)
    terminal.result({"path": str(path)}, f"Your key file is {path}. Keep it for yourself: file and PIN together sign.")
    return 0


def _write(opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    path = Path(wanted(said.file, "a file"))
    asked = somebody(opened, wanted(said.asked, "--for"))
    own = signer(opened)
    doing = Doing(opened.database, opened.actor, said.item or "", values_of(said.value), view_of(opened))
    chosen = sheet(said.list) if said.list else None
    form = chosen.form(wanted(said.form, "--act")) if chosen else None
    content = requests.write(doing, chosen, form, asked, own)
    files.write(path, content, private=True)
    words = letters.parse(content, letters.REQUEST)["words"]
    terminal.result({"path": str(path), "words": words}, f"{words}\nSend {path} to {asked.name}.")
    return 0


def _answer(said: Namespace, terminal: Terminal) -> int:
    """Sign a reply; no workspace is needed."""
    content, key = _read(wanted(said.file, "a file")), _read(wanted(said.key, "--key"))
    at = to_instant(SystemClock().now())
    asked, own = letters.look(content, key, at)  # what nobody signed is not shown
    terminal.say(f"{asked['by_name']} of {asked['club']} asks: {asked['words']}")
    reply = letters.answer(content, key, pin_of(own["name"]), at, agree=not said.refuse)
    path = Path(said.out) if said.out else Path(said.file).with_suffix(".clubos-reply")
    files.write(path, reply, private=True)
    answer = "refused" if said.refuse else "agreed"
    terminal.result({"path": str(path), "answer": answer, "words": asked["words"]}, f"You {answer}. Send back {path}.")
    return 0


def _apply(opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    view = view_of(opened)
    content = _read(wanted(said.file, "a file"))
    done = requests.apply(Doing(opened.database, opened.actor, "", {}, view, sheets=SHEETS), content)
    entry = terminal.drive(done) if isinstance(done, Generator) else done
    answer = letters.parse(content, letters.REPLY)["answer"]
    document = {"answer": answer, "entry": as_json(entry) if entry is not None else None}
    terminal.result(document, f"The reply holds: {answer}.")
    return 0 if answer == "agreed" else 1


def _list(opened: Workspace, _said: Namespace, terminal: Terminal) -> int:
    rows = SHEETS["requests"].rows(view_of(opened))
    listed = [{"number": row.item, **row.cells} for row in rows]
    shown = [[row.item, row.cells["asked"], row.cells["state"], row.cells["words"]] for row in rows]
    terminal.result({"requests": listed}, table(["No.", "Of whom", "State", "What"], shown))
    return 0


def _read(name: str) -> bytes:
    return files.read(Path(name), letters.MOST, nothing="Nothing was done.")


_ACTS = {"key": _key, "write": _write, "apply": _apply, "list": _list}
