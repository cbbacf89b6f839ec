from odoo import fields, models
from odoo.tools import format_date


class JxcPayableUnbilledAsk(models.TransientModel):
    """Received not billed, as it stood at the end of which day."""

    _name = "jxc.payable.unbilled.ask"
    _description = "Received Not Billed on a Day"

    date = fields.Date(
        "On", required=True, default=lambda self: self.env.company._jxc_today()
    )

    def action_show(self):
        """The list of that day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_payable.jxc_payable_unbilled_action"
        )
        action["display_name"] = self.env._(
            "Received Not Billed, %(day)s", day=format_date(self.env, self.date)
        )
        action["context"] = {
            "jxc_unbilled_at": fields.Date.to_string(self.date),
        }
        return action
