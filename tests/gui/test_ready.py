"""The rows of Ready to switch? by keyboard alone."""

import pytest
from PySide6.QtCore import Qt

from ui.screens.ready import GateHead


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_a_gate_and_closes_it_again(qtbot, key):
    head = GateHead()
    head.setCheckable(True)
    qtbot.addWidget(head)
    qtbot.keyClick(head, key)
    assert head.isChecked()
    qtbot.keyClick(head, key)
    assert not head.isChecked()
