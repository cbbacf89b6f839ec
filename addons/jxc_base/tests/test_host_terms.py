from io import StringIO
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

TABLE = """record,field,source,was,term
base.field_res_partner__name,field_description,,{name},客商名称
base.main_partner,name,,{partner},江南百味
@res.partner,name,,不存在的往来单位,无
base.no_such_record,name,,甲,乙
"""


@tagged("post_install", "-at_install")
class TestHostTerms(TransactionCase):
    """F3: the host's wrong terms are replaced, and nobody's own wording."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("zh_CN")
        self.field = self.env.ref("base.field_res_partner__name")
        self.field = self.field.with_context(lang="zh_CN")
        self.field.update_field_translations("field_description", {"zh_CN": "名称甲"})
        self.partner = self.env.ref("base.main_partner")
        self.partner.name = "Company"

    def _correct(self, table):
        target = "odoo.addons.jxc_base.models.jxc_host_terms.file_open"
        with patch(target, lambda path: StringIO(table)):
            return self.env["jxc.host.terms"]._correct("jxc_base")

    def _table(self, **values):
        values = {"name": "名称甲", "partner": "Company", **values}
        return TABLE.format(**values)

    def test_terms_are_replaced_once(self):
        self.assertEqual(self._correct(self._table()), 2)
        self.assertEqual(self.field.field_description, "客商名称")
        self.assertEqual(self.partner.name, "江南百味")
        self.assertEqual(self._correct(self._table()), 0, "a repeat does nothing")

    def test_a_term_inside_a_view(self):
        view = self.env["ir.ui.view"].create(
            {
                "name": "terms",
                "model": "res.partner",
                "type": "list",
                "arch": '<list><field name="name" string="Number"/></list>',
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": "jxc_base",
                "name": "view_of_terms",
                "model": "ir.ui.view",
                "res_id": view.id,
            }
        )
        view.update_field_translations("arch_db", {"zh_CN": {"Number": "数量"}})
        row = "record,field,source,was,term\n"
        row += "jxc_base.view_of_terms,arch_db,Number,{},单号"
        self.assertEqual(self._correct(row.format("编号")), 0)
        self.assertEqual(self._correct(row.format("数量")), 1)
        self.assertIn("单号", view.with_context(lang="zh_CN").arch_db)
        self.assertIn("Number", view.with_context(lang="en_US").arch_db)

    def test_what_somebody_changed_stays(self):
        self.field.update_field_translations("field_description", {"zh_CN": "字号"})
        self.assertEqual(self._correct(self._table()), 1)
        self.assertEqual(self.field.field_description, "字号")
