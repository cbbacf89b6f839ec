from odoo import fields, models


class JxcTransferDifferenceLine(models.Model):
    _inherit = "jxc.transfer.difference.line"

    jxc_client_id = fields.Char("Device Record", readonly=True, copy=False)

    _jxc_client_uniq = models.UniqueIndex(
        "(jxc_client_id) WHERE jxc_client_id IS NOT NULL",
        "What a device reports is kept once.",
    )
