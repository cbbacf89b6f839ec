import base64

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .test_lot_stop import LotCase


@tagged("post_install", "-at_install")
class TestExpiryList(LotCase):
    """T4: what will soon expire, where it lies, and what to do with it."""

    def _listed(self, name):
        action = self.env.ref("jxc_stock.stock_quant_expiry_action")
        arch = etree.fromstring(action.search_view_id.arch)
        chosen = arch.xpath(f"//filter[@name='{name}']")[0].get("domain")
        domain = safe_eval(action.domain) + safe_eval(chosen)
        domain += [("product_id", "=", self.food.id)]
        quants = self.env["stock.quant"].with_user(self.keeper)
        return quants.search(domain, order="expiration_date").lot_id.mapped("name")

    def test_filters(self):
        """T4: expired, and within 30, 60, 90 days; not what a customer has."""
        self._stocked("EIGHTY", 80)
        self._stocked("SOLD", 10, place=self.customers)
        self._stocked("YEAR", 365)
        self.assertEqual(self._listed("expired"), ["OLD"])
        self.assertEqual(self._listed("within_30"), ["OLD", "NEAR"])
        soon = ["OLD", "NEAR", "FAR"]
        self.assertEqual(self._listed("within_60"), soon)
        self.assertEqual(self._listed("within_90"), [*soon, "EIGHTY"])
        self.assertEqual(self._listed("blocked"), [])
        self._block(self.far)
        self.assertEqual(self._listed("blocked"), ["FAR"])

    def test_groups_and_figures(self):
        """T4: by warehouse and category; days are those of the lot."""
        quants = self.env["stock.quant"].with_user(self.keeper)
        domain = [("product_id", "=", self.food.id)]
        for name in ("warehouse_id", "product_categ_id", "expiration_date:month"):
            with self.subTest(name=name):
                groups = quants._read_group(domain, [name], ["quantity:sum"])
                self.assertEqual(sum(total for _key, total in groups), 30)
        near = quants.search([*domain, ("lot_id", "=", self.near.id)])
        self.assertEqual(near.jxc_remaining_days, 20)
        self.assertEqual(near.jxc_expiry_state, "good")

    def test_scrap(self):
        """T4: of what is free of it; a keeper may, a salesperson may not."""
        self.far.expiration_date = self.old.expiration_date
        quants = self.env["stock.quant"].search([("lot_id", "=", self.near.id)])
        self._ship(4, self.food)
        action = quants.with_user(self.keeper).action_jxc_scrap()
        scrap = self.env["stock.scrap"].with_user(self.keeper)
        scrap = scrap.with_context(**action["context"]).create({})
        found = (scrap.product_id, scrap.lot_id, scrap.location_id, scrap.scrap_qty)
        self.assertEqual(found, (self.food, self.near, self.shelf, 6))
        with self.assertRaises(AccessError):
            quants.with_user(self.salesperson).action_jxc_scrap()


@tagged("post_install", "-at_install")
class TestPhotos(LotCase):
    """K7: pictures of the damage stay with the scrap."""

    def _photo(self, user, **values):
        return self.env["ir.attachment"].with_user(user).create(
            {
                "name": "broken.png",
                "datas": base64.b64encode(b"png"),
                "res_model": "stock.scrap",
                **values,
            }
        )  # fmt: skip

    def test_photos(self):
        """K7: taken before it is saved, seen by who approves, gone to nobody else."""
        photo = self._photo(self.keeper)
        vals = {
            "product_id": self.food.id,
            "lot_id": self.near.id,
            "location_id": self.shelf.id,
            "scrap_qty": 1,
            "jxc_photo_ids": [Command.set(photo.ids)],
        }
        with self.assertRaises(AccessError):
            photo.with_user(self.manager).read(["datas"])
        scrap = self.env["stock.scrap"].with_user(self.keeper).create(vals)
        self.assertEqual(photo.res_id, scrap.id)
        seen = scrap.with_user(self.manager).jxc_photo_ids
        self.assertEqual(seen.read(["name"])[0]["name"], "broken.png")
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            photo.with_user(self.salesperson).read(["datas"])

    def test_of_others(self):
        """K7, F2: nobody opens another's file by hanging it on his scrap."""
        photo = self._photo(self.manager)
        mine = {"product_id": self.food.id, "lot_id": self.near.id, "scrap_qty": 1}
        scrap = self.env["stock.scrap"].with_user(self.keeper).create(mine)
        scrap.sudo().jxc_photo_ids = [Command.link(photo.id)]
        self.assertFalse(photo.sudo().res_id)
        with self.assertRaises(AccessError):
            photo.with_user(self.keeper).read(["datas"])

    def test_who_maintains_products(self):
        """F2: a manager does, without a right of the host's given by hand."""
        products = self.env["product.template"]
        made = products.with_user(self.manager).create({"name": "New"})
        self.assertTrue(made)
        with self.assertRaises(AccessError):
            products.with_user(self.keeper).create({"name": "New"})
