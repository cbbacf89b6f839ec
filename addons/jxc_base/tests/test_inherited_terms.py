from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL


@tagged("post_install", "-at_install")
class TestInheritedTerms(TransactionCase):
    """F3: what a model inherits from a mixin is in Chinese as well."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("zh_CN")
        self.fields = self.env["ir.model.fields"].with_context(lang="zh_CN")

    def _label(self, model):
        selection = self.fields.get_field_selection(model, "activity_state")
        return dict(selection)["overdue"]

    def _forget(self):
        """As on a new database: the mixin is in Chinese, the models after it are
        not."""
        labels = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.name", "=", "activity_state"),
                ("field_id.model", "!=", "mail.activity.mixin"),
            ]
        )
        statement = "UPDATE ir_model_fields_selection SET name = name - 'zh_CN'"
        self.env.cr.execute(SQL(statement + " WHERE id = ANY(%s)", labels.ids))
        labels.invalidate_model()
        self.env.registry.clear_cache("stable")

    def test_from_the_mixin(self):
        chinese = self._label("mail.activity.mixin")
        self._forget()
        self.assertEqual(self._label("res.partner"), "Overdue")
        self.env["ir.module.module"]._load_module_terms(["jxc_base"], ["zh_CN"])
        self.assertEqual(self._label("res.partner"), chinese)
        self.assertNotEqual(chinese, "Overdue")

    def test_nothing_is_left_in_english(self):
        """Of all add-ons that are here, in every model of theirs."""
        self.env.cr.execute(
            """
            SELECT d.name FROM ir_model_fields_selection s
              JOIN ir_model_data d
                ON d.model = 'ir.model.fields.selection' AND d.res_id = s.id
             WHERE d.module LIKE 'jxc%' AND NOT jsonb_exists(s.name, 'zh_CN')
               AND s.name ->> 'en_US' ~ '[a-z]'
            """
        )
        self.assertFalse([name for (name,) in self.env.cr.fetchall()])
