"""``stay``: the club stays with Wild Apricot: decided, reported, tidied away."""

from argparse import Namespace
from pathlib import Path

from clubos_desktop import staying
from clubos_desktop.cli.acting import as_json, signer, wanted
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.model.domains import Side
from clubos_desktop.model.registers import Entry
from clubos_desktop.workspace import Workspace


def stay(said: Namespace, terminal: Terminal) -> int:
    """One of its acts. Exit code 1 from status while something comes before tidying away."""
    if said.act == "tidy":
        return _tidy(said, terminal)
    with workspace(said, writing=said.act != "status") as opened:
        if said.act == "status":
            return _status(opened, terminal)
        if said.act == "keys":
            for side in Side:
                staying.forget_key(opened, side)
            terminal.result({"forgotten": [side.value for side in Side]}, "Both keys are wiped from this computer.")
            return 0
        terminal.result({"entry": as_json(_act(opened, said))}, _WORDS[said.act])
        return 0


_WORDS = {
    "decide": "Recorded: the club stays with Wild Apricot. That is a good outcome.",
    "report": "The closing report is written.",
    "deleted": "Recorded: ClubOS has deleted the club's data.",
}


def _act(opened: Workspace, said: Namespace) -> Entry:
    if said.act == "decide":
        return staying.decide(opened, *signer(opened), said.words, said.file)
    if said.act == "report":
        return staying.report(opened, Path(wanted(said.file, "--file")))
    return staying.deleted_there(opened, said.words, said.file)


def _status(opened: Workspace, terminal: Terminal) -> int:
    found = staying.standing(opened)
    stores = [
        {"what": each.what, "path": str(each.path), "bytes": each.bytes, "stays": each.stays} for each in found.stores
    ]
    document = {"done": list(found.done), "left": [key for key, _ in found.left], "stores": stores}
    rows = [[words, "done" if key in found.done else "to do"] for key, words in staying.STEPS]
    places = [
        [each.what, f"{each.bytes / 1e6:.1f} MB", "stays" if each.stays else "is deleted", str(each.path)]
        for each in found.stores
    ]
    told = [table(["Before tidying away", ""], rows), table(["What", "Size", "Then", "Where"], places, numbers=[1])]
    terminal.result(document, "\n\n".join(told))
    return 1 if found.left else 0


def _tidy(said: Namespace, terminal: Terminal) -> int:
    with workspace(said, writing=True) as opened:
        plan = terminal.drive(staying.tidy(opened, Path(wanted(said.out, "--out")), wanted(said.confirm, "--confirm")))
    left = staying.take_away(plan)
    document = {"deleted": [str(path) for path in plan.doomed], "left": list(left), "kept": str(plan.kept)}
    lines = [f"Tidied away. The history is in {plan.kept}.", *(f"Could not be deleted: {path}" for path in left)]
    terminal.result(document, "\n".join(lines))
    return 3 if left else 0
