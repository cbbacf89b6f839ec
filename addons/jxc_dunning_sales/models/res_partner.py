from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _jxc_dunning_stops(self, company):
        """Those of these customers to whom a letter stops deliveries of the company."""
        groups = (
            self.env["jxc.dunning.line"]
            .sudo()
            ._read_group(
                [
                    ("counts", "=", True),
                    ("company_id", "=", company.id),
                    ("letter_id.state", "=", "sent"),
                    ("letter_id.partner_id", "in", self.commercial_partner_id.ids),
                    ("level_id.stop_deliveries", "=", True),
                    ("move_line_id.parent_state", "=", "posted"),
                    ("move_line_id.reconciled", "=", False),
                    # Who disputes a document is talked to, not punished.
                    ("move_id.jxc_dunning_hold", "=", False),
                ],
                ["letter_id"],
            )
        )
        stopped = self.browse(letter.partner_id.id for (letter,) in groups)
        return stopped - stopped._jxc_dunning_paused(company)
