from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_sms_cn.hooks import post_init_hook

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestShipment(SmsCase):
    def _delivery(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        out = warehouse.out_type_id
        goods = self.env["product.product"].create({"name": "酱油", "type": "consu"})
        consignee = self.env["res.partner"].create(
            {"name": "惠万家", "phone": "13800138000"}
        )
        delivery = self.env["stock.picking"].create(
            {
                "picking_type_id": out.id,
                "partner_id": consignee.id,
                "location_id": out.default_location_src_id.id,
                "location_dest_id": consignee.property_stock_customer.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": goods.id,
                            "product_uom_qty": 1,
                            "location_id": out.default_location_src_id.id,
                            "location_dest_id": consignee.property_stock_customer.id,
                        }
                    )
                ],
            }
        )
        delivery.action_confirm()
        return delivery

    def test_the_keeper_is_not_asked_about_texts(self):
        """K5: the first shipment with texts switched on is just shipped."""
        self.company.write(
            {
                "stock_text_confirmation": True,
                "stock_confirmation_type": "sms",
                "has_received_warning_stock_sms": False,
            }
        )
        delivery = self._delivery()
        # The host asks nothing while it is under test.
        with patch("odoo.modules.module.current_test", False):
            asked = delivery.with_user(self.keeper)._pre_action_done_hook()
        self.assertIs(asked, True)

    def test_texts_are_off_until_chosen(self):
        """K5: the add-on switches them off, but not for who chose them."""
        chose = self.env["res.company"].create({"name": "Chose"})
        texts = {"stock_text_confirmation": True, "stock_confirmation_type": "sms"}
        self.company.write({**texts, "has_received_warning_stock_sms": False})
        chose.write({**texts, "has_received_warning_stock_sms": True})
        post_init_hook(self.env)
        self.assertFalse(self.company._get_text_validation("sms"))
        self.assertTrue(chose._get_text_validation("sms"))
