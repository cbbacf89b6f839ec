import ast
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .jxc_alert import LIVE

_logger = logging.getLogger(__name__)
#: Records that one filter may hold alerts for: a filter that matches everything
#: is a mistake, and must not fill the to-do lists.
MOST = 500
FILTER = {"kind", "model_id", "domain"}


class JxcAlertRule(models.Model):
    """What is watched, how serious it is, and who is told in which way.

    An add-on adds a kind with ``selection_add`` and a method
    ``_jxc_evaluate_<kind>(keys)``.
    """

    _name = "jxc.alert.rule"
    _description = "Alert Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[("domain", "Records matching a filter")],
        string="Watches",
        required=True,
        default="domain",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", help="Without a company the rule watches all of them."
    )
    model_id = fields.Many2one(
        "ir.model",
        string="Document Type",
        domain=[("transient", "=", False), ("abstract", "=", False)],
        ondelete="cascade",
    )
    domain = fields.Char(string="Filter", default="[]")
    author_id = fields.Many2one(
        "res.users",
        string="Filter Written By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The filter finds nothing that this person may not see.",
    )
    days = fields.Integer(
        help="How many days ahead, or ago; what they count depends on what is watched."
    )
    severity = fields.Selection(
        [("info", "Notice"), ("warning", "Warning"), ("critical", "Critical")],
        required=True,
        default="warning",
    )
    user_ids = fields.Many2many(
        "res.users", string="People", domain=[("share", "=", False)]
    )
    group_id = fields.Many2one("res.groups", string="Role")
    channel_todo = fields.Boolean("To-do", default=True)
    channel_mail = fields.Boolean("E-mail")
    alert_ids = fields.One2many("jxc.alert", "rule_id", string="Alerts")

    @api.constrains("kind", "model_id", "domain")
    def _check_filter(self):
        for rule in self.filtered(lambda r: r.kind == "domain"):
            if not rule.model_id:
                raise ValidationError(
                    self.env._(
                        "The alert rule %(rule)s watches records: choose the type of"
                        " document.",
                        rule=rule.name,
                    )
                )
            try:
                self.env[rule.model_id.model].search(rule._jxc_domain(), limit=1)
            except (ValueError, SyntaxError, TypeError, KeyError, UserError) as error:
                raise ValidationError(
                    self.env._(
                        "The filter of the alert rule %(rule)s cannot be used:"
                        " %(reason)s\nChoose its conditions again.",
                        rule=rule.name,
                        reason=error,
                    )
                ) from error

    @api.constrains("days")
    def _check_days(self):
        for rule in self.filtered(lambda r: r.days < 0):
            raise ValidationError(
                self.env._(
                    "The alert rule %(rule)s counts days: enter 0 or more.",
                    rule=rule.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        author = self.env.uid
        rules = super().create([{**vals, "author_id": author} for vals in vals_list])
        rules._jxc_scan()
        return rules

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "author_id"}
        if vals.keys() & FILTER:
            vals["author_id"] = self.env.uid
        result = super().write(vals)
        if vals.keys() & self._jxc_criteria():
            live = self.filtered("active")
            (self - live).sudo()._jxc_live_alerts()._jxc_close()
            live._jxc_scan()
        return result

    @api.model
    def _jxc_criteria(self):
        """The fields that decide what is in breach; an add-on adds its own."""
        return {*FILTER, "active", "company_id", "days"}

    def unlink(self):
        self.check_access("unlink")
        # Not left to the database: the alerts' messages and to-dos go with them.
        self.sudo().alert_ids.unlink()
        return super().unlink()

    def _jxc_live_alerts(self, keys=None):
        domain = Domain("rule_id", "in", self.ids) & Domain("state", "in", LIVE)
        if keys is not None:
            domain &= Domain("key", "in", keys)
        return self.env["jxc.alert"].search(domain)

    @api.model
    def _cron_scan(self):
        """Look at everything once, also at what changed without a mark."""
        for rule in self.search([("active", "=", True)]):
            try:
                with self.env.cr.savepoint():
                    rule._jxc_scan()
            except OperationalError:
                raise  # the host runs the job again
            except Exception:
                _logger.exception("The alert rule %s cannot be looked at", rule.id)

    def _jxc_scan(self):
        for rule in self.filtered("active"):
            self.env["jxc.alert.mark"]._mark(rule.kind, rule._jxc_keys())

    def _jxc_keys(self):
        """The keys that the regular look covers; an add-on adds those of its kind."""
        self.ensure_one()
        keys = set(self.sudo()._jxc_live_alerts().mapped("key"))
        if self.kind == "domain":
            records = self._jxc_watched().search(
                self._jxc_domain(), order="id", limit=MOST
            )
            keys |= {f"{records._name}:{record_id}" for record_id in records.ids}
        return keys

    def _jxc_domain(self):
        domain = Domain(ast.literal_eval(self.domain or "[]"))
        if self.company_id and "company_id" in self._jxc_watched()._fields:
            domain &= Domain("company_id", "in", [False, self.company_id.id])
        return domain

    def _jxc_watched(self):
        """The watched model, in the name of who wrote the filter: it finds nothing
        that its author may not see, whoever edits the rest of the rule."""
        model_name = self.sudo().model_id.model
        author = self.sudo().author_id
        model = self.env[model_name].with_user(author)
        return model.with_context(allowed_company_ids=author.company_ids.ids)

    def _jxc_evaluate(self, kind, keys):
        """Which of ``keys`` are in breach now.

        :return: {key: {"name", "body", "res_model", "res_id", and where they matter
            "company_id", "scope" (the place) and "user_ids", ids of more receivers}}
        """
        return getattr(self, f"_jxc_evaluate_{kind}")(keys)

    def _jxc_evaluate_domain(self, keys):
        watched = self._jxc_watched()
        ids = [
            int(record_id)
            for model, _colon, record_id in (key.partition(":") for key in keys)
            if model == watched._name
        ]
        records = watched.search(Domain("id", "in", ids) & self._jxc_domain())
        owned = "company_id" in records._fields
        return {
            f"{record._name}:{record.id}": {
                "name": self.env._(
                    "%(rule)s: %(document)s",
                    rule=self.name,
                    document=record.display_name,
                ),
                "res_model": record._name,
                "res_id": record.id,
                "company_id": owned and record.company_id.id,
            }
            for record in records.with_context(lang=self.env.lang)
        }

    def _jxc_settle(self, keys):
        """Open the missing alerts of ``keys`` and close those that recovered."""
        self.ensure_one()
        rule = self.with_context(lang=self._jxc_lang())
        if self.company_id:
            rule = rule.with_company(self.company_id)
        breaches = {
            key: payload
            for key, payload in rule._jxc_evaluate(self.kind, keys).items()
            if not self.company_id
            or payload.get("company_id") in (None, False, self.company_id.id)
        }
        standing = rule._jxc_live_alerts(keys)
        standing.filtered(lambda alert: alert.key not in breaches)._jxc_close()
        for alert in standing.filtered(lambda alert: alert.key in breaches):
            alert._jxc_refresh(breaches.pop(alert.key))
        self.env["jxc.alert"].with_env(rule.env)._jxc_open(rule, breaches)

    def _jxc_lang(self):
        """The language of who is told: alerts are written once for all of them."""
        people = self._jxc_receivers(self.company_id)
        company = self.company_id or self.env.company
        return people[:1].lang or company.partner_id.lang or self.env.lang
