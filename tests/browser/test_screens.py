"""Every screen of the app's menu opens, in Chinese, without scrolling sideways."""

from common import DESKTOP, PHONE, TABLET, ScreenCase
from device import DeviceMixin

from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestScreens(DeviceMixin, ScreenCase):
    def test_desktop_and_tablet(self):
        """F3, F4: the manager goes through the whole menu on a desktop; each screen is
        looked at on a tablet, or a PDA held across, too."""
        self.look_at_all("manager", DESKTOP, TABLET)

    def test_phone(self):
        """F4: the same on a phone."""
        self.look_at_all("manager", PHONE)

    def test_buyer(self):
        """F2: nothing that the buyer's menu offers is refused to her."""
        self.look_at_all("buyer", DESKTOP)

    def test_salesperson(self):
        """F2: nothing that the salesperson's menu offers is refused to him."""
        self.look_at_all("salesperson", PHONE)

    def test_keeper(self):
        """F2: nothing that the keeper's menu offers is refused to him."""
        self.look_at_all("keeper", PHONE)

    def test_inspector(self):
        """F2: nothing that the inspector's menu offers is refused to her."""
        self.look_at_all("inspector", TABLET)

    def test_accountant(self):
        """F2: nothing that the accountant's menu offers is refused to her."""
        self.look_at_all("accountant", DESKTOP)
