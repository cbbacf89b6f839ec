from datetime import timedelta

from odoo import fields

from odoo.addons.jxc_purchase.tests.common import PurchaseCase


class CertificateCase(PurchaseCase):
    """A vendor's permit that food takes, and a report that each food takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.food = cls.env["product.category"].create({"name": "食品"})
        cls.grain = cls.food.create({"name": "米面", "parent_id": cls.food.id})
        cls.product.categ_id = cls.grain
        cls.today = fields.Date.context_today(cls.env.user)
        cls.permit = cls._kind("食品经营许可证", categ_ids=cls.food.ids)

    @classmethod
    def _kind(cls, name, **values):
        return cls.env["jxc.certificate.kind"].create({"name": name, **values})

    def _certificate(self, kind=None, begins=-100, ends=200, user=None, **values):
        kind = kind or self.permit
        of = {"partner_id": self.vendor.id} if kind.scope == "vendor" else {}
        certificates = self.env["jxc.certificate"].with_user(user or self.buyer)
        return certificates.create(
            {
                "name": "JY1330100",
                "kind_id": kind.id,
                "date_from": self.today + timedelta(days=begins),
                "date_to": ends is not None and self.today + timedelta(days=ends),
                **of,
                **values,
            }
        )
