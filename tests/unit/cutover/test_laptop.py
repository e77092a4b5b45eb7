"""The computer is looked at before the switch, also one that says nothing of its power."""

from types import SimpleNamespace

import psutil
import pytest

from clubos_desktop.cutover import laptop


def unknown():
    raise FileNotFoundError("/sys/class/power_supply")


@pytest.mark.parametrize(
    ("power", "said"),
    [
        (unknown, False),
        (lambda: None, False),
        (lambda: SimpleNamespace(power_plugged=True, percent=80), False),
        (lambda: SimpleNamespace(power_plugged=False, percent=41.3), True),
    ],
)
def test_only_a_battery_that_is_in_use_speaks_against_it(monkeypatch, tmp_path, power, said):
    monkeypatch.setattr(psutil, "sensors_battery", power, raising=False)
    assert ("The computer runs on its battery (41 %). Plug it in." in laptop.faults(tmp_path)) is said
