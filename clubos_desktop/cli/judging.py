"""``gates``, ``pack`` and ``verify``: the verdict, the paper for the board, and whether a paper can be trusted."""

from argparse import Namespace
from contextlib import ExitStack
from textwrap import fill

from clubos_desktop import backups
from clubos_desktop.cli.opening import path_of, workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError
from clubos_desktop.evidence import seal
from clubos_desktop.evidence.verify import verify as examine
from clubos_desktop.model.readiness import Criterion, Readiness, State, Verdict
from clubos_desktop.model.time import to_instant, wall
from clubos_desktop.verification.gates import trial
from clubos_desktop.verification.on_time import TRIAL
from clubos_desktop.verification.record import assess, evaluate

GOOD = (Verdict.READY_FOR_REVIEW, Verdict.AUTHORISED, Verdict.DONE)
STATE_WORDS = {State.PASS: "Passed", State.FAIL: "Not passed", State.NOT_MEASURED: "Not measured"}


def gates(arguments: Namespace, terminal: Terminal) -> int:
    """Judge now, with --keep for the record. Exit code 1 unless the verdict is good."""
    with workspace(arguments, writing=arguments.keep) as opened:
        zone = opened.club.zone
        if arguments.keep:
            readiness = terminal.drive(evaluate(opened.database, clock=opened.clock, actor=opened.actor))
        else:
            with opened.database.read() as connection:
                readiness = assess(connection, to_instant(opened.clock.now()))
    terminal.result(as_json(readiness), text(readiness, zone))
    return 0 if readiness.verdict in GOOD else 1


def pack(arguments: Namespace, terminal: Terminal) -> int:
    """Make a board pack: the PDF and its manifest."""
    with workspace(arguments, writing=True) as opened:
        made = terminal.drive(
            seal.make(
                opened.database,
                opened.folder,
                actor=opened.actor,
                zone=opened.club.zone,
                purpose=arguments.purpose,
                names_shown=arguments.names,
                path=arguments.out,
            )
        )
        terminal.drive(backups.beside_pack(opened))
    terminal.result(
        {"path": str(made.path), "sha256": made.sha256, "anchor": made.anchor},
        f"The board pack is {made.path}.\nCheck number {made.pack.seal.check_number if made.pack.seal else ''}. "
        f"Its manifest {made.manifest.name} lies beside it; keep the two together.",
    )
    return 0


def verify(arguments: Namespace, terminal: Terminal) -> int:
    """Check a pack against itself, and against the workspace where there is one."""
    with ExitStack() as stack:
        database = None
        if _has_workspace(arguments):
            database = stack.enter_context(workspace(arguments, writing=False)).database
        problems = examine(arguments.file, database)
    against = "with itself and with the workspace" if database else "with itself (no workspace was at hand)"
    lines = "\n".join(f"· {problem.where}: {problem.what}" for problem in problems)
    terminal.result(
        {"ok": not problems, "problems": [{"where": p.where, "what": p.what} for p in problems]},
        f"Consistent {against}." if not problems else f"Not to be trusted; {len(problems)} things are wrong:\n{lines}",
    )
    return 1 if problems else 0


def _has_workspace(arguments: Namespace) -> bool:
    try:
        path_of(arguments)
    except InputError:
        return False
    return True


def as_json(readiness: Readiness) -> dict[str, object]:
    """Verdict and gates under the stable names of the command reference."""
    return {
        "verdict": readiness.verdict.value,
        "trial": trial(readiness),
        "gates": [
            {
                "gate": gate.gate,
                "name": gate.name,
                "passed": gate.passed,
                "criteria": [_criterion(criterion) for criterion in gate.criteria],
            }
            for gate in readiness.gates
        ],
    }


def _criterion(criterion: Criterion) -> dict[str, object]:
    return {
        "id": criterion.id,
        "text": criterion.text,
        "state": criterion.state.value,
        "value": criterion.value,
        "limit": criterion.limit,
        "evidence": list(criterion.evidence),
    }


def text(readiness: Readiness, zone: str) -> str:
    """Verdict, then every gate with its checks and why they do not pass."""
    passed = sum(gate.passed for gate in readiness.gates)
    lines = [f"{readiness.verdict.value}. {passed} of {len(readiness.gates)} gates passed, {wall(readiness.at, zone)}."]
    lines += [TRIAL] if trial(readiness) else []
    for gate in readiness.gates:
        lines += ["", f"Gate {gate.gate}  {gate.name}: {'Passed' if gate.passed else 'Not passed'}"]
        for criterion in gate.criteria:
            figure = f"  [{criterion.value}; {criterion.limit}]" if criterion.value else ""
            lines.append(f"  {STATE_WORDS[criterion.state]:<13} {criterion.text}{figure}")
            if criterion.why and criterion.state is not State.PASS:
                lines.append(fill(criterion.why, 100, initial_indent=" " * 16, subsequent_indent=" " * 16))
    return "\n".join(lines)
