"""Our JavaScript's unit tests (Hoot), in a real browser."""

from odoo.tests import HttpCase, tagged
from odoo.tools.misc import file_path

SUITES = ["@jxc_pda"]


def _hoot_id(name):
    """The id that Hoot gives to a suite of that name."""
    number = 0
    for letter in name:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestUnits(HttpCase):
    def test_units(self):
        """K6, S5: modules that work on the phone alone do what their tests say."""
        self.assertTrue(file_path("jxc_pda/static/tests/gs1.test.js"))
        ids = "".join(f"&id={_hoot_id(suite)}" for suite in SUITES)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{ids}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
