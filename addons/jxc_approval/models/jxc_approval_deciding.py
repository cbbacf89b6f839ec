from odoo import fields, http, models
from odoo.exceptions import UserError

from .jxc_approval_request import ACTIVITY_TYPE

HOUR = 3600


class JxcApprovalRequest(models.Model):
    """How a request is answered: once, by who is asked, about what he was shown."""

    _inherit = "jxc.approval.request"

    # --- buttons, also called over RPC: everything is checked here ---------------

    def action_jxc_approve(self, comment=False):
        return self._answer("approved", comment)

    def action_jxc_refuse(self, comment=False):
        return self._answer("refused", comment)

    def action_jxc_send_back(self, comment=False):
        """退回: the requester mends it and submits it again."""
        if not (comment or "").strip():
            raise UserError(
                self.env._("Say what has to change: the requester has to know.")
            )
        return self._answer("returned", comment)

    def action_jxc_delegate(self, user_id, comment=False):
        """转交: ``user_id`` is asked instead of who is asked now."""
        return self._answer("delegated", comment, user_id)

    def action_jxc_add_signer(self, user_id, comment=False):
        """加签: ``user_id`` has to approve besides."""
        return self._answer("added", comment, user_id)

    def action_jxc_urge(self):
        """催办: remind who has not answered, not more often than once an hour."""
        self._lock()
        for request in self:
            request._check_requester()
            request._urge()

    def action_jxc_withdraw(self):
        self._lock()
        for request in self:
            request._check_requester()
            request._record("withdrawn")
        self._close("cancelled")

    def _check_requester(self):
        """What is only for who asked, or a manager, and only while it waits."""
        self.check_access("read")
        if not self.can_withdraw:
            raise UserError(
                self.env._(
                    "%(request)s: only %(user)s or a manager withdraws it or reminds"
                    " the approvers, and only while it waits.",
                    request=self.name,
                    user=self.sudo().requester_id.name,
                )
            )

    def action_jxc_answer(self):
        """Ask for a reason or a colleague first; the context says what it is about."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_approval.jxc_approval_answer_action"
        )
        kind = self.env.context.get("default_kind", "refused")
        answers = self.env["jxc.approval.answer"]
        words = dict(answers._fields["kind"]._description_selection(self.env))
        context = {"default_kind": kind, "default_request_id": self.id}
        return {**action, "name": words.get(kind), "context": context}

    # --- answering ---------------------------------------------------------------

    def _answer(self, kind, comment, user_id=False):
        self.check_access("read")
        self._lock()
        outdated = self.sudo().filtered(
            lambda r: r.state == "pending" and r._is_outdated()
        )
        outdated._close("obsolete")
        for request in self - outdated:
            request._check_can_decide()
            if kind in ("delegated", "added"):
                request._pass_on(kind, user_id, comment)
            else:
                request._decide(kind, comment)
        if outdated:
            return self._outdated_notice(outdated)
        return True

    def _check_can_decide(self):
        if self.state != "pending":
            raise UserError(
                self.env._(
                    "%(request)s was decided already: %(state)s.",
                    request=self.name,
                    state=self._state_word(self.state),
                )
            )
        deciders = self._deciders()
        if self.env.uid in deciders:
            return
        approved = self._events_in_step().filtered(lambda d: d.decision == "approved")
        if self.env.user in approved.user_id:
            raise UserError(
                self.env._("%(request)s: you approved it already.", request=self.name)
            )
        asked = self.env["res.users"].sudo().browse(deciders)
        raise UserError(
            self.env._(
                "%(request)s is not yours to decide. Ask: %(users)s.",
                request=self.name,
                users=", ".join(asked.mapped("name")),
            )
        )

    def _record(self, kind, comment=False, holders=(), to=False):
        """Add what the user did, once for each in whose place he did it."""
        step = self.sudo().current_step_id
        for holder in holders or [self.env.uid]:
            self.env["jxc.approval.decision"]._as_engine().create(
                {
                    "request_id": self.id,
                    "step_id": step.id,
                    "user_id": self.env.uid,
                    "for_user_id": holder != self.env.uid and holder,
                    "to_user_id": to,
                    "decision": kind,
                    "comment": comment or False,
                    "channel": self._jxc_channel(),
                }
            )

    def _jxc_channel(self):
        """Where an answer comes from."""
        return "screen" if http.request else "server"

    def _decide(self, kind, comment):
        self._record(kind, comment, self._deciders()[self.env.uid])
        if kind == "refused":
            self._close("refused", comment)
            self._continue("_jxc_approval_on_refused")
        elif kind == "returned":
            self._close("returned", comment)
            self._give_back(comment)
        elif not self._outcome().through:
            self._ask()
        elif following := self._following_step():
            self._enter(following)
        else:
            self._close("approved", comment)
            if not self._document().sudo()._jxc_approval_lacking():
                self._continue("_jxc_approval_on_approved")

    def _following_step(self):
        step = self.sudo().current_step_id
        ordered = step.rule_id.step_ids
        return ordered[ordered.ids.index(step.id) + 1 :][:1]

    def _pass_on(self, kind, user_id, comment):
        """Ask ``user_id`` instead, or besides; refused where he has a say already."""
        user = self.env["res.users"].sudo().browse(int(user_id or 0)).exists()
        told = self._events_in_step()
        busy = self._outcome().seated | set((told.user_id | told.to_user_id).ids)
        if not user or user.id not in self._eligible(user) or user.id in busy:
            raise UserError(
                self.env._(
                    "%(request)s cannot be passed to %(user)s. Choose a colleague of"
                    " %(company)s who neither submitted it nor is asked already.",
                    request=self.name,
                    user=user.name or "?",
                    company=self.sudo().company_id.name,
                )
            )
        self._record(kind, comment, self._deciders()[self.env.uid], user.id)
        self._ask()
        text = (
            self.env._("%(user)s passed it on to %(to)s.")
            if kind == "delegated"
            else self.env._("%(user)s also asks %(to)s.")
        ) % {"user": self.env.user.name, "to": user.name}
        self._tell(f"{text} ({comment})" if comment else text)

    def _urge(self):
        last = self.sudo().decision_ids.filtered(lambda d: d.decision == "urged")[-1:]
        now = fields.Datetime.now()
        if last and (now - last.date).total_seconds() < HOUR:
            raise UserError(
                self.env._(
                    "%(request)s: the approvers were reminded less than an hour ago.",
                    request=self.name,
                )
            )
        self._record("urged")
        request = self.sudo()
        request.message_notify(
            partner_ids=request.approver_ids.partner_id.ids,
            subject=self.env._("Please decide: %(request)s", request=request.name),
            body=self.env._(
                "%(user)s asks you to decide: %(request)s",
                user=self.env.user.name,
                request=request.name,
            ),
        )

    # --- what follows ------------------------------------------------------------

    def _close(self, state, comment=False):
        for request in self:
            request._as_engine().write({"state": state})
            request.sudo().activity_unlink([ACTIVITY_TYPE])
            text = f"{request.sudo().name}: {self._state_word(state)}"
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

    def _give_back(self, comment):
        """A to-do on the document for who has to mend it."""
        requester = self.sudo().requester_id
        todo = (
            self._document()
            .sudo()
            .activity_schedule(
                ACTIVITY_TYPE,
                summary=self.env._("Sent back: %(request)s", request=self.name),
                note=comment,
                user_id=(requester if requester.active else self.env.user).id,
            )
        )
        self._as_engine().todo_id = todo

    def _state_word(self, state):
        return dict(self._fields["state"]._description_selection(self.env))[state]

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
