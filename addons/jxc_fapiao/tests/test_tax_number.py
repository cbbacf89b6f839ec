from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import BUYER, CODE, OTHER_BUYER, FapiaoCase


@tagged("post_install", "-at_install")
class TestMasterData(FapiaoCase):
    def test_tax_numbers_are_checked(self):
        """S7: what is mistyped is refused by name; old forms and cards pass."""
        partner = self.customer.sudo()
        for good in (BUYER, OTHER_BUYER, "110105194912310 02X", "3301031234567AB"):
            partner.vat = good
        for bad in (BUYER[:-1] + "4", BUYER[:-1], "I1350100M000100Y43"):
            with (
                self.subTest(bad),
                self.assertRaisesRegex(ValidationError, partner.name),
                self.env.cr.savepoint(),
            ):
                partner.vat = bad
                self.env.flush_all()

    def test_only_in_china(self):
        """S7: a foreigner's number is none of ours."""
        self.customer.sudo().write(
            {"country_id": self.env.ref("base.us").id, "vat": "12-3456789"}
        )

    def test_the_company_too(self):
        """S7: by its partner."""
        self.company.partner_id.country_id = self.env.ref("base.cn")
        with self.assertRaises(ValidationError):
            self.company.vat = "91350100M000100Y44"

    def test_classifications(self):
        """S7: 19 digits; a product without one has its category's."""
        category = self.env["product.category"].sudo()
        above = category.create({"name": "Food", "jxc_tax_code": CODE})
        below = category.create({"name": "Sauces", "parent_id": above.id})
        product = self._goods("Vinegar", categ_id=below.id).product_tmpl_id
        self.assertEqual(product._jxc_tax_code(), CODE)
        product.jxc_tax_code = "1030201020000000000"
        self.assertEqual(product._jxc_tax_code(), "1030201020000000000")
        with self.assertRaisesRegex(ValidationError, "Vinegar"):
            product.jxc_tax_code = "103020101"
        with self.assertRaises(ValidationError):
            above.jxc_tax_code = "10302010100000000AB"

    def test_who_keeps_them(self):
        """S7: the manager types them on the forms."""
        with Form(self.customer.with_user(self.manager)) as form:
            form.jxc_fapiao_kind = "special"
            form.jxc_fapiao_name = "街角商店有限公司"
        facts = self.customer._jxc_fapiao_facts()
        self.assertEqual(facts["name"], "街角商店有限公司")
        self.assertEqual(facts["number"], BUYER)
