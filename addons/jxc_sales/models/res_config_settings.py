from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # Salespeople have price lists by their role. Asked of every employee the answer
    # would be no, and saving any setting, or a second warehouse, archive them all.
    group_product_pricelist = fields.Boolean(
        group="jxc_base.group_jxc_sales_salesperson"
    )
    jxc_invoice_auto_post = fields.Boolean(
        related="company_id.jxc_invoice_auto_post", readonly=False
    )
    jxc_invoicing = fields.Selection(
        related="company_id.jxc_invoicing", readonly=False, required=True
    )
    jxc_credit_block = fields.Selection(
        related="company_id.jxc_credit_block", readonly=False, required=True
    )
    jxc_overdue_grace = fields.Integer(
        related="company_id.jxc_overdue_grace", readonly=False
    )
    jxc_allocate_proportional = fields.Boolean(
        related="company_id.jxc_allocate_proportional", readonly=False
    )
    jxc_allocate_on_arrival = fields.Boolean(
        related="company_id.jxc_allocate_on_arrival", readonly=False
    )
    jxc_hold_days = fields.Integer(related="company_id.jxc_hold_days", readonly=False)
    jxc_hold_days_max = fields.Integer(
        related="company_id.jxc_hold_days_max", readonly=False
    )
    jxc_note_content = fields.Selection(
        related="company_id.jxc_note_content", readonly=False, required=True
    )
