from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.orm.model_classes import add_to_registry

from odoo.addons.jxc_base.tests.common import JxcCase, new_role_user


class Sample(models.Model):
    """A document as an add-on would make it."""

    _name = "jxc.approval.sample"
    _inherit = ["mail.thread", "mail.activity.mixin", "jxc.approval.mixin"]
    _description = "Sample Document"
    _module = "jxc_approval"

    name = fields.Char()
    amount = fields.Float()
    note = fields.Char()
    confirmed = fields.Boolean()
    confirmed_by = fields.Many2one("res.users")
    company_id = fields.Many2one("res.company", default=lambda s: s.env.company)
    line_ids = fields.One2many("jxc.approval.sample.line", "sample_id")

    def _jxc_approval_effective(self):
        return self.filtered("confirmed")

    def _jxc_approval_values(self):
        lines = [{"id": line.id, "price": line.price} for line in self.line_ids]
        return {"amount": self.amount, "lines": lines}

    def _jxc_approval_lowerable(self):
        return ("amount", "price")

    def _jxc_approval_amount(self):
        return self.amount

    def _jxc_approval_evidence(self):
        return [("Amount", f"{self.amount:.2f}")]

    def _jxc_approval_on_approved(self):
        if self.note == "no stock":
            raise UserError(self.env._("There is not enough stock."))
        self.write({"confirmed": True, "confirmed_by": self.env.uid})


class SampleLine(models.Model):
    _name = "jxc.approval.sample.line"
    _inherit = "jxc.approval.line.mixin"
    _description = "Sample Line"
    _module = "jxc_approval"
    _jxc_approval_parent_field = "sample_id"

    sample_id = fields.Many2one("jxc.approval.sample", ondelete="cascade")
    price = fields.Float()


class ApprovalCase(JxcCase):
    """A document model of its own, and a rule: over 100 a manager approves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [Sample._name, SampleLine._name]
        for definition in (Sample, SampleLine):
            add_to_registry(cls.registry, definition)
        cls.addClassCleanup(cls._forget, names)
        cls.registry._setup_models__(cls.env.cr, names)
        cls.registry.init_models(cls.env.cr, names, {"models_to_check": True})
        cls.model = cls.env["ir.model"]._get(Sample._name)
        cls.env["ir.model.access"].create(
            [
                {
                    "name": name,
                    "model_id": cls.env["ir.model"]._get(name).id,
                    "group_id": cls.env.ref("base.group_user").id,
                    **dict.fromkeys(
                        ("perm_read", "perm_write", "perm_create", "perm_unlink"), True
                    ),
                }
                for name in names
            ]
        )
        cls.second = new_role_user(cls.env, "manager", login="test_manager_2")
        cls.rule = cls._rule("Over 100", group_id="jxc_base.group_jxc_manager")

    @classmethod
    def _forget(cls, names):
        for name in names:
            del cls.registry[name]
        cls.registry._setup_models__(cls.env.cr, [])

    @classmethod
    def _rule(cls, name, *steps, group_id=None, **values):
        steps = steps or [{"group_id": cls.env.ref(group_id).id}]
        return cls.env["jxc.approval.rule"].create(
            {
                "name": name,
                "model_id": cls.model.id,
                "domain": "[('amount', '>', 100)]",
                "step_ids": [Command.create({"name": name, **step}) for step in steps],
                **values,
            }
        )

    def _document(self, amount=500.0, user=None, **values):
        documents = self.env[Sample._name].with_user(user or self.buyer)
        return documents.create({"name": "D1", "amount": amount, **values})

    def _submitted(self, amount=500.0, user=None, **values):
        document = self._document(amount, user, **values)
        document.action_jxc_submit()
        return document, document.jxc_approval_request_ids[:1]
