import json

from odoo import api, fields, http, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ..logic import digest, steps

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
    changes = fields.Text("Changed Since Last Request", readonly=True)
    current_step_id = fields.Many2one(
        "jxc.approval.rule.step", readonly=True, ondelete="set null"
    )
    approver_ids = fields.Many2many("res.users", string="Asked", readonly=True)
    decision_ids = fields.One2many(
        "jxc.approval.decision", "request_id", "Decisions", readonly=True
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_withdraw = fields.Boolean(compute="_compute_can_decide")

    _document_idx = models.Index("(res_model, res_id)")
    _pending_uniq = models.UniqueIndex(
        "(rule_id, res_model, res_id) WHERE state = 'pending'",
        "This document waits for this approval already.",
    )

    @api.depends("state", "approver_ids")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        user = self.env.user
        manager = user.has_group("jxc_base.group_jxc_manager")
        for request in self:
            pending = request.state == "pending"
            request.can_decide = pending and user in request._asked()
            request.can_withdraw = pending and (manager or user == request.requester_id)

    # --- buttons ---------------------------------------------------------------

    def action_jxc_approve(self, comment=False):
        return self._decide_all("approved", comment)

    def action_jxc_refuse(self, comment=False):
        return self._decide_all("refused", comment)

    def action_jxc_withdraw(self):
        self._lock()
        for request in self:
            if not request.can_withdraw:
                raise UserError(
                    self.env._(
                        "%(request)s: only %(user)s or a manager withdraws it, and only"
                        " while it waits.",
                        request=request.name,
                        user=request.sudo().requester_id.name,
                    )
                )
        self._close("cancelled")

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
        evidence = document._jxc_approval_evidence()
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
                "summary": "\n".join(f"{label}: {text}" for label, text in evidence),
                "changes": "\n".join(changes),
                "current_step_id": rule.step_ids[:1].id,
            }
        )
        request = self.browse(request.id)
        request._ask()
        if not request.sudo().approver_ids:
            raise UserError(
                self.env._(
                    "Nobody may approve %(request)s: only you could, and nobody"
                    " approves his own. Ask a manager to name an approver in the rule.",
                    request=request.name,
                )
            )
        request._tell(self.env._("Submitted for approval: %(rule)s", rule=rule.name))
        return request

    def _ask(self):
        """Name the approvers of the current step and give each his to-do."""
        for request in self.sudo():
            asked = request._asked()
            request._as_engine().approver_ids = asked
            done = request._decided_in_step().user_id
            request.activity_unlink([ACTIVITY_TYPE])
            for user in asked - done:
                request.activity_schedule(
                    ACTIVITY_TYPE,
                    summary=self.env._("Approve: %(request)s", request=request.name),
                    user_id=user.id,
                )

    # --- deciding --------------------------------------------------------------

    def _decide_all(self, decision, comment):
        """Once, by who is asked, about what he was shown."""
        self.check_access("read")
        self._lock()
        outdated = self.sudo().filtered(
            lambda r: r.state == "pending" and r._is_outdated()
        )
        outdated._close("obsolete")
        for request in self - outdated:
            request._check_can_decide()
            request._decide(decision, comment)
        if outdated:
            return self._outdated_notice(outdated)
        return True

    def _check_can_decide(self):
        if self.state != "pending":
            raise UserError(
                self.env._(
                    "%(request)s was decided already: %(state)s.",
                    request=self.name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )
        asked = self._asked()
        if self.env.user not in asked:
            raise UserError(
                self.env._(
                    "%(request)s is not yours to decide. Ask: %(users)s.",
                    request=self.name,
                    users=", ".join(asked.mapped("name")),
                )
            )

    def _decide(self, decision, comment):
        step = self.sudo().current_step_id
        if self.env.user in self._decided_in_step().user_id:
            raise UserError(
                self.env._("%(request)s: you approved it already.", request=self.name)
            )
        self.env["jxc.approval.decision"]._as_engine().create(
            {
                "request_id": self.id,
                "step_id": step.id,
                "user_id": self.env.uid,
                "decision": decision,
                "comment": comment or False,
                "channel": "screen" if http.request else "server",
            }
        )
        if decision == "refused":
            self._close("refused", comment)
            self._continue("_jxc_approval_on_refused")
            return
        approved = self._decided_in_step().user_id
        if not steps.is_through(step.mode, self._asked().ids, approved.ids):
            self._ask()
            return
        ordered = step.rule_id.step_ids
        following = ordered[ordered.ids.index(step.id) + 1 :][:1]
        if following:
            self._as_engine().current_step_id = following
            self._ask()
            return
        self._close("approved", comment)
        if not self._document().sudo()._jxc_approval_lacking():
            self._continue("_jxc_approval_on_approved")

    def _asked(self):
        """Who may decide now: roles may have changed since the to-dos were given."""
        request = self.sudo()
        if not request.current_step_id:
            return self.env["res.users"]
        return request.current_step_id._approvers(
            request.requester_id, request.company_id
        )

    def _decided_in_step(self):
        step = self.sudo().current_step_id
        return self.sudo().decision_ids.filtered(lambda d: d.step_id == step)

    def _close(self, state, comment=False):
        words = dict(self._fields["state"]._description_selection(self.env))
        for request in self:
            request._as_engine().write({"state": state})
            request.sudo().activity_unlink([ACTIVITY_TYPE])
            text = f"{request.sudo().name}: {words[state]}"
            request._tell(f"{text} ({comment})" if comment else text)

    def _continue(self, hook):
        """Call the document's hook as the requester. What it meets does not undo the
        decision: the requester is told."""
        requester = self.sudo().requester_id
        user = requester if requester.active else self.env.user
        document = self._document().with_user(user)
        try:
            with self.env.cr.savepoint():
                getattr(document, hook)()
        except UserError as error:
            reason = error.args[0]
            self._tell(self.env._("It could not go on: %(reason)s", reason=reason))
            document.sudo().activity_schedule(
                ACTIVITY_TYPE, note=reason, user_id=user.id
            )

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

    def _outdated_notice(self, outdated):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "The document has changed since it was submitted; nothing was"
                    " decided: %(requests)s",
                    requests=", ".join(outdated.mapped("name")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
