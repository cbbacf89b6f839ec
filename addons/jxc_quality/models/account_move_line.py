from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # Copied: what a reversal takes back is no longer carried by the bill.
    jxc_inspection_line_id = fields.Many2one(
        "jxc.inspection.line",
        "Concession",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
