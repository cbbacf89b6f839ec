from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcDingtalkTemplatePreview(models.TransientModel):
    """A message as it would read, of a record, by one's own eyes."""

    _name = "jxc.dingtalk.template.preview"
    _description = "Preview of a Message"

    template_id = fields.Many2one(
        "jxc.dingtalk.template", required=True, ondelete="cascade"
    )
    record = fields.Reference(
        selection="_selection_record",
        compute="_compute_record",
        store=True,
        readonly=False,
        precompute=True,
    )
    title = fields.Char(compute="_compute_text")
    text = fields.Text(compute="_compute_text")

    @api.model
    def _selection_record(self):
        template = self.env["jxc.dingtalk.template"].browse(
            self.env.context.get("default_template_id")
        )
        kinds = template.model_id.sudo() or self.env["ir.model"].sudo().search(
            [("transient", "=", False)]
        )
        return [(kind.model, kind.name) for kind in kinds]

    @api.depends("template_id")
    def _compute_record(self):
        """The latest one that the message is about."""
        for preview in self:
            template = preview.template_id
            found = template and self.env[template.model].search(
                template._jxc_condition(), limit=1, order="id desc"
            )
            preview.record = f"{found._name},{found.id}" if found else False

    @api.depends("record", "template_id")
    def _compute_text(self):
        for preview in self:
            template, record = preview.template_id, preview.record
            preview.title, preview.text = (
                template._jxc_told(record, self.env.user)
                if record and record._name == template.model
                else (False, False)
            )

    def action_jxc_test(self):
        """To oneself, as a person in DingTalk or WeCom."""
        self.ensure_one()
        self.check_access("write")
        template = self.template_id
        person = self.env["jxc.dingtalk.person"]._jxc_for(
            self.env.user, template.company_id
        )
        if not person:
            raise UserError(
                self.env._(
                    "You are not confirmed in DingTalk or WeCom: see Settings ›"
                    " DingTalk and WeCom › People."
                )
            )
        if not self.record or self.record._name != template.model:
            raise UserError(self.env._("Choose a record first."))
        self.env["jxc.dingtalk.message"]._jxc_queue(
            [template._jxc_message(self.record, person, self.env.user)]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("On the way to your phone."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
