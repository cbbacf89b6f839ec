from base64 import b64encode
from datetime import timedelta

from odoo.addons.jxc_settlement.tests.common import SettlementCase

HEAD = "交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,交易流水号"


class BankCase(SettlementCase):
    """An accountant with a file of the bank."""

    @classmethod
    def _row(cls, amount, days_ago=0, partner="", account="", text="", serial=""):
        day = cls.today - timedelta(days=days_ago)
        sides = (f"{-amount:.2f}", "") if amount < 0 else ("", f"{amount:.2f}")
        return ",".join((day.isoformat(), *sides, "", partner, account, text, serial))

    @classmethod
    def _file(cls, *rows, head=HEAD, encoding="gb18030"):
        return b64encode("\n".join((head, *rows)).encode(encoding))

    @classmethod
    def _read(cls, *rows, **values):
        file = values.pop("file", None) or cls._file(*rows)
        wizard = cls.env["jxc.bank.import"].create(
            {
                "journal_id": cls.bank.id,
                "filename": "bank.csv",
                "file": file,
                **values,
            }
        )
        wizard.action_read()
        return wizard

    @classmethod
    def _take(cls, *rows, **values):
        """Import rows; the new lines, in the order of the file."""
        lines = cls.env["account.bank.statement.line"]
        before = lines.search([("journal_id", "=", cls.bank.id)])
        cls._read(*rows, **values).action_import()
        now = lines.search([("journal_id", "=", cls.bank.id)])
        return (now - before).sorted("id")
