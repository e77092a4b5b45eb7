"""What holds for the tests without a window."""

import pytest

from clubos_desktop.store import pins, signing


@pytest.fixture(scope="session", autouse=True)
def quick_pins():
    """Trying a PIN costs 50 ms on purpose (tests/reliability/test_store_secrecy.py holds it); here it is quick."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (pins, signing):
            patch.setitem(module._COST, "n", 16)
        yield
