import logging
from ast import literal_eval

from psycopg2 import Error, OperationalError

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

#: A message about messages would have no end.
OURS = "jxc.dingtalk."
_logger = logging.getLogger(__name__)
#: What another automation follows from.
ARMING = {"name", "active", "model_id", "trigger", "domain"}
#: What nobody may have been shown by somebody else's rights.
SAID = {
    *("model_id", "title", "text", "domain", "trigger"),
    *("people_path", "robot_id", "company_id"),
}


class JxcDingtalkTemplate(models.Model):
    """A message that follows from a record, in the words of whoever wrote it.

    The host's automation rules notice the record; the message goes into the outbox of
    the same transaction. Whatever is wrong with the message stops no business.
    """

    _name = "jxc.dingtalk.template"
    _description = "Message of One's Own"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "company_id, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    author_id = fields.Many2one(
        "res.users",
        "Written By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        help="A group is told nothing that this person may not see.",
    )
    model_id = fields.Many2one(
        "ir.model",
        "About",
        required=True,
        ondelete="cascade",
        domain="[('transient', '=', False), ('abstract', '=', False)]",
    )
    model = fields.Char(related="model_id.model", string="Model Name")
    trigger = fields.Selection(
        [
            ("create", "When Created"),
            ("match", "When It Begins to Fulfil the Condition"),
            ("hand", "By Hand, From the Actions Menu"),
        ],
        "Sent",
        required=True,
        default="match",
    )
    domain = fields.Char("Condition", default="[]")
    title = fields.Char(required=True, default="{{object.display_name}}")
    text = fields.Text(help="{{object.…}} stands for a field of the record.")
    robot_id = fields.Many2one("jxc.dingtalk.robot", "Group")
    people_path = fields.Char(
        "People",
        help="A field that leads to users, e.g. user_id: each of them who may see the"
        " record is told what he may see of it.",
    )
    automation_id = fields.Many2one(
        "base.automation", readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    action_id = fields.Many2one(
        "ir.actions.server", readonly=True, copy=False, groups=fields.NO_ACCESS
    )

    @api.constrains("robot_id", "people_path", "model_id", "company_id")
    def _check_target(self):
        for template in self:
            robot, path = template.robot_id, template.people_path
            if not (robot or path):
                raise ValidationError(
                    self.env._(
                        "%(name)s goes to nobody: choose a group, or a field that"
                        " leads to people.",
                        name=template.name,
                    )
                )
            if robot and robot.company_id != template.company_id:
                raise ValidationError(
                    self.env._(
                        "The group %(robot)s is not of %(company)s.",
                        robot=robot.name,
                        company=template.company_id.name,
                    )
                )
            if path and template._jxc_end(path) != "res.users":
                raise ValidationError(
                    self.env._(
                        "%(path)s of %(model)s does not lead to users; user_id or"
                        " create_uid does.",
                        path=path,
                        model=template.model_id.name,
                    )
                )

    @api.constrains("domain", "model_id")
    def _check_domain(self):
        for template in self:
            model = self.env[template.model]
            if model._abstract or model._transient or model._name.startswith(OURS):
                raise ValidationError(
                    self.env._(
                        "Nothing can be told of %(model)s.",
                        model=template.model_id.name,
                    )
                )
            try:
                template._jxc_seen().search(template._jxc_condition(), limit=1)
            except (ValueError, SyntaxError, TypeError, IndexError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition of %(name)s cannot be used: %(error)s",
                        name=template.name,
                        error=error,
                    )
                ) from error

    def _jxc_condition(self):
        return Domain(literal_eval(self.domain or "[]"))

    def _jxc_seen(self):
        """The model by the writer's eyes: a constraint of the host has all rights, and
        what he may not see he does not ask for either."""
        return self._jxc_as(self.env[self.model], self.author_id)

    # --- the host's automation ------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Whose eyes it has is nobody's to choose; it watches at once."""
        templates = super().create(
            [{**vals, "author_id": self.env.uid} for vals in vals_list]
        )
        templates._jxc_arm()
        return templates

    def write(self, vals):
        """Who changes what is said answers for it."""
        vals = {key: value for key, value in vals.items() if key != "author_id"}
        if SAID & vals.keys():
            vals["author_id"] = self.env.uid
        result = super().write(vals)
        if ARMING & vals.keys():
            self._jxc_arm()
        return result

    def unlink(self):
        """The rule goes as well."""
        self._jxc_disarm()
        return super().unlink()

    def _jxc_disarm(self):
        kept = self.sudo()
        kept.automation_id.unlink()
        kept.action_id.unlink()

    def _jxc_arm(self):
        self._jxc_disarm()
        for template in self.sudo().filtered("active"):
            values = {
                "name": template.name,
                "model_id": template.model_id.id,
                "state": "code",
                "code": f"action = env['{self._name}'].browse({template.id})"
                "._jxc_say(records)",
            }
            if template.trigger == "hand":
                values["binding_model_id"] = template.model_id.id
                template.action_id = self.env["ir.actions.server"].sudo().create(values)
                continue
            condition = template._jxc_condition()
            rule = {
                "name": template.name,
                "model_id": template.model_id.id,
                "trigger": "on_create",
                "filter_domain": repr(list(condition)),
                "action_server_ids": [
                    Command.create({**values, "usage": "base_automation"})
                ],
            }
            if template.trigger == "match":
                rule["trigger"] = "on_create_or_write"
                rule["filter_pre_domain"] = repr(list(~condition))
            template.automation_id = self.env["base.automation"].sudo().create(rule)

    def _jxc_say(self, records):
        """Called by the rule or the action: have the messages written, or say why not.

        Never raises for what is wrong with a message.
        """
        self.env.flush_all()  # what is wrong with the business itself is told there
        count = 0
        for template in self.sudo().filtered("active"):
            try:
                with self.env.cr.savepoint():
                    count += template._jxc_say_of(records.sudo())
            except OperationalError:
                raise
            except Exception as error:
                _logger.info("Template %s", template.id, exc_info=True)
                template._jxc_fault(error)
        message = self.env._("%(count)s messages are on their way.", count=count)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success" if count else "warning", "message": message},
        }

    def _jxc_say_of(self, records):
        """:return: how many messages were written"""
        self._jxc_check_author()
        # Whoever has lost a right since does not ask by it any more.
        self._jxc_seen()._search(self._jxc_condition())
        told = []
        for record, target, user in self._jxc_targets(records):
            try:
                told.append(self._jxc_message(record, target, user))
            except Error:
                raise  # of the database: this transaction cannot go on
            except Exception as error:
                _logger.info("Template %s", self.id, exc_info=True)
                self._jxc_fault(error, record)
        return len(self.env["jxc.dingtalk.message"]._jxc_queue(told))

    def _jxc_fault(self, error, record=None):
        """One open to-do, not one for every record."""
        if self.activity_ids:
            return
        user = self.author_id
        if not self._jxc_works(user):
            managers = self.env.ref("jxc_base.group_jxc_manager")
            user = managers._jxc_people(self.company_id)[:1] or user
        words = self.with_context(lang=user.lang).env
        # By its number: perhaps he may not see what it is called.
        about = f"{self.model_id.name} #{record.id}" if record else self.name
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=words._(
                "Nothing was said of %(record)s: %(error)s", record=about, error=error
            ),
        )

    def action_jxc_preview(self):
        """See it with a record, before anybody else does."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": "jxc.dingtalk.template.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_template_id": self.id},
        }
