from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _add_to_wave(self, wave=False, description=False):
        """A wave is of the company of its goods, and whoever made it sees it."""
        company = self.company_id[:1] or self.env.company
        lines = self.with_company(company)
        action = super(StockMoveLine, lines)._add_to_wave(wave, description)
        if action.get("tag") != "display_notification":
            return action
        return (wave or self.batch_id[:1])._jxc_action_open()
