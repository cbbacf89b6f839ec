import re

from lxml import etree

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.jxc_base.tests.common import JxcCase

#: A cost that nothing else is by accident, and what it makes of 7 and 3 pieces.
COST = 13.37
SECRETS = (13.37, 93.59, 40.11, 53.48)


class CostCase(JxcCase):
    """Seven pieces of a product at a cost that most people may not know."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The roles' rights in the warehouse come with jxc_stock where it is installed.
        for user in (cls.keeper, cls.inspector):
            user.sudo().group_ids += cls.env.ref("stock.group_stock_user")
        for user in (cls.keeper, cls.inspector, cls.salesperson, cls.buyer):
            user.sudo().group_ids += cls.env.ref("base.group_allow_export")
        cls.manager.sudo().group_ids += cls.env.ref("stock.group_stock_manager")
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.category = cls.env["product.category"].create(
            {"name": "Costed", "property_cost_method": "average"}
        )
        cls.product = cls._product("Soy Sauce")
        cls._receive(cls.product, 7)

    @classmethod
    def _product(cls, name, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "categ_id": cls.category.id,
                "list_price": 29.0,
                "standard_price": COST,
                **values,
            }
        )

    @classmethod
    def _picking(cls, kind, product, quantity, user=None, **values):
        """A transfer of ``kind`` in/out, made by ``user``."""
        env = cls.env(user=user.id, su=False) if user else cls.env
        into = kind == "in"
        source, target = (
            (cls.suppliers, cls.stock) if into else (cls.stock, cls.customers)
        )
        picking_type = cls.warehouse.in_type_id if into else cls.warehouse.out_type_id
        picking = env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "location_id": source.id,
                "location_dest_id": target.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": source.id,
                            "location_dest_id": target.id,
                        }
                    )
                ],
                **values,
            }
        )
        picking.action_confirm()
        return picking

    @classmethod
    def _finish(cls, picking, quantity=None):
        move = picking.move_ids
        move.quantity = move.product_uom_qty if quantity is None else quantity
        move.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        return move

    @classmethod
    def _receive(cls, product, quantity, user=None):
        return cls._finish(cls._picking("in", product, quantity, user))

    @classmethod
    def _ship(cls, product, quantity, user=None):
        return cls._finish(cls._picking("out", product, quantity, user))

    def leaks(self, user, secrets=SECRETS, models=None):
        """Every field in which ``user`` meets a secret: (model, field, value).

        Reads every field of every model that the user may read, one by one, the
        way a client could: nothing is assumed about which fields hold costs.
        """
        found = []
        self.env.flush_all()
        env = self.env(user=user.id, su=False, context={})
        for name in sorted(models or env.registry):
            model = env[name]
            if model._abstract or not model._auto and not model._table_query:
                continue
            try:
                records = model.search([], limit=200, order="id desc")
            except UserError:
                continue
            if not records:
                continue
            for field in model.fields_get(attributes=["type"]):
                for value in self._values(records, field):
                    if _tells(value, secrets):
                        found.append((name, field, value))
        return found

    def open_screens(self, user, models):
        """Ask for every field that the lists and cards of a model show, as a client."""
        for name in models:
            model = self.env(user=user.id, su=False, context={})[name]
            for view_type in ("list", "kanban", "form"):
                arch = etree.fromstring(model.get_view(view_type=view_type)["arch"])
                nodes = arch.xpath("//field[not(ancestor::field)]/@name")
                with self.subTest(user=user.login, model=name, view=view_type):
                    model.web_search_read([], {field: {} for field in nodes}, limit=5)

    def _values(self, records, field):
        try:
            return [row[field] for row in records.read([field], load=None)]
        except UserError:
            return []


def _tells(value, secrets):
    """Whether a value is, or a text contains, one of these amounts.

    Texts are read number by number: the digits of a random message id may
    contain an amount's digits and tell nothing.
    """
    if isinstance(value, str):
        numbers = [float(text) for text in re.findall(r"\d+\.\d+", value)]
    elif isinstance(value, float):
        numbers = [value]
    else:
        return False
    return any(
        abs(abs(number) - secret) < 0.004 for number in numbers for secret in secrets
    )
