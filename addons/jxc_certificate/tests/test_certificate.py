from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import CertificateCase


@tagged("post_install", "-at_install")
class TestCertificate(CertificateCase):
    def test_states(self):
        """P3: it holds on its first and on its last day; what is computed is found."""
        cases = {
            (-100, 200): "valid",
            (-100, None): "valid",
            (-100, 31): "valid",
            (-100, 30): "expiring",
            (0, 0): "expiring",
            (-100, -1): "expired",
            (1, 200): "coming",
        }
        made = {key: self._certificate(None, *key) for key in cases}
        for key, state in cases.items():
            self.assertEqual(made[key].state, state, key)
        mine = [("partner_id", "=", self.vendor.id)]
        for state in ("valid", "expiring", "expired", "coming"):
            found = self.env["jxc.certificate"].search([*mine, ("state", "=", state)])
            wanted = {one.id for key, one in made.items() if cases[key] == state}
            self.assertEqual(set(found.ids), wanted, state)
        found = self.env["jxc.certificate"].search([*mine, ("state", "!=", "valid")])
        self.assertEqual(len(found), 4)

    def test_bad_certificates(self):
        """P3: of nobody, of no product, backwards: refused, and it says which."""
        report = self._kind("检验报告", scope="product")
        for values in (
            {"partner_id": False},
            {"begins": 5, "ends": 4},
            {"kind": report},
            {"product_tmpl_id": self.product.product_tmpl_id.id},
        ):
            with self.assertRaisesRegex(ValidationError, "JY1330100"):
                self._certificate(**values)
        with self.assertRaisesRegex(ValidationError, "检验报告"):
            report.all_vendors = True
        with self.assertRaises(ValidationError):
            report.warn_days = -1

    def test_who_may(self):
        """F2: buyers and inspectors file them, managers say what is required."""
        self._certificate(user=self.inspector)
        for user in (self.keeper, self.salesperson):
            with self.assertRaises(AccessError):
                self._certificate(user=user)
        for user in (self.buyer, self.inspector):
            with self.assertRaises(AccessError):
                self.permit.with_user(user).all_vendors = True
        self.permit.with_user(self.manager).all_vendors = True

    def test_files(self):
        """P3: what one uploads before the first save, others can open."""
        file = self.env["ir.attachment"].with_user(self.inspector)
        file = file.create({"name": "证照.pdf", "raw": b"%PDF-1.4"})
        with self.assertRaises(AccessError):
            file.with_user(self.buyer).read(["raw"])
        one = self._certificate(user=self.inspector, file_ids=file.ids)
        self.assertEqual(one.with_user(self.buyer).file_ids.raw, b"%PDF-1.4")

    def test_of_another_company(self):
        """F2: a certificate of one company is not seen in another."""
        other = self.env["res.company"].create({"name": "分公司"})
        theirs = self._certificate(user=self.env.user, company_id=other.id)
        with self.assertRaises(AccessError):
            theirs.with_user(self.buyer).read(["name"])
        stranger = new_role_user(
            self.env,
            "buyer",
            login="certificate_elsewhere",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertEqual(theirs.with_user(stranger).name, "JY1330100")

    def test_alert(self):
        """P3: who is responsible is told before it ends, until a newer one is there."""
        rule = self.env.ref("jxc_certificate.jxc_alert_rule_certificate_due")
        old = self._certificate(ends=20)
        late = self._certificate(begins=22, ends=400)
        self.assertIn(str(old.id), rule._jxc_evaluate("certificate_due", [str(old.id)]))
        late.date_from = self.today + timedelta(days=21)
        gone = self._certificate(kind=self._kind("营业执照"), ends=-1)
        keys = rule._jxc_keys()
        due = {str(old.id), str(gone.id)}
        self.assertTrue(due <= keys)
        found = rule._jxc_evaluate("certificate_due", keys)
        self.assertEqual(due & found.keys(), {str(gone.id)}, "the other is replaced")
        self.assertEqual(found[str(gone.id)]["user_ids"], self.buyer.ids)
        self._certificate(kind=gone.kind_id, ends=None)
        self.assertFalse(due & rule._jxc_evaluate("certificate_due", keys).keys())
