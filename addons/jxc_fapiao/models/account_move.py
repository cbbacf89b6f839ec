from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..logic import sheet


class AccountMove(models.Model):
    _inherit = "account.move"

    jxc_fapiao_line_ids = fields.One2many(
        "jxc.fapiao.line", "move_id", "Tax Invoices", copy=False
    )
    jxc_fapiao_red_ids = fields.One2many(
        "jxc.fapiao.red", "move_id", "Red Tax Invoices", copy=False
    )
    jxc_fapiao_number = fields.Char(
        "Tax Invoice Number",
        compute="_compute_jxc_fapiao_number",
        search="_search_jxc_fapiao_number",
        compute_sudo=True,
    )

    @api.depends(
        "jxc_fapiao_line_ids.number",
        "jxc_fapiao_line_ids.undone",
        "jxc_fapiao_red_ids.number",
        "jxc_fapiao_red_ids.state",
    )
    def _compute_jxc_fapiao_number(self):
        for move in self:
            reds = move.jxc_fapiao_red_ids.filtered(lambda one: one.state == "done")
            move.jxc_fapiao_number = move._jxc_fapiao_live().number or reds.number

    def _search_jxc_fapiao_number(self, operator, value):
        number = Domain("number", operator, value)
        return Domain("jxc_fapiao_line_ids", "any!", number) | Domain(
            "jxc_fapiao_red_ids", "any!", number & Domain("state", "=", "done")
        )

    def _jxc_fapiao_live(self):
        """The invoice's place in the batch that counts."""
        return self.jxc_fapiao_line_ids.filtered(lambda line: not line.undone)

    def button_draft(self):
        """What the tax bureau may have issued is not changed behind its back."""
        live = self.sudo().jxc_fapiao_line_ids.filtered(
            lambda line: not line.undone and line.state != "draft"
        )
        if live:
            raise UserError(
                self.env._(
                    "%(invoices)s went to the tax software with batch %(batches)s."
                    " Take it out there first, or make a credit note.",
                    invoices=", ".join(live.move_id.mapped("name")),
                    batches=", ".join(set(live.batch_id.mapped("name"))),
                )
            )
        reds = self.sudo().jxc_fapiao_red_ids
        if asked := reds.filtered(lambda one: one.state not in ("draft", "cancel")):
            raise UserError(
                self.env._(
                    "The tax bureau was asked for a red invoice of %(credits)s. Cancel"
                    " it there and here first.",
                    credits=", ".join(asked.move_id.mapped("name")),
                )
            )
        return super().button_draft()

    # --- what goes out ----------------------------------------------------------

    def _jxc_fapiao_lines(self):
        lines = self.invoice_line_ids
        # A filtered recordset would read by itself what others are read for, too.
        return lines.filtered(
            lambda line: line.display_type == "product"
            and not line.currency_id.is_zero(line.price_total)
        ).with_prefetch(lines._prefetch_ids)

    def _jxc_fapiao_faults(self):
        """What an invoice lacks before it may go out: texts; none if it may."""
        self.ensure_one()
        buyer = self.commercial_partner_id
        faults = []
        if self.move_type != "out_invoice" or self.state != "posted":
            faults.append(self.env._("not a posted invoice to a customer"))
        if self.reversal_move_ids.filtered(lambda move: move.state == "posted"):
            faults.append(
                self.env._("it has a credit note: settle the difference first")
            )
        if self.currency_id != self.company_id.currency_id:
            faults.append(self.env._("it is not in the company's currency"))
        if not buyer.vat and (buyer.is_company or buyer.jxc_fapiao_kind == "special"):
            faults.append(self.env._("the customer has no tax number"))
        lines = self._jxc_fapiao_lines()
        if not lines:
            faults.append(self.env._("it has no lines"))
        for line in lines:
            faults += line._jxc_fapiao_faults()
        return faults

    def _jxc_fapiao_basic(self):
        """The row of the invoice in the first sheet."""
        buyer = self.commercial_partner_id
        facts = buyer._jxc_fapiao_facts()
        special = buyer.jxc_fapiao_kind == "special"
        seller = self.company_id.partner_id.bank_ids[:1]
        return {
            sheet.KEY: self.name,
            "发票类型": "增值税专用发票" if special else "普通发票",
            "是否含税": "是",
            "受票方自然人标识": "否" if buyer.is_company or buyer.vat else "是",
            "购买方名称": facts["name"],
            "购买方纳税人识别号": facts["number"] or None,
            "购买方地址": facts["address"] or None,
            "购买方电话": facts["phone"] or None,
            "购买方开户银行": facts["bank"] or None,
            "购买方银行账号": facts["account"] or None,
            "备注": self.invoice_origin or self.ref or None,
            "销售方开户行": seller.bank_id.name or None,
            "销售方银行账号": seller.acc_number or None,
            "购买方邮箱": facts["email"] or None,
        }

    def _jxc_fapiao_detail(self):
        """The rows of its lines in the second sheet; they add up to the invoice."""
        lines = self._jxc_fapiao_lines()
        places = self.currency_id.decimal_places
        totals = [round(Decimal(repr(line.price_total)), places) for line in lines]
        total = round(Decimal(repr(self.amount_total)), places)
        rows = []
        for line, amount in zip(lines, sheet.spread(totals, total), strict=True):
            quantity = Decimal(repr(line.quantity))
            code = line.product_id.product_tmpl_id._jxc_tax_code()
            variant = line.product_id.product_template_attribute_value_ids
            rows.append(
                {
                    sheet.KEY: self.name,
                    "项目名称": line.product_id.name or line.name,
                    "商品和服务税收编码": code,
                    "规格型号": variant._get_combination_name() or None,
                    "单位": line.product_uom_id.name or None,
                    "数量": quantity,
                    "单价": sheet.unit_price(amount, quantity),
                    "金额": amount,
                    "税率": round(Decimal(repr(line._jxc_fapiao_rate())), 4),
                }
            )
        return rows

    def action_jxc_fapiao(self):
        """A batch of these invoices, to be looked through before it is exported."""
        batch = self.env["jxc.fapiao.batch"].create(
            {"company_id": self.company_id[:1].id or self.env.company.id}
        )
        batch._add(self)
        return batch._get_records_action(name=self.env._("Tax Invoices"))

    def action_jxc_fapiao_red(self):
        """The red tax invoices of these credit notes, made where they lack."""
        reds = self.env["jxc.fapiao.red"]
        reds.check_access("write")
        reds = reds._jxc_make(self)
        if not reds:
            raise UserError(
                self.env._("Choose posted credit notes to customers: red invoices"
                           " belong to them.")
            )  # fmt: skip
        return reds._get_records_action(name=self.env._("Red Tax Invoices"))
