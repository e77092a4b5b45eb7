"""The numbers that checks are held to: settings with default, unit and source (features.md 0.4).

The model names no numbers; ClubOS's own documents name some and contradict each other. Each default says where it
comes from, and ``against`` what another document says instead, so that a board can choose knowingly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from clubos_desktop.errors import InputError
from clubos_desktop.model.readiness import Limit

_PLAN = "ClubOS cutover plan (WA_CUTOVER_PLAN) 6.5"
_MODEL = "Parallel run model, section 5"
_OURS = "Default of this program"


@dataclass(frozen=True, slots=True)
class Setting:
    """One limit. ``most`` tells an upper limit from a lower one; ``against`` is what another document says."""

    key: str
    label: str
    limit: Limit
    most: bool = True
    against: str = ""

    @property
    def text(self) -> str:
        """The limit for people: "at most 1 %", "none" where nothing is tolerated."""
        unit = f" {self.limit.unit}" if self.limit.unit else ""
        if self.most and self.limit.value == 0:
            return "none"
        return f"{'at most' if self.most else 'at least'} {plain(self.limit.value)}{unit}"

    def holds(self, part: int, whole: int = 100) -> bool:
        """True when ``part`` (a percentage of ``whole``, or a plain number) is within the limit, exactly.

        A share of nothing is within no limit (design.md section 7, rule 2).
        """
        if whole <= 0:
            return False
        measured = Fraction(part * 100, whole)
        return measured <= Fraction(str(self.limit.value)) if self.most else measured >= Fraction(str(self.limit.value))


def plain(value: float) -> str:
    """A limit's number without needless zeros: "1", "99.9"."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _most(key: str, label: str, value: float, unit: str, source: str, *, against: str = "") -> Setting:
    return Setting(key, label, Limit(float(value), unit, source), against=against)


def _least(key: str, label: str, value: float, unit: str, source: str, *, against: str = "") -> Setting:
    return Setting(key, label, Limit(float(value), unit, source), most=False, against=against)


DEFAULTS: tuple[Setting, ...] = (
    _most("missing", "Records that ClubOS does not have", 0, "records", _PLAN),
    _most("orphans", "Records that only ClubOS has", 0, "records", _PLAN),
    _most(
        "mismatch",
        "Values that differ, of all that can be compared",
        1,
        "%",
        _PLAN,
        against="less than 0.1 % (WA_CUTOVER_PLAN 3.1)",
    ),
    _most("identity_fields", "Members whose e-mail or status differs", 0, "members", "Goal S5.1 of this program"),
    _least("pass_rate", "Records without any difference", 99.9, "%", _PLAN),
    _most(
        "registration_mismatch",
        "Values of registrations that differ",
        0,
        "%",
        "Goal S5.3 of this program",
        against="1 %",
    ),
    _most(
        "event_days",
        "How far back events are compared",
        90,
        "days",
        _MODEL,
        against="30 days (specification), 730 (code)",
    ),
    _most(
        "copy_hours", "Age of the newest complete copy", 48, "hours", "ClubOS specification 13.2", against="24 hours"
    ),
    _least("copies", "Full copies of both systems that agree", 2, "copies", "Goal S5.1 of this program"),
    _most("known", "Differences accepted until a day at a time", 20, "differences", "Goal E5 of this program"),
    _most("equal", "Differences treated as equal one by one", 200, "differences", "Goal E5 of this program"),
    _most("books", "Money in Wild Apricot that its own lines do not explain", 0, "", "Goal S4.4 of this program"),
    _least("tasks", "Common tasks that each operator completes", 12, "tasks", "Goal S4.5 of this program"),
    _least("tickets", "Support tickets resolved in ClubOS", 100, "%", _OURS),
    _least("chatbot", "Chatbot answers that match the how-to content", 98, "%", "ClubOS chatbot requirements 10"),
    _most("log_errors", "Critical errors in ClubOS's logs", 0, "errors", "Parallel run model, section 4"),
    _most("response", "Slowest hundredth of ClubOS's answers", 5, "seconds", "ClubOS cutover plan 7"),
    _least("response_sample", "Answers measured for each kind of call", 30, "answers", "Goal S4.9 of this program"),
    _least(
        "sync_success",
        "Due copies that succeeded",
        99,
        "%",
        _MODEL,
        against="error rate under 0.1 % (WA_CUTOVER_PLAN 3.1)",
    ),
    _least("sync_days", "Days over which due copies are counted", 14, "days", "Goal S5.8 of this program"),
    _least("sync_due", "Due copies before the share counts", 100, "copies", "Goal S5.8 of this program"),
    _most("incidents", "Incidents of level P1 or P2 in the last 14 days", 0, "incidents", _MODEL),
    _least("incident_days", "Days without an incident of level P1 or P2", 14, "days", _MODEL),
    _most("look_days", "Age of the last look at ClubOS's troubles and logs", 7, "days", "Weekly gates of the model"),
    _most("training_days", "Age of an operator's training", 365, "days", _OURS),
    _most("sign_days", "Age of an operator's signature", 30, "days", _OURS),
    _most("review_days", "Age of the board's review", 30, "days", _OURS),
    _most("backup_days", "Age of the last tested restore", 30, "days", "Goal S5.9 of this program"),
    _most("doors", "Open doors in ClubOS", 0, "doors", _OURS),
    _most("proof_days", "Age of graded answers, tickets and approved plans", 90, "days", _OURS),
    _most("load_days", "Age of the last load test", 90, "days", _OURS),
    _most("security_days", "Age of the last security review", 90, "days", _OURS),
    _least("contacts", "Escalation contacts of each role", 2, "people", "Goal S5.6 of this program"),
    _most("contact_days", "Age of the last test of a contact", 30, "days", "Goal S5.6 of this program"),
    _least("support_days", "Days of support after the switch with a name for each hour", 14, "days", "Goal S5.12"),
    _most(
        "rollback_minutes",
        "Time for going back",
        60,
        "minutes",
        "Goal S5.14 of this program",
        against="15 minutes (RB2 3)",
    ),
    _least("rehearsals", "Rehearsals of going back", 2, "rehearsals", "Goal S5.14 of this program"),
    _most("rehearsal_days", "Age of the last rehearsal", 30, "days", "ClubOS go/no-go rules 4"),
)
"""Every limit, in the order in which a pack lists them."""


LARGEST = 100_000
"""Of a limit, whatever its unit: so many days before now are still in the calendar."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits in force."""

    settings: tuple[Setting, ...] = DEFAULTS

    def __getitem__(self, key: str) -> Setting:
        return next(setting for setting in self.settings if setting.key == key)

    def value(self, key: str) -> int:
        """A limit that is a whole number, such as days or copies."""
        return int(self[key].limit.value)


def read(chosen: Mapping[str, object]) -> Limits:
    """The defaults with what the club chose (setting "limits": key to number). Unknown keys are left aside.

    Raises InputError when a value is no number or below zero.
    """
    return Limits(
        tuple(_chosen(setting, chosen[setting.key]) if setting.key in chosen else setting for setting in DEFAULTS)
    )


def _chosen(setting: Setting, value: object) -> Setting:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LARGEST:
        raise InputError(
            f"“{setting.label}” needs a number from 0 to {LARGEST:,}; the limit was not changed.",
            remedy="Enter a number, for example 1.",
            code="limit",
        )
    if value == setting.limit.value:
        return setting
    limit = replace(setting.limit, value=float(value), source=f"Set by the club; default {plain(setting.limit.value)}")
    return replace(setting, limit=limit)
