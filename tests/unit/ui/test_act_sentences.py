"""Every act of the history has a sentence, and steps of a runbook their names."""

from clubos_desktop.model.incidents import Opened, Severity
from clubos_desktop.model.people import AuditEntry
from clubos_desktop.model.registers import ACTS, Entry
from clubos_desktop.model.runbook import Begun, Plan, RunKind, Said, StepBegun
from ui.models.act_sentences import _SENTENCES, sentence
from ui.models.register_sentences import SENTENCES, TITLES, told

AT = "2026-11-24T08:00:00.000Z"


def entry(register, act, body):
    return Entry(1, register, "1", act, AT, "person:1", "", body)


def test_no_act_has_two_sentences():
    assert not set(_SENTENCES) & set(SENTENCES)


def test_the_acts_of_registers_have_sentences():
    acts = {f"{register} {act}" for register, named in ACTS.items() for act in named}
    assert set(SENTENCES) <= acts, "a sentence of an act that is none"
    for act in SENTENCES:
        said = told(act, "Anna", None)
        assert said.endswith(".")
        assert "{" not in said


def test_a_step_is_told_by_its_name():
    begun = entry("runbook", "step begun", StepBegun("freeze"))
    assert told("runbook step begun", "Anna", begun) == f"Anna began the step “{TITLES['freeze']}”."
    said = entry("runbook", "said", Said("switch", "lead", go=False, reason="No"))
    assert told("runbook said", "Anna", said) == f"Anna said NO-GO at “{TITLES['switch']}”."
    run = entry("runbook", "begun", Begun(Plan.CUTOVER, RunKind.MOCK, "x", ()))
    assert told("runbook begun", "Anna", run) == "Anna began a rehearsal (mock)."
    incident = entry("incident", "opened", Opened(Severity.P1, "Ann Illich is gone", AT))
    assert told("incident opened", "Anna", incident) == "Anna entered an incident.", (
        "the history is saved as a file too"
    )
    assert told("copy started", "Anna", None) is None


def test_an_act_without_a_sentence_is_told_by_its_own_words():
    kept = AuditEntry(1, AT, "Anna, operator", "something new", {}, "")
    assert sentence(kept, {}) == "Anna: something new."
    tested = AuditEntry(1, AT, "Anna, operator", "connection tested", {"side": "clubos"}, "")
    assert sentence(tested, {}) == "Anna tested the connection to ClubOS."
