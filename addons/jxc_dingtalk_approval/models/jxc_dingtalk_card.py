from odoo import api, fields, models
from odoo.exceptions import UserError

from .jxc_approval_request import PHONE

#: Of a comment from a phone.
LONGEST = 500


class JxcDingtalkCard(models.Model):
    """A card that asks for an approval, in one step of one request."""

    _inherit = "jxc.dingtalk.card"

    request_id = fields.Many2one(
        "jxc.approval.request",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    step_id = fields.Many2one(
        "jxc.approval.rule.step", readonly=True, ondelete="set null"
    )

    @api.model
    def _jxc_follow(self, request_ids):
        """Whoever is asked has a card; whoever no longer is has one that says so."""
        people = self.env["jxc.dingtalk.person"]
        # Whoever decides is the engine; what follows is not.
        lang = {"lang": self.env.context.get("lang")}
        requests = self.env(context=lang)["jxc.approval.request"].browse(request_ids)
        open_ones = ["|", ("state", "=", "open"), ("todo_state", "=", "open")]
        found = self.search([("request_id", "in", requests.ids), *open_ones]).with_env(
            requests.env
        )
        # His answer was not taken, so that the to-do stayed. If he is still asked, a
        # new card brings a new one.
        left = found.filtered(lambda card: card.state != "open")
        left._jxc_finish_todos()
        holding, over = set(), {}
        for card in found - left:
            if card._jxc_is_asked():
                holding.add((card.request_id.id, card.person_id.user_id.id))
            else:
                over[card] = card._jxc_outcome()
        found._jxc_show(over)
        pending = requests.filtered(lambda r: r.state == "pending")
        reached = people._jxc_reached(pending.approver_ids, pending.company_id)
        wanted = []
        for request in pending:
            for user in request.approver_ids:
                person = reached.get((user.id, request.company_id.id))
                if person and (request.id, user.id) not in holding:
                    wanted.append(request._jxc_question(person))
        self.with_env(requests.env)._jxc_ask(wanted)

    def _jxc_is_asked(self):
        """Whether its holder is asked, in the step that the card is about."""
        request = self.request_id
        return (
            request.state == "pending"
            and request.current_step_id == self.step_id
            and self.person_id.user_id in request.approver_ids
        )

    def _jxc_outcome(self):
        """What a card says that was answered elsewhere, in its holder's language."""
        request = self.request_id.with_context(lang=self.person_id.user_id.lang)
        last = request.decision_ids.filtered(
            lambda d: not self.step_id or d.step_id == self.step_id
        )[-1:]
        told = last and last._fields["decision"].convert_to_export(last.decision, last)
        if last.decision in ("approved", "refused", "returned", "delegated"):
            return f"{told}: {last.user_id.name}"
        if request.state == "pending":
            return request.env._("No longer asked")
        return request._state_word(request.state)

    # --- answering ------------------------------------------------------------------

    def _jxc_decide(self, action, comment):
        """Approve or refuse, as the card's holder and with his rights."""
        if not self.request_id:
            return super()._jxc_decide(action, comment)
        user, company = self.person_id.user_id, self.company_id
        # pylint: disable-next=context-overridden
        request = self.request_id.with_user(user).with_context(
            {
                "lang": user.lang,
                "tz": user.tz,
                "allowed_company_ids": company.ids,
                "jxc_dingtalk_phone": PHONE,
            }
        )
        words = request.env
        if request.sudo().current_step_id != self.step_id:
            raise UserError(words._("The approval has gone on without this card."))
        comment = (comment or "").strip()[:LONGEST]
        if action == "approve":
            done = request.action_jxc_approve(comment)
            told = words._("Approved")
        elif action == "refuse":
            comment = comment or words._("Refused on the phone, without a reason.")
            done = request.action_jxc_refuse(comment)
            told = words._("Refused")
        else:
            raise UserError(words._("This card has no such button."))
        if done is not True:
            told = words._("The document has changed: nothing was decided.")
            if self.process_state:
                self._jxc_not_taken(told)
        return told

    def _jxc_link(self):
        return self.request_id._jxc_url() if self.request_id else super()._jxc_link()
