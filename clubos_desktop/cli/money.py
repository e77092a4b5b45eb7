"""``money``: totals, the lines that explain every cent, one document's way, notes, ClubOS's totals, the sign-off."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from clubos_desktop.cli import money_json as as_json
from clubos_desktop.cli.acting import done, signer, wanted
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.model.chain import REASON_WORDS, BalanceLine, By, Flow
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.evidence import EnteredTotal, SignOff
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.money import show
from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import spell, to_instant
from clubos_desktop.store import people
from clubos_desktop.verification import reconciled
from clubos_desktop.verification.acts import treasurer
from clubos_desktop.verification.reconciled import COLUMNS, Reconciled
from clubos_desktop.workspace import Workspace


def money(arguments: Namespace, terminal: Terminal) -> int:
    """Dispatch on the act."""
    act = _ACTS.get(arguments.act)
    if act is not None:
        with workspace(arguments, writing=True) as opened:
            entry, said = act(opened, arguments)
        return done(terminal, entry, said)
    with workspace(arguments, writing=False) as opened, opened.database.read() as conn:
        zone = opened.club.zone
        found = reconciled.read(conn, to_instant(opened.clock.now()), zone)
        names = people.names(conn)
    if found is None:
        raise InputError("No money was copied from Wild Apricot yet.", remedy="Copy first.", code="money.none")
    if arguments.act == "way":
        return _way(found, wanted(arguments.what, "a line or document, like payments:7000001"), zone, terminal)
    if arguments.act == "lines":
        return _lines(found, arguments.limit, terminal)
    return _show(found, By(arguments.by), names, terminal)


def _show(found: Reconciled, by: By, names: dict[str, str], terminal: Terminal) -> int:
    rows = found.totals(by)
    head = ("", "Currency", *(DOMAIN_LABELS[kind] for kind in COLUMNS))
    cells = [[row.label, row.currency, *(_plain(amount, row.currency) for amount in row.amounts)] for row in rows]
    text = [table(head, cells, (2, 3, 4, 5)), ""]
    text += [_flow(flow) for flow in found.books.chain.flows]
    asking = found.books.asking
    text.append(f"{len(found.books.chain.lines):,} lines explain it; {len(asking):,} of them need a person's word:")
    text += [f"  {_money(line.effect, line.currency):>16}  {line.text}  [{line.id}]" for line in asking[:10]]
    text += [f"  and {len(asking) - 10:,} more (clubos-desktop money lines)"] if len(asking) > 10 else []
    text += [_entered(each) for each in found.entered] or ["ClubOS shows no amounts; its totals were not entered yet."]
    text += [_unclosed(*each) for each in found.unclosed]
    text += [_balance(each, found.people.get(each.key, each.key)) for each in found.books.chain.balances]
    text.append(_signed(found.signoff, names))
    document = as_json.shown(found, rows, by)
    terminal.result(document, "\n".join(text))
    good = not asking and found.signoff is not None and found.signoff.holds
    return 0 if good else 1


def _flow(flow: Flow) -> str:
    """What came in and what it was used for, in one sentence."""
    received, paid, donated, refunded, difference = (
        _money(amount, flow.currency)
        for amount in (flow.received, flow.paid, flow.donated, flow.refunded, flow.difference)
    )
    return (
        f"{flow.currency or 'No currency'}: received {received}, paid on invoices {paid}, donated {donated}, "
        f"given back {refunded}; the difference of {difference} is explained by the lines to the last cent."
    )


def _lines(found: Reconciled, limit: int, terminal: Terminal) -> int:
    lines = found.lines()
    asking = {line.id for line in found.books.asking}
    cells = [
        [
            line.id,
            "to explain" if line.id in asking else "noted" if note else "explained",
            REASON_WORDS[line.reason],
            _money(line.effect, line.currency),
            note or line.text,
        ]
        for line, note in lines[:limit]
    ]
    text = table(("Line", "State", "Reason", "Difference", "What"), cells, (3,))
    document = {"lines": [as_json.line(line, note) | {"asks": line.id in asking} for line, note in lines]}
    terminal.result(document, text if cells else "Nothing has to be explained.")
    return 1 if asking else 0


def _way(found: Reconciled, line: str, zone: str, terminal: Terminal) -> int:
    kind, _, key = line.partition(":")
    steps = reconciled.way(found.papers, Domain(kind), key, zone) if kind in {each.value for each in FINANCE} else ()
    if not steps:
        raise InputError(
            f"There is no document {line}. Nothing was looked up.",
            remedy="Name it like payments:7000001; the lines name theirs.",
            code="money.document",
        )
    text = "\n".join(f"{'   ' * step.depth}{step.text}" for step in steps)
    document = {
        "way": [{"depth": each.depth, "kind": each.domain.value, "key": each.key, "text": each.text} for each in steps]
    }
    terminal.result(document, text)
    return 0


def _note(opened: Workspace, said: Namespace) -> tuple[Entry, str]:
    line = wanted(said.what, "a line (see money lines)")
    entry = treasurer.note(opened.database, opened.actor, line, said.text)
    return entry, f"Noted for {line}." if said.text.strip() else f"The note to {line} is taken back."


def _enter(opened: Workspace, said: Namespace) -> tuple[Entry, str]:
    row = {name: getattr(said, name) or "" for name in ("currency", "amount", "month", "level", "event", "tender")}
    row = {"what": wanted(said.what, "of what (payments, invoices, …)"), **row}
    row["currency"] = row["currency"] or opened.club.currency
    proof = None if said.file is None else Path(said.file)
    entry = treasurer.enter_total(opened.database, opened.actor, row, until=said.until or "", proof=proof)
    return entry, "The total is entered, with the proof's hash."


def _import(opened: Workspace, said: Namespace) -> tuple[Entry, str]:
    file = Path(wanted(said.what, "the CSV file"))
    entry = treasurer.import_totals(opened.database, opened.actor, file, until=said.until or "")
    return entry, f"The totals of {file.name} are entered, with the file's hash."


def _sign(opened: Workspace, _said: Namespace) -> tuple[Entry, str]:
    entry = treasurer.sign(opened.database, *_treasurer(opened))
    return entry, "The figures of all money until today are signed. The signature is void when one of them changes."


def _withdraw(opened: Workspace, _said: Namespace) -> tuple[Entry, str]:
    return treasurer.withdraw(opened.database, *_treasurer(opened)), "The signature is taken back."


def _treasurer(opened: Workspace) -> tuple[Person, str]:
    """Who signs; nobody else is asked for a PIN."""
    if opened.person is not None:
        treasurer.refuse_others(opened.person)
    return signer(opened)


_ACTS: dict[str, Callable[[Workspace, Namespace], tuple[Entry, str]]] = {
    "note": _note,
    "enter": _enter,
    "import": _import,
    "sign": _sign,
    "withdraw": _withdraw,
}


def _entered(each: EnteredTotal) -> str:
    name = " ".join(filter(None, (DOMAIN_LABELS[each.domain].lower(), each.part, each.group)))
    until = f" until {spell(each.until)}" if each.until else ""
    proof = f"proof {each.file}, {each.sha256[:8]}" if each.sha256 else "without a proof"
    legacy = "not there" if each.legacy is None else _money(each.legacy, each.currency)
    said = f"ClubOS, {name}{until}: {_money(each.amount, each.currency)}, entered by a person ({proof})"
    return f"{said}; Wild Apricot: {legacy}."


def _unclosed(currency: str, gap: int) -> str:
    return f"ClubOS: opening and movements miss the closing by {_money(gap, currency)}."


def _balance(each: BalanceLine, name: str) -> str:
    stated, owed, unused = (_money(amount, each.currency) for amount in (each.stated, each.owed, each.unused))
    return f"{name}: the stated balance is {stated}; by the documents {owed} is owed and {unused} paid ahead."


def _signed(signed: SignOff | None, names: dict[str, str]) -> str:
    if signed is None:
        return "The treasurer has not signed these figures."
    who = names.get(signed.by, "somebody")
    if signed.holds:
        return f"Signed by {who}, for all money until {spell(signed.until)}."
    return "\n".join(
        [
            f"VOID: the signature of {who} for all money until {spell(signed.until)}.",
            *(f"  {each}" for each in signed.changes),
        ]
    )


def _money(minor: int, currency: str) -> str:
    return show(minor, currency) if currency else f"{minor} units"


def _plain(minor: int, currency: str) -> str:
    return _money(minor, currency).removesuffix(f" {currency}")
