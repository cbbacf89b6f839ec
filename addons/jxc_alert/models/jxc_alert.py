from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

LIVE = ("open", "acknowledged")
ACTIVITY = "jxc_alert.mail_activity_type_alert"


class JxcAlert(models.Model):
    """One breach of a rule, from when it is found until it is over."""

    _name = "jxc.alert"
    _description = "Alert"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"
    _order = "opened_on desc, id desc"
    _check_company_auto = True

    rule_id = fields.Many2one(
        "jxc.alert.rule",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    kind = fields.Selection(related="rule_id.kind", store=True)
    severity = fields.Selection(related="rule_id.severity", store=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    key = fields.Char(required=True, readonly=True)
    name = fields.Char("Alert", required=True, readonly=True)
    body = fields.Text("Details", readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", readonly=True
    )
    receiver_ids = fields.Many2many("res.users", string="Receivers", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("acknowledged", "Acknowledged"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    opened_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    acknowledged_on = fields.Datetime(readonly=True)
    acknowledged_by_id = fields.Many2one(
        "res.users", "Owner", readonly=True, index="btree_not_null", tracking=True
    )
    escalated_on = fields.Datetime(readonly=True)
    scope = fields.Char(
        "Place", readonly=True, help="Where it is: a warehouse, a region, a team."
    )
    closed_on = fields.Datetime(readonly=True)

    _live_uniq = models.UniqueIndex(
        "(rule_id, key) WHERE state IN ('open', 'acknowledged')",
        "There is an open alert for this already.",
    )

    def action_acknowledge(self):
        """Somebody has taken it over: nobody else needs to."""
        self.check_access("read")
        alerts = self.sudo().filtered(lambda alert: alert.state == "open")
        alerts._jxc_own(self.env.user)

    def action_open_document(self):
        self.ensure_one()
        known = self.res_model and self.res_model in self.env
        if not known or not self.env[self.res_model].browse(self.res_id).exists():
            raise UserError(
                self.env._(
                    "The document of the alert %(alert)s is not there any more. The"
                    " alert closes at the next evaluation.",
                    alert=self.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }

    @api.model
    def _jxc_open(self, rule, payloads):
        """Open an alert for each key, and tell whom the rule names.

        :param payloads: {key: payload}, see ``jxc.alert.rule._jxc_evaluate``.
        """
        companies, users = self.env["res.company"], self.env["res.users"]
        named, values = rule._jxc_named(payloads.values()), []
        for key, payload in payloads.items():
            company = companies.browse(payload.get("company_id")) or rule.company_id
            people = rule._jxc_receivers(company)
            people |= users.browse(payload.get("user_ids", ()))
            on_it = named.get(payload.get("res_id"), users)
            people |= rule._jxc_at_work(on_it, company)
            values.append(
                {
                    "rule_id": rule.id,
                    "key": key,
                    "company_id": company.id,
                    "receiver_ids": [(6, 0, people.ids)],
                    "name": payload["name"],
                    "body": payload.get("body"),
                    "scope": payload.get("scope"),
                    "res_model": payload.get("res_model"),
                    "res_id": payload.get("res_id"),
                }
            )
        if values:
            alerts = self.with_context(mail_create_nosubscribe=True).create(values)
            alerts._jxc_on_opened()

    def _jxc_refresh(self, payload):
        """The breach goes on: show its figures of today, tell nobody again."""
        for name in ("name", "body", "scope"):
            if name in payload and (self[name] or "") != (payload[name] or ""):
                self[name] = payload[name]

    def _jxc_close(self):
        """The breach is over."""
        if self:
            self.write({"state": "closed", "closed_on": fields.Datetime.now()})
            self.activity_unlink([ACTIVITY])
            self._jxc_on_closed()

    def _jxc_on_opened(self):
        """Hook: alerts of one rule have opened. Sends what the rule says."""
        for people, alerts in self.grouped("receiver_ids").items():
            alerts._jxc_tell(people)

    def _jxc_on_closed(self):
        """Hook: alerts have closed because what they warned of is over."""

    def _jxc_tell(self, people):
        """Tell these people of alerts of one rule, by the channels of the rule."""
        if people and self.rule_id.channel_todo:
            self._jxc_give_todos(people)
        if people:
            self.env["jxc.alert.delivery"].sudo()._queue(self, people)

    def _jxc_give_todos(self, people):
        model_id = self.env["ir.model"]._get_id(self._name)
        todos = self.env["mail.activity"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        told = {(todo.res_id, todo.user_id) for todo in todos}
        values = [
            {
                "activity_type_id": self.env.ref(ACTIVITY).id,
                "summary": alert.name,
                "note": plaintext2html(alert.body or ""),
                "automated": True,
                "date_deadline": fields.Date.context_today(alert),
                "res_model_id": model_id,
                "res_id": alert.id,
                "user_id": user.id,
            }
            for alert in self
            for user in people
            if (alert.id, user) not in told
        ]
        # The to-do is the message: the host would send a mail for each besides.
        quiet = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        quiet.create(values)

    def _jxc_subject(self):
        if len(self) == 1:
            return self.name
        return self.env._(
            "%(rule)s: %(count)s alerts", rule=self.rule_id.name, count=len(self)
        )

    def _jxc_line(self):
        """The alert as plain text, for phones and messages."""
        return f"{self.name}\n{self.body}" if self.body else self.name

    def _jxc_mail_line(self):
        url = f"{self.get_base_url()}/odoo/jxc.alert/{self.id}"
        line = Markup('<p><a href="%s">%s</a></p>') % (url, self.name)
        return line + plaintext2html(self.body) if self.body else line
