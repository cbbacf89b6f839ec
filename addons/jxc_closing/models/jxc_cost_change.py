from odoo import models


class JxcCostChange(models.Model):
    """A change of method is of an open month; the past keeps its method."""

    _name = "jxc.cost.change"
    _inherit = ["jxc.closing.guard", "jxc.cost.change"]

    _jxc_guarded_moment = "at"

    def _jxc_guarded_name(self):
        return self.sudo().product_id.display_name
