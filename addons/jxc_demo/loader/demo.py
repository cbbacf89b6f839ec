"""What all the loaders share: tables, people, and a clock that can be set back."""

import csv
import random
from contextlib import contextmanager
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from ..logic.plan import DAYS

_TABLES = Path(__file__).resolve().parents[1] / "tables"
_SHANGHAI = ZoneInfo("Asia/Shanghai")
#: No mail about the past, and no chatter line for each field.
QUIET = {
    "tracking_disable": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_notify_force_send": False,
    "mail_activity_quick_update": True,
    "lang": "zh_CN",
    "tz": "Asia/Shanghai",
    "skip_sms": True,
    "skip_backorder": True,
    "skip_expired": True,
}


class Demo:
    """The demo company while it is being made.

    Days count from 0, when the company opened, to ``DAYS``, today.
    """

    def __init__(self, env):
        self.company = env.ref("base.main_company")
        self.env = env(
            context={**env.context, **QUIET, "allowed_company_ids": self.company.ids}
        )
        self.random = random.Random(7)
        self.today = datetime.now(_SHANGHAI).date()
        self.opening = self.today - timedelta(days=DAYS)
        self.products = {}
        self.vendors = {}
        self.customers = {}
        self.users = {}
        self.warehouses = {}
        self.rows = {
            name: self.table(name) for name in ("products", "vendors", "customers")
        }

    @staticmethod
    def table(name):
        with (_TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def date(self, day):
        return self.opening + timedelta(days=day)

    def plan(self, day, hour=9, minute=0):
        """A moment of that day in China, in UTC."""
        local = datetime.combine(self.date(day), time(hour, minute), _SHANGHAI)
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    def moment(self, day, hour=9, minute=0):
        """The same, but never later than now: what has happened."""
        now = datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None)
        return min(self.plan(day, hour, minute), now)

    def as_user(self, login, records):
        """``records`` as that user sees them."""
        return records.with_user(self.users[login])

    def model(self, login, name):
        return self.env(user=self.users[login].id)[name]

    @contextmanager
    def clock(self, day, hour=9, minute=0):
        """Records made here are created at that moment.

        Only this transaction's own time stamp is set back, which create_date and
        write_date are taken from; other sessions do not notice. What asks the wall
        clock (the date of a transfer, of an order) is written afterwards.
        """
        cr = self.env.cr
        before, cr._now = cr.now(), self.moment(day, hour, minute)
        try:
            yield
        finally:
            cr._now = before

    def term(self, name):
        return self.env["account.payment.term"].search(
            [("name", "=", name), ("company_id", "in", [False, self.company.id])],
            limit=1,
        )

    def state(self, name):
        return self.env["res.country.state"].search(
            [("name", "=", name), ("country_id", "=", self.env.ref("base.cn").id)],
            limit=1,
        )

    def address(self, row):
        """The values of a partner's address out of a row of a table."""
        keys = ("name", "street", "city", "zip", "phone", "email", "vat", "website")
        return {
            **{key: row[key] for key in keys if row.get(key)},
            "state_id": self.state(row["state"]).id,
            "country_id": self.env.ref("base.cn").id,
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
        }
