"""The table of what was measured, at the end of a run of benchmarks: Markdown, as it stands in the README."""

import pytest

from tests.benchmarks.cost import FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that the benchmarks noted."""
    if not FIGURES:
        return
    terminalreporter.section("figures of this run, for the README")
    terminalreporter.write_line("| what | measured | goal |\n|---|---|---|")
    for row in FIGURES:
        terminalreporter.write_line(f"| {' | '.join(row)} |")
