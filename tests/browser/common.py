"""A small Chinese company, its six users, and a browser of three widths."""

import json
from pathlib import Path

from odoo import Command
from odoo.tests import HttpCase

from odoo.addons.jxc_base.tests.common import ROLES, new_role_user

DESKTOP, TABLET, PHONE = "1400x900", "800x1100", "390x844"
_SCREENS = (Path(__file__).parent / "screens.js").read_text(encoding="utf-8")


class ScreenCase(HttpCase):
    """One user for each role, in Chinese; two goods, a vendor, a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={**cls.env.context, "tracking_disable": True, "lang": "zh_CN"}
        )
        cls.users = {
            role: new_role_user(
                cls.env,
                role,
                login=f"screen_{role}",
                name=f"{role} 用户",
                lang="zh_CN",
                tz="Asia/Shanghai",
                tour_enabled=False,
            )
            for role in ROLES
        }
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.warehouse.write({"name": "主仓", "jxc_keeper_ids": cls.users["keeper"].ids})
        cls.vendor = cls.env["res.partner"].create(
            {
                "name": "浙北粮油加工厂",
                "email": "vendor@example.com",
                "supplier_rank": 1,
            }
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "惠万家超市", "customer_rank": 1}
        )
        cls.oil = cls._goods("大豆油 5L", 40)
        cls.soy = cls._goods("特级酱油 500ml", 5)

    @classmethod
    def _goods(cls, name, quantity, **values):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "standard_price": 6.0,
                "list_price": 10.0,
                "invoice_policy": "delivery",
                "seller_ids": [
                    Command.create(
                        {"partner_id": cls.vendor.id, "price": 6.0, "delay": 3}
                    )
                ],
                **values,
            }
        )
        if quantity:
            cls._stock(product, quantity)
        return product

    @classmethod
    def _stock(cls, product, quantity):
        cls.env["stock.quant"].with_context(inventory_mode=True).create(
            {
                "product_id": product.id,
                "location_id": cls.warehouse.lot_stock_id.id,
                "inventory_quantity": quantity,
            }
        ).action_apply_inventory()

    def _sale(self, product, quantity, **line):
        return (
            self.env["sale.order"]
            .with_user(self.users["salesperson"])
            .create(
                {
                    "partner_id": self.customer.id,
                    "warehouse_id": self.warehouse.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                **line,
                            }
                        )
                    ],
                }
            )
        )

    def walk(self, role, url, steps, size=DESKTOP, timeout=120):
        """Do ``steps`` (what, trigger, run) as that user, then check the page.

        The tour is made in the page, so that the add-ons ship no tests of others.
        """
        steps = [
            {"content": what, "trigger": trigger, **({"run": run} if run else {})}
            for what, trigger, run in steps
        ]
        self.browser_size = size
        self.touch_enabled = size == PHONE
        name = f"jxc_{self._testMethodName}"
        code = _SCREENS + f"\njxcTour({json.dumps(name)}, {json.dumps(steps)});"
        self.browser_js(
            url,
            code,
            "odoo.isReady && !!odoo.startTour",
            login=self.users[role].login,
            timeout=timeout,
            success_signal="tour succeeded",
        )

    def look_at_all(self, role, *sizes, timeout=400):
        """Open whatever that user's menu of the app offers, and look at each.

        :param sizes: of the window; at the second and more each screen is looked at
            again, as if somebody turned the device.
        """
        self.browser_size = sizes[0]
        self.touch_enabled = sizes[0] == PHONE
        pixels = [[int(one) for one in size.split("x")] for size in sizes]
        self.browser_js(
            "/odoo",
            _SCREENS + f"\njxcLookAtAll({json.dumps(pixels)});",
            "odoo.isReady",
            login=self.users[role].login,
            timeout=timeout,
        )
