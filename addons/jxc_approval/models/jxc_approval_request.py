import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ..logic import digest

ACTIVITY_TYPE = "mail.mail_activity_data_todo"


class JxcApprovalRequest(models.Model):
    """One document, one rule, asked once: what was shown, and how it ended."""

    _name = "jxc.approval.request"
    _inherit = ["jxc.approval.sealed", "mail.thread", "mail.activity.mixin"]
    _description = "Approval Request"
    _order = "id desc"
    # An approver may write a remark to a request that he cannot write.
    _mail_post_access = "read"

    name = fields.Char(required=True, readonly=True)
    rule_id = fields.Many2one(
        "jxc.approval.rule", readonly=True, index=True, ondelete="set null"
    )
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document Id", model_field="res_model", required=True, readonly=True
    )
    requester_id = fields.Many2one("res.users", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("returned", "Sent Back"),
            ("cancelled", "Withdrawn"),
            ("obsolete", "Obsolete"),
        ],
        required=True,
        readonly=True,
        default="pending",
    )
    digest = fields.Char(required=True, readonly=True)
    snapshot = fields.Json(readonly=True)
    summary = fields.Text("Evidence", readonly=True)
    summary_cost = fields.Text(
        "Evidence on Costs", readonly=True, groups="jxc_base.group_jxc_cost_viewer"
    )
    changes = fields.Text("Changed Since Last Request", readonly=True)
    current_step_id = fields.Many2one(
        "jxc.approval.rule.step", readonly=True, ondelete="set null"
    )
    step_since = fields.Datetime("In This Step Since", readonly=True)
    due_on = fields.Datetime(
        "Due", readonly=True, help="After this, others are asked as well."
    )
    approver_ids = fields.Many2many("res.users", string="Asked", readonly=True)
    todo_id = fields.Many2one(
        "mail.activity",
        "To-Do of the Requester",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="What he has to mend before he submits it again.",
    )
    decision_ids = fields.One2many(
        "jxc.approval.decision", "request_id", "Decisions", readonly=True
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_withdraw = fields.Boolean(compute="_compute_can_decide")
    can_urge = fields.Boolean(compute="_compute_can_decide")

    _document_idx = models.Index("(res_model, res_id)")
    _pending_uniq = models.UniqueIndex(
        "(rule_id, res_model, res_id) WHERE state = 'pending'",
        "This document waits for this approval already.",
    )

    def action_jxc_open_document(self):
        self.ensure_one()
        document = self._document().exists()
        if not document:
            raise UserError(
                self.env._("The document of %(request)s is gone.", request=self.name)
            )
        return document.get_formview_action()

    # --- submitting ------------------------------------------------------------

    def _submit(self, document, rule):
        """Ask for an approval of this document under this rule, once."""
        before = self.sudo().search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        waiting = before.filtered(lambda r: r.rule_id == rule and r.state == "pending")
        if waiting:
            return waiting
        last = before.filtered(lambda r: r.rule_id == rule)[:1]
        values = digest.canonical(document._jxc_approval_values())
        evidence, costs = self._evidence_of(document)
        changes = document._jxc_approval_changes(last.snapshot) if last else []
        request = self._as_engine().create(
            {
                "name": f"{document.display_name} · {rule.name}",
                "rule_id": rule.id,
                "res_model": document._name,
                "res_id": document.id,
                "requester_id": self.env.uid,
                "company_id": (document.company_id or self.env.company).id,
                "digest": digest.digest(values),
                "snapshot": json.loads(json.dumps(values)),
                "summary": evidence,
                "summary_cost": costs,
                "changes": "\n".join(changes),
            }
        )
        request = self.browse(request.id)
        request._enter(rule.step_ids[:1])
        if not request.sudo().approver_ids:
            raise UserError(
                self.env._(
                    "Nobody may approve %(request)s: only you could, and nobody"
                    " approves his own. Ask a manager to name an approver in the rule.",
                    request=request.name,
                )
            )
        before.todo_id.unlink()
        request._tell(self.env._("Submitted for approval: %(rule)s", rule=rule.name))
        return request

    @api.model
    def _evidence_of(self, document):
        """:return: the text for everybody, and the one for who may see costs"""
        lines = {"": [], "cost": []}
        for label, text, *audience in document._jxc_approval_evidence():
            if text:
                lines[audience[0] if audience else ""].append(f"{label}: {text}")
        return "\n".join(lines[""]), "\n".join(lines["cost"]) or False

    # --- small things ----------------------------------------------------------

    def _lock(self):
        requests = self.sudo()
        self.env["jxc.lock"].acquire(
            f"approval:{request.res_model}:{request.res_id}" for request in requests
        )
        self.invalidate_recordset(["state"])

    def _document(self):
        """The document; empty if its add-on is gone."""
        self.ensure_one()
        mixin = self.env["jxc.approval.mixin"]
        name = self.sudo().res_model
        known = self.env.registry.get(name)
        if not known or not issubclass(known, self.env.registry[mixin._name]):
            return mixin
        document = self.env[name].browse(self.sudo().res_id)
        # pylint: disable-next=context-overridden
        return document.with_context(clean_context(self.env.context))

    def _is_outdated(self):
        self.ensure_one()
        document = self._document().sudo().exists()
        return not document or document._jxc_approval_digest() != self.digest

    def _tell(self, text):
        """Into the chatter of the request and of its document."""
        self.sudo().message_post(body=text)
        document = self._document().sudo().exists()
        if document:
            document.message_post(body=text)
