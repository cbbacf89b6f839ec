from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_lot_one_product = fields.Boolean(
        string="One Lot Number for One Product",
        help="A lot number that one product has is refused for every other product.",
    )

    jxc_scrap_location_id = fields.Many2one(
        "stock.location", "Scrap Place", check_company=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.sudo()._jxc_make_scrap_place()
        return companies

    @api.model
    def _jxc_make_scrap_places(self):
        """Give the companies that exist their place of scrap."""
        companies = self.with_context(active_test=False)
        companies.search(
            [("jxc_scrap_location_id", "=", False)]
        )._jxc_make_scrap_place()

    def _jxc_make_scrap_place(self):
        """The host gives a place of scrap to later companies, but none to the first."""
        places = self.env["stock.location"].with_context(active_test=False, lang=None)
        for company in self:
            values = {
                "name": "Scrap",
                "usage": "inventory",
                "company_id": company.id,
            }
            domain = [(name, "=", value) for name, value in values.items()]
            place = places.search(domain, order="id", limit=1) or places._load_records(
                [
                    {
                        "xml_id": f"jxc_stock.scrap_place_{company.id}",
                        "values": values,
                        "noupdate": True,
                    }
                ]
            )
            company.jxc_scrap_location_id = place
