"""Changes of the answers in words for people (ui.md section 1), and what they do to the gates. Pure."""

from collections.abc import Sequence

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.schema import Change, Drift
from clubos_desktop.sync.declared import CONTRACTS

_KINDS = {"legacy": "wild-apricot", "clubos": "clubos"}
_USED = {
    Domain.MEMBERS: "Gate 1 (data is the same) cannot pass, and registrations are not copied either.",
    Domain.EVENTS: "Gate 1 (data is the same) cannot pass, and registrations are not copied either.",
    Domain.REGISTRATIONS: "Gate 1 (data is the same) cannot pass.",
}
REMEDY = "Look at Copies, Health, Changed answers, and decide; then copy again."
_MONEY = "The check of the money (S4.4) cannot pass."


def label(change: Change) -> str:
    """What people call the field, with its name in the answer."""
    known = CONTRACTS[_KINDS[change.side]].get(change.domain, ())
    name = next((each.label for each in known if each.path == change.field), "")
    return f"{name} ({change.field})" if name and name != change.field else change.field


def sentence(change: Change) -> str:
    """What changed, such as "Wild Apricot no longer shows E-mail (Email) of members."""
    where, what, name = SIDE_LABELS[change.side], DOMAIN_LABELS[change.domain].lower(), label(change)
    part = f"in {change.n:,} of {change.of:,} {what}"
    words = {
        Drift.NEW: f"shows a new field of {what}: {change.field} ({part})",
        Drift.MISSING: f"no longer shows {name} of {what} (missing {part})",
        Drift.RENAMED: f"seems to call {name} of {what} {change.other} now ({part})",
        Drift.RETYPED: f"gives {name} of {what} as {change.other} instead of {change.was} ({part})",
        Drift.WORD: f"uses a word that is not known for {name} of {what}: {change.other} ({part})",
        Drift.WORD_RENAMED: f"now calls {change.was} {change.other} ({change.field})",
        Drift.DATE_FORM: f"writes the date {name} of {what} in another form ({part})",
        Drift.ANSWER: f"answers about {what} in a way that cannot be read: {change.other}",
    }
    return f"{where} {words[change.kind]}."


def effect(change: Change) -> str:
    """What it does to the gates as long as nobody decides."""
    what = DOMAIN_LABELS[change.domain]
    if not change.breaking:
        return f"{what} go on being copied; no gate is touched."
    return f"{what} are not copied until somebody decides. {_USED.get(change.domain, _MONEY)} Other data goes on."


def blocked(broken: Sequence[Change]) -> str:
    """Why a run took over nothing."""
    more = f" There are {len(broken) - 1} more changes like it." if len(broken) > 1 else ""
    return f"{sentence(broken[0])}{more} Nothing was taken over."
