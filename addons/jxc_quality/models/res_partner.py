from odoo import models
from odoo.tools import SQL


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _jxc_quality_terms(self):
        """What was accepted by concession does not conform; what was skipped says
        nothing."""
        good, counts = super()._jxc_quality_terms()
        return (
            SQL("%s - COALESCE(l.conceded, 0)", good),
            SQL("%s AND i.skipped IS NOT TRUE", counts),
        )
