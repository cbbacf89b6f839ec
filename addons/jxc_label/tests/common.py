from odoo import Command, fields
from odoo.tests import Form

from odoo.addons.jxc_stock.tests.common import StockCase

GTIN = "6901234567892"


class LabelCase(StockCase):
    """Tea by lots with dates, a rule for its category."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create({"name": "Tea"})
        cls.tea = cls._product(
            "金骏眉红茶 250 克",
            default_code="JJM250",
            barcode=GTIN,
            tracking="lot",
            use_expiration_date=True,
            expiration_time=365,
            categ_id=cls.category.id,
        )
        cls.rule = cls.env["jxc.lot.rule"].create(
            {"name": "Food", "pattern": "{code}-{made}-{seq:3}"}
        )

    @classmethod
    def _lot(cls, name, product=None, **values):
        product = product or cls.tea
        return cls.env["stock.lot"].create(
            {"name": name, "product_id": product.id, **values}
        )

    def _arrival(self, *quantities, product=None, made=None, **values):
        """A receipt of the keeper's; its lines have no lot number yet."""
        product = product or self.tea
        picking = self._transfer(self.suppliers, self.shelf, sum(quantities), product)
        picking.move_ids.move_line_ids.unlink()
        picking.move_ids.move_line_ids = [
            Command.create(
                {
                    "product_id": product.id,
                    "quantity": quantity,
                    "jxc_production_date": made and fields.Date.to_date(made),
                    "picking_id": picking.id,
                    **values,
                }
            )
            for quantity in quantities
        ]
        return picking

    def _validate(self, picking):
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        return picking

    def _dialog(self, records, user=None):
        action = records.with_user(user or self.keeper).action_jxc_labels()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.keeper)
            .browse(action["res_id"])
        )

    def _form(self, wizard):
        return Form(wizard, "jxc_label.jxc_label_print_view_form")
