import base64
from io import BytesIO

from openpyxl import Workbook, load_workbook

from odoo import Command

from odoo.addons.jxc_settlement.tests.common import SettlementCase

#: Real ones, with check signs that fit.
BUYER, OTHER_BUYER = "91350100M000100Y43", "914403001922038216"
CODE = "1030201010000000000"


class FapiaoCase(SettlementCase):
    """Invoices with goods and 13 % in the price's country, and an accountant."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root_env = cls.env(user=cls.env.ref("base.user_root"))
        cls.customer.sudo().write(
            {
                "is_company": True,
                "country_id": cls.env.ref("base.cn").id,
                "vat": BUYER,
                "street": "88 Nanjing Road",
                "phone": "021-5555 0101",
            }
        )
        cls.tax = cls._tax(13)
        cls.sauce = cls._goods("Soy Sauce", jxc_tax_code=CODE)

    @classmethod
    def _tax(cls, percent, **values):
        return (
            cls.env["account.tax"]
            .sudo()
            .create(
                {
                    "name": f"VAT {percent}",
                    "amount": percent,
                    "type_tax_use": "sale",
                    **values,
                }
            )
        )

    @classmethod
    def _goods(cls, name, **values):
        return cls.env["product.product"].sudo().create({"name": name, **values})

    def _posted(self, *lines, **values):
        """A posted invoice; lines are (product, quantity, price[, values])."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": line[0].id,
                            "quantity": line[1],
                            "price_unit": line[2],
                            "tax_ids": self.tax.ids,
                            **(line[3] if len(line) > 3 else {}),
                        }
                    )
                    for line in lines
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def _batch(self, moves, user=None):
        moves = moves.with_user(user or self.accountant)
        action = moves.action_jxc_fapiao()
        return moves.env["jxc.fapiao.batch"].browse(action["res_id"])

    def _exported(self, moves):
        batch = self._batch(moves)
        batch.action_export()
        self.assertEqual(batch.state, "exported")
        return batch

    def _read(self, batch):
        """The two sheets of the exported workbook, as lists of {head: value}."""
        book = load_workbook(BytesIO(base64.b64decode(batch.file)))
        return [
            [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]
            for page in book.worksheets
            for rows in [list(page.values)]
        ]

    def _answer(self, batch, *rows, heads=("发票流水号", "数电票号码", "开票日期")):
        """The tax software's workbook with these rows, entered."""
        book = Workbook()
        for row in [("开票结果",), heads, *rows]:
            book.active.append(row)
        stream = BytesIO()
        book.save(stream)
        wizard = batch.env["jxc.fapiao.numbers"].create(
            {"batch_id": batch.id, "file": base64.b64encode(stream.getvalue())}
        )
        return wizard.action_enter()

    def _take_out(self, batch, moves, reason="Rejected by the bureau"):
        lines = batch.line_ids.filtered(lambda line: line.move_id in moves)
        wizard = batch.env["jxc.fapiao.undo"].create(
            {"batch_id": batch.id, "line_ids": lines.ids, "reason": reason}
        )
        return wizard.action_undo()
