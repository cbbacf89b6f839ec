from odoo import Command

from odoo.addons.jxc_purchase.tests.common import PurchaseCase


class QualityCase(PurchaseCase):
    """A plan for the product of a vendor; the verbs of inspecting."""

    @classmethod
    def _plan(cls, characteristics=(), **values):
        return cls.env["jxc.quality.plan"].create(
            {
                "name": "罐头",
                "characteristic_ids": [
                    Command.create({"name": "漏罐", "severity": "major"}),
                    Command.create({"name": "标签歪斜", "severity": "minor"}),
                    *(Command.create(one) for one in characteristics),
                ],
                **values,
            }
        )

    def _arrive(self, qty=1000, product=None, price=None):
        """An order received, and the inspection of it, as the inspector."""
        # Cheap enough that no rule on the order's amount asks for an approval.
        price = price or (10.0 if qty < 500 else 1.0)
        order = self._order(qty=qty, product=product, price=price)
        picking = self._receive(order)
        inspection = picking.sudo().jxc_inspection_ids
        return order, inspection.with_user(self.inspector)

    def _enter(self, inspection, **bad):
        """All that is required was looked at, and so many of a class are bad."""
        for item in inspection.check_ids.item_ids:
            item.write({"tally_tested": item.required})
            item.write({"tally_found": bad.get(item.severity, 0)})

    def _finish(self, inspection, **bad):
        if inspection.check_ids.item_ids and not inspection.skipped:
            self._enter(inspection, **bad)
            inspection.action_jxc_propose()
        inspection.action_jxc_done()
        return inspection

    def _approve_inspection(self, inspection):
        request = inspection.sudo().jxc_approval_request_ids.filtered(
            lambda r: r.state == "pending"
        )
        request.with_user(self.manager).action_jxc_approve()
