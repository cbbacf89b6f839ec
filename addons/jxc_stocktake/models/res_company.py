from odoo import api, fields, models

PLACES = {
    "loss": "jxc_stocktake_loss_location_id",
    "gain": "jxc_stocktake_gain_location_id",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_stocktake_loss_location_id = fields.Many2one(
        "stock.location",
        "Stock-Take Loss",
        help="Its account is the one that losses are posted to.",
    )
    jxc_stocktake_gain_location_id = fields.Many2one(
        "stock.location",
        "Stock-Take Gain",
        help="Its account is the one that gains are posted to.",
    )

    jxc_stocktake_keeper_posts = fields.Boolean(
        "Keepers Post Stock-Takes",
        help="Whoever may count may review and post as well, without a stock manager.",
    )

    jxc_abc_days = fields.Integer(
        "ABC: Days", default=90, required=True, help="How far back issues are added up."
    )
    jxc_abc_a_percent = fields.Float("ABC: A up to %", default=80.0, required=True)
    jxc_abc_b_percent = fields.Float("ABC: B up to %", default=95.0, required=True)

    _jxc_abc_bounds = models.Constraint(
        "CHECK(jxc_abc_days > 0 AND jxc_abc_a_percent > 0"
        " AND jxc_abc_a_percent <= jxc_abc_b_percent AND jxc_abc_b_percent <= 100)",
        "ABC: the share of A is no larger than that of A and B together, and that no"
        " more than 100; days are one or more.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.sudo()._jxc_make_stocktake_places()
        return companies

    def _jxc_make_stocktake_places(self):
        """Places of their own for what a stock-take loses and gains."""
        names = {
            "loss": self.env._("Stock-Take Loss"),
            "gain": self.env._("Stock-Take Gain"),
        }
        for company in self:
            for kind, field in PLACES.items():
                if not company[field]:
                    company[field] = self.env["stock.location"].create(
                        {
                            "name": names[kind],
                            "usage": "inventory",
                            "company_id": company.id,
                        }
                    )
