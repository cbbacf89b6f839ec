from odoo import models
from odoo.exceptions import UserError

from odoo.addons.jxc_base import xlsx

from ..logic import red


class JxcFapiaoRedFlow(models.Model):
    """From what is to be asked for to the number of the red invoice."""

    _inherit = "jxc.fapiao.red"

    def action_ask(self):
        """The bureau was asked for a confirmation; what lacks something is refused."""
        reds = self._jxc_expect("draft")
        # Two credit notes must not both take back the last of a blue invoice.
        self.env["jxc.lock"].acquire(f"fapiao_red:{r.origin_number}" for r in reds)
        for one in reds:
            if faults := one._jxc_faults():
                raise UserError(
                    self.env._(
                        "%(document)s lacks:\n%(list)s",
                        document=one.display_name,
                        list="\n".join(faults),
                    )
                )
            one.write({"state": "asked"})
        return True

    def action_confirm(self):
        """The bureau has confirmed: with this number."""
        reds = self._jxc_expect("asked")
        for one in reds:
            if not one.confirmation:
                raise UserError(
                    self.env._(
                        "Enter the confirmation number of %(document)s first.",
                        document=one.display_name,
                    )
                )
        reds.write({"state": "confirmed"})
        return True

    def action_issue(self):
        """The red invoice is issued: with this number, on this day."""
        reds = self._jxc_expect("confirmed")
        for one in reds:
            same = one.number == one.origin_number
            if not red.is_number(one.number) or same or not one.issued_on:
                raise UserError(
                    self.env._(
                        "Enter the number of %(document)s, %(count)s digits and not"
                        " those of the blue invoice, and the day of issue first.",
                        document=one.display_name,
                        count=red.DIGITS,
                    )
                )
        reds.write({"state": "done"})
        return True

    def action_cancel(self):
        """The confirmation lapsed, was refused or taken back: ask again, or not."""
        reds = self._jxc_expect("draft", "asked", "confirmed")
        reds.write({"state": "cancel"})
        # For the index, should the credit note get another one at once.
        reds.flush_recordset()
        return True

    def _jxc_expect(self, *states):
        self.check_access("write")
        self.env["jxc.lock"].acquire(f"fapiao_red:{one.id}" for one in self)
        self.invalidate_recordset()
        for one in self.filtered(lambda r: r.state not in states):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s: this is possible only while it is"
                    " %(wanted)s.",
                    document=one.display_name,
                    state=labels[one.state],
                    wanted=" / ".join(labels[state] for state in states),
                )
            )
        return self.sudo()

    # --- as a workbook ----------------------------------------------------------

    def action_xlsx(self):
        """What the bureau wants to know of these, as a workbook."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/jxc/red-fapiao.xlsx?ids={','.join(map(str, self.ids))}",
            "target": "download",
        }

    def _jxc_workbook(self):
        """:return: name and bytes; heads in the words of the bureau"""
        rows, items = [], []
        for one in self:
            details = one._jxc_red_detail()
            rows.append(one._jxc_red_row(details))
            items += [[one.move_id.name, *map(row.get, DETAILS)] for row in details]
        of_items = [("红字单据", "text"), *((n, _kind(n)) for n in DETAILS)]
        title = self.env["ir.model"]._get(self._name).sudo().name
        return title, xlsx.workbook(
            [
                xlsx.Sheet(title, title, [], HEADS, rows),
                xlsx.Sheet("明细", title, [], of_items, items),
            ]
        )

    def _jxc_red_row(self, details):
        """The cells of one red invoice, below :data:`HEADS`."""
        self.ensure_one()
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        buyer = self.partner_id.sudo()._jxc_fapiao_facts()
        net = sum(row["金额"] for row in details)
        tax = sum(row["税额"] for row in details)
        return [
            self.move_id.name,
            self.origin_number,
            self.origin_issued_on,
            reasons.get(self.reason),
            buyer["name"],
            buyer["number"],
            net,
            tax,
            net + tax,
            self.confirmation,
            self.number,
            self.issued_on,
            states[self.state],
        ]


HEADS = [
    ("红字单据", "text"),
    ("蓝字发票号码", "text"),
    ("蓝字开票日期", "date"),
    ("红冲原因", "text"),
    ("购买方名称", "text"),
    ("购买方纳税人识别号", "text"),
    ("金额", "amount"),
    ("税额", "amount"),
    ("价税合计", "amount"),
    ("红字发票信息确认单编号", "text"),
    ("红字发票号码", "text"),
    ("红字开票日期", "date"),
    ("状态", "text"),
]
DETAILS = (
    "项目名称",
    "商品和服务税收编码",
    "规格型号",
    "单位",
    "数量",
    "单价",
    "金额",
    "税率",
    "税额",
)


def _kind(name):
    if name in ("金额", "税额"):
        return "amount"
    return "number" if name in ("数量", "单价", "税率") else "text"
