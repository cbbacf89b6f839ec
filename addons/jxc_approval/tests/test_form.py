from lxml import etree

from odoo.tests import tagged

from .common import ApprovalCase, Sample


@tagged("post_install", "-at_install")
class TestForm(ApprovalCase):
    """P4, S3, F1: a document shows where its approval stands, without a view of its
    add-on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.ui.view"].create(
            {
                "name": "sample",
                "model": Sample._name,
                "type": "form",
                "arch": "<form><header><field name='name'/></header>"
                "<sheet><div name='button_box'/></sheet></form>",
            }
        )

    def test_the_form_shows_the_approval(self):
        model = self.env[Sample._name].with_user(self.buyer)
        arch = etree.fromstring(model.get_view(view_type="form")["arch"])
        banner = arch.find("div[@name='jxc_approval_banner']")
        self.assertIsNotNone(banner.find("field[@name='jxc_approval_note']"))
        self.assertEqual(banner.getprevious().tag, "header")
        box = arch.find(".//div[@name='button_box']")
        self.assertEqual(box[0].get("name"), "action_jxc_approvals")

    def test_the_note_says_who_is_asked_and_who_refused(self):
        document = self._document()
        self.assertIn("Needs an approval", document.jxc_approval_note)
        document.action_jxc_submit()
        request = document.jxc_approval_request_ids
        self.assertIn(self.manager.name, document.jxc_approval_note)
        self.assertIn("Over 100", document.jxc_approval_note)
        self.assertEqual(document.jxc_approval_count, 1)
        action = document.action_jxc_approvals()
        self.assertEqual(action["res_id"], request.id)
        request.with_user(self.manager).action_jxc_refuse("too dear")
        document.invalidate_recordset()
        self.assertIn("too dear", document.jxc_approval_note)
        self.assertIn(self.manager.name, document.jxc_approval_note)
        document.amount = 50
        self.assertFalse(document.jxc_approval_note, "nothing to approve any more")

    def test_notes_are_read_in_a_batch(self):
        documents = self.env[Sample._name].with_user(self.buyer)
        for number in range(10):
            documents |= self._document(amount=500 + number)
        documents.action_jxc_submit()
        self.env.invalidate_all()
        documents[:2].mapped("jxc_approval_note")
        self.env.invalidate_all()
        few = self.env.cr.sql_log_count
        documents[:2].mapped("jxc_approval_note")
        few = self.env.cr.sql_log_count - few
        self.env.invalidate_all()
        with self.assertQueryCount(few):
            documents.mapped("jxc_approval_note")
