from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCase, Sample


@tagged("post_install", "-at_install")
class TestPrint(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "key": "jxc_approval.sample_report",
                "name": "sample report",
                "arch": '<t t-name="jxc_approval.sample_report"><p t-foreach="docs"'
                ' t-as="doc" t-out="doc.name"/></t>',
            }
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "Sample",
                "model": Sample._name,
                "report_name": "jxc_approval.sample_report",
                "report_type": "qweb-pdf",
            }
        )

    def _print(self, document, way="_render_qweb_pdf"):
        report = self.report.with_user(self.buyer)
        return getattr(report, way)(self.report.report_name, document.ids)[0]

    def test_approve_first_print_then(self):
        """P4, S3 先审核后打印: by setting, in every format, whoever prints."""
        document, request = self._submitted()
        free = self._document(5.0)
        self.assertIn(b"D1", self._print(document))
        self.env.company.jxc_approval_before_print = True
        for way in ("_render_qweb_pdf", "_render_qweb_html", "_render_qweb_text"):
            with self.assertRaises(UserError) as caught:
                self._print(free | document, way)
            self.assertIn("D1", caught.exception.args[0])
        with self.assertRaises(UserError):
            self.report.sudo()._render_qweb_pdf(
                self.report.report_name, document.ids[0]
            )
        self.assertIn(b"D1", self._print(free))
        request.with_user(self.manager).action_jxc_approve()
        self.assertIn(b"D1", self._print(document))

    def test_what_took_effect_before_the_rule_prints(self):
        """P4: there is nothing to ask for, so nothing to wait for."""
        self.env.company.jxc_approval_before_print = True
        document = self._document(80.0)
        document.confirmed = True
        draft = self._document(80.0)
        self._rule(
            "Over 50",
            group_id="jxc_base.group_jxc_manager",
            domain="[('amount', '>', 50)]",
        )
        self.assertIn(b"D1", self._print(document))
        with self.assertRaises(UserError):
            self._print(draft)

    def test_each_company_decides_for_itself(self):
        document, _request = self._submitted()
        other = self.env["res.company"].create({"name": "Other"})
        other.jxc_approval_before_print = True
        self.assertIn(b"D1", self._print(document))

    def test_other_documents_print_as_ever(self):
        self.env.company.jxc_approval_before_print = True
        self.report.model = "res.partner"
        partner = self.env.user.partner_id
        self.assertIn(partner.name.encode(), self._print(partner))
