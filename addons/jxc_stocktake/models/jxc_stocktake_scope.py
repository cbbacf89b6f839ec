from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class JxcStocktake(models.Model):
    """What a plan covers."""

    _inherit = "jxc.stocktake"

    def _places(self, user=None):
        """The places inside that are counted; with a user those of his zones."""
        self.ensure_one()
        roots = self.env["stock.location"]
        if self.scope == "locations" and self.location_ids:
            roots = self.location_ids
        zones = self.counter_ids.filtered(lambda c: c.user_id == user).location_ids
        return self._inside(self.warehouse_id, roots, user and zones)

    def _inside(self, warehouse, *within):
        """The places of a warehouse where goods lie, inside all that is given."""
        domain = Domain("id", "child_of", warehouse.view_location_id.ids)
        domain &= Domain("usage", "=", "internal")
        domain &= Domain("warehouse_id", "=", warehouse.id)
        for roots in filter(None, within):
            domain &= Domain("id", "child_of", roots.ids)
        return self.env["stock.location"].search(domain)

    def _goods_domain(self, places, company):
        return (
            Domain("location_id", "in", places.ids)
            & Domain("product_id.is_storable", "=", True)
            & Domain("company_id", "=", company.id)
        )

    def _class_domain(self, abc_class, company):
        """Quants of products of this class; what has none is C."""
        ranks = self.env["jxc.stock.abc"].sudo()
        ranks.flush_model()
        mine = Domain("company_id", "=", company.id)
        if abc_class == "c":
            found = ranks._search(mine & Domain("abc_class", "!=", "c"))
            return Domain("product_id", "not in", found.subselect("product_id"))
        found = ranks._search(mine & Domain("abc_class", "=", abc_class))
        return Domain("product_id", "in", found.subselect("product_id"))

    def _quant_domain(self):
        self.ensure_one()
        domain = self._goods_domain(self._places(), self.company_id)
        if self.scope == "products":
            domain &= Domain("product_id", "in", self.product_ids.ids)
        elif self.scope == "lots":
            domain &= Domain("lot_id", "in", self.lot_ids.ids)
        elif self.scope == "categories":
            domain &= Domain("product_id.categ_id", "child_of", self.category_ids.ids)
        elif self.scope == "abc":
            domain &= self._class_domain(self._abc_class(), self.company_id)
        elif self.scope == "cycle":
            cycle = self.cycle_id
            if not cycle:
                raise UserError(
                    self.env._(
                        "%(plan)s: a cycle count makes its own stock-takes. Choose"
                        " another scope.",
                        plan=self.name,
                    )
                )
            due = cycle._due_quants(limit=cycle.max_lines)
            domain &= Domain("id", "in", due.ids)
        return domain

    def _abc_class(self):
        if not self.abc_class:
            raise UserError(
                self.env._("%(plan)s: choose the ABC class.", plan=self.name)
            )
        return self.abc_class
