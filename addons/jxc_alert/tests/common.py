from odoo.addons.jxc_base.tests.common import JxcCase


class AlertCase(JxcCase):
    """A rule that watches the cities of some partners, and tells keeper and buyer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.alert.rule"].search([]).active = False
        cls.good, cls.bad = cls.env["res.partner"].create(
            [{"name": "Good", "ref": "JXCTEST"}, {"name": "Bad", "ref": "JXCTEST"}]
        )
        cls.bad.city = "Nowhere"
        cls.rule = cls.env["jxc.alert.rule"].create(
            {
                "name": "City unknown",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "domain": "[('ref', '=', 'JXCTEST'), ('city', '=', 'Nowhere')]",
                "user_ids": [(6, 0, cls.buyer.ids)],
                "group_id": cls.env.ref("jxc_base.group_jxc_stock_keeper").id,
            }
        )
        cls.marks = cls.env["jxc.alert.mark"]
        cls.marks.search([]).unlink()

    def key(self, record):
        return f"{record._name}:{record.id}"

    def look(self, *records):
        self.marks._mark("domain", [self.key(record) for record in records])
        return self.marks._process()

    def alerts(self, *states):
        domain = [("rule_id", "=", self.rule.id)]
        if states:
            domain.append(("state", "in", states))
        return self.env["jxc.alert"].search(domain, order="id")

    def todos(self, alerts):
        return self.env["mail.activity"].search(
            [("res_model", "=", "jxc.alert"), ("res_id", "in", alerts.ids)]
        )
