"""Money under the stable names of the command reference."""

from collections.abc import Sequence

from clubos_desktop.model.chain import By, MoneyLine
from clubos_desktop.model.evidence import SignOff
from clubos_desktop.verification.reconciled import COLUMNS, Reconciled, TotalRow


def shown(found: Reconciled, rows: Sequence[TotalRow], by: By) -> dict[str, object]:
    """What ``money show`` found."""
    return {
        "by": by.value,
        "totals": [
            {
                "group": row.group,
                "label": row.label,
                "currency": row.currency,
                **{kind.value: amount for kind, amount in zip(COLUMNS, row.amounts, strict=True)},
                "clubos": {kind.value: amount for kind, amount in zip(COLUMNS, row.entered, strict=True)},
            }
            for row in rows
        ],
        "flows": [
            {
                "currency": flow.currency,
                "invoiced": flow.invoiced,
                "paid": flow.paid,
                "open": flow.open,
                "received": flow.received,
                "donated": flow.donated,
                "refunded": flow.refunded,
                "difference": flow.difference,
                "explained": flow.explained,
                "closing": flow.closing,
                "balanced": flow.balanced,
            }
            for flow in found.books.chain.flows
        ],
        "months": [
            {
                "month": each.month,
                "currency": each.currency,
                "opening": each.opening,
                "invoiced": each.invoiced,
                "received": each.received,
                "donated": each.donated,
                "refunded": each.refunded,
                "closing": each.closing,
            }
            for each in found.books.chain.months
        ],
        "balances": [
            {
                "member": each.key,
                "currency": each.currency,
                "stated": each.stated,
                "owed": each.owed,
                "unused": each.unused,
            }
            for each in found.books.chain.balances
        ],
        "asking": [line(each, "") for each in found.books.asking],
        "entered": [
            {
                "what": each.domain.value,
                "currency": each.currency,
                "amount": each.amount,
                "part": each.part,
                "group": each.group,
                "until": each.until,
                "file": each.file,
                "sha256": each.sha256,
                "wild_apricot": each.legacy,
            }
            for each in found.entered
        ],
        "unclosed": [{"currency": currency, "gap": gap} for currency, gap in found.unclosed],
        "sign_off": signed(found.signoff),
    }


def line(said: MoneyLine, note: str) -> dict[str, object]:
    """A line with its note."""
    return {
        "line": said.id,
        "day": said.day,
        "currency": said.currency,
        "effect": said.effect,
        "reason": said.reason.value,
        "text": said.text,
        "note": note,
    }


def signed(said: SignOff | None) -> dict[str, object] | None:
    """The treasurer's sign-off."""
    if said is None:
        return None
    return {
        "by": said.by,
        "at": said.at,
        "until": said.until,
        "hash": said.signed,
        "now": said.now,
        "holds": said.holds,
        "changes": list(said.changes),
    }
