from odoo import api, fields, models
from odoo.exceptions import ValidationError


class JxcTransferRoute(models.Model):
    """From which warehouse goods may be moved to which, and how far that is (T1)."""

    _name = "jxc.transfer.route"
    _description = "Way between Warehouses"
    _order = "dest_warehouse_id, days, cost, id"
    _rec_name = "warehouse_id"

    warehouse_id = fields.Many2one(
        "stock.warehouse", "From Warehouse", required=True, ondelete="cascade"
    )
    dest_warehouse_id = fields.Many2one(
        "stock.warehouse", "To Warehouse", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="warehouse_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    days = fields.Integer("Days on the Way", default=1)
    cost = fields.Monetary("Cost per Transfer")
    active = fields.Boolean("Allowed", default=True)

    _once = models.UniqueIndex(
        "(warehouse_id, dest_warehouse_id)",
        "There is a way between these two warehouses already.",
    )
    _not_negative = models.Constraint(
        "CHECK (days >= 0 AND cost >= 0)",
        "The days and the cost of a way are not less than zero.",
    )

    @api.constrains("warehouse_id", "dest_warehouse_id")
    def _check_ends(self):
        for way in self:
            houses = way.warehouse_id | way.dest_warehouse_id
            if len(houses) < 2 or len(houses.company_id) > 1:
                raise ValidationError(
                    self.env._(
                        "A way goes from one warehouse to another one of the same"
                        " company; %(houses)s is none.",
                        houses=", ".join(houses.mapped("display_name")),
                    )
                )
