from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

#: An amount this many times what is usually approved is not approved in passing.
UNUSUAL = 1.5
#: Over how long, and of how many requests, "usually" is.
WINDOW = timedelta(days=90)
ENOUGH = 3


class JxcApprovalMass(models.TransientModel):
    """Approve many at once, after one look at those that are not like the others."""

    _name = "jxc.approval.mass"
    _description = "Approve Many Requests"

    line_ids = fields.One2many("jxc.approval.mass.line", "mass_id", "Requests")
    comment = fields.Text()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    chosen = fields.Integer("To Approve", compute="_compute_chosen")
    chosen_amount = fields.Monetary("Total to Approve", compute="_compute_chosen")
    exceptions = fields.Integer(compute="_compute_exceptions")

    @api.depends("line_ids.approve", "line_ids.amount")
    def _compute_chosen(self):
        for mass in self:
            lines = mass.line_ids.filtered("approve")
            mass.chosen = len(lines)
            mass.chosen_amount = sum(
                line.currency_id._convert(
                    line.amount, mass.currency_id, mass.company_id
                )
                for line in lines
            )

    @api.depends("line_ids.reason")
    def _compute_exceptions(self):
        for mass in self:
            mass.exceptions = len(mass.line_ids.filtered("reason"))

    @api.model
    def _prepare_for(self, requests):
        """A look at ``requests``: what cannot be approved first, then what is odd."""
        requests.check_access("read")
        usual = self._usual_amounts(requests)
        lines = []
        for request in requests:
            blocked = request._mass_obstacle()
            reason = blocked or "\n".join(request._mass_oddities(usual))
            lines.append(
                {
                    "request_id": request.id,
                    "reason": reason,
                    "blocked": bool(blocked),
                    "approve": not reason,
                }
            )
        # Rows stay in the order in which they are made.
        lines.sort(key=lambda line: (line["approve"], not line["blocked"]))
        return self.create({"line_ids": [fields.Command.create(v) for v in lines]})

    @api.model
    def _usual_amounts(self, requests):
        """:return: ``{(rule, company): what was approved on average lately}``"""
        groups = self.env["jxc.approval.request"]._read_group(
            [
                ("rule_id", "in", requests.rule_id.ids),
                ("state", "=", "approved"),
                ("amount", ">", 0),
                ("create_date", ">=", fields.Datetime.now() - WINDOW),
            ],
            ["rule_id", "company_id"],
            ["amount:avg", "__count"],
        )
        return {
            (rule, company): average
            for rule, company, average, count in groups
            if count >= ENOUGH
        }

    def action_jxc_approve(self):
        """Approve what is ticked, each by itself, and say what was not approved."""
        self.ensure_one()
        requests = self.line_ids.filtered("approve").request_id
        if not requests:
            raise UserError(
                self.env._("Nothing is ticked: tick what you want to approve.")
            )
        requests.check_access("read")
        requests._lock()
        approved = requests.browse()
        failed = []
        for request in requests:
            try:
                with self.env.cr.savepoint():
                    result = request.action_jxc_approve(self.comment)
            except UserError as error:
                failed.append(f"{request.name}: {error.args[0]}")
                continue
            if result is True:
                approved |= request
            else:
                text = self.env._("the document has changed since it was submitted.")
                failed.append(f"{request.name}: {text}")
        left = [
            f"{line.request_id.name}: {line.reason or self.env._('not ticked.')}"
            for line in self.line_ids - self.line_ids.filtered("approve")
        ]
        return self._result(approved, failed + left)

    def _result(self, approved, others):
        text = self.env._(
            "Approved: %(count)s. %(names)s",
            count=len(approved),
            names=", ".join(approved.mapped("name")),
        )
        if others:
            text += "\n" + self.env._(
                "Not approved: %(count)s. %(reasons)s",
                count=len(others),
                reasons="\n".join(others),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if others else "success",
                "sticky": bool(others),
                "message": text.strip(),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class JxcApprovalMassLine(models.TransientModel):
    """One request, and why it is not like the others."""

    _name = "jxc.approval.mass.line"
    _description = "Request to Approve with Others"
    _order = "id"

    mass_id = fields.Many2one("jxc.approval.mass", required=True, ondelete="cascade")
    request_id = fields.Many2one("jxc.approval.request", required=True, readonly=True)
    requester_id = fields.Many2one(related="request_id.requester_id")
    amount = fields.Monetary(related="request_id.amount")
    currency_id = fields.Many2one(related="request_id.currency_id")
    reason = fields.Text("Exception", readonly=True)
    blocked = fields.Boolean(readonly=True)
    approve = fields.Boolean()


class JxcApprovalRequest(models.Model):
    _inherit = "jxc.approval.request"

    def action_jxc_mass(self):
        """Open one look at these requests, to approve them."""
        mass = self.env["jxc.approval.mass"]._prepare_for(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_approval.jxc_approval_mass_action"
        )
        return {**action, "res_id": mass.id}

    def _mass_obstacle(self):
        """Why this user cannot approve it now, or nothing."""
        if self.state != "pending":
            return self.env._("Decided already: %s", self._state_word(self.state))
        if not self.can_decide:
            names = ", ".join(self._asked().sudo().mapped("name"))
            return self.env._("Not yours to decide. Asked: %s", names)
        if self.sudo()._is_outdated():
            return self.env._("The document has changed since it was submitted.")
        return False

    def _mass_oddities(self, usual):
        """What the approver should look at before he approves it with others."""
        texts = []
        if self.changes:
            texts.append(self.env._("Changed since the last request: %s", self.changes))
        average = usual.get((self.rule_id, self.company_id))
        limit = average and average * UNUSUAL
        currency = self.currency_id
        if limit and currency.compare_amounts(self.amount, limit) > 0:
            texts.append(
                self.env._(
                    "Far over what is usually approved: %s",
                    formatLang(self.env, average, currency_obj=currency),
                )
            )
        return texts
