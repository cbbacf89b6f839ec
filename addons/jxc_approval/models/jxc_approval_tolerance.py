from odoo import models

from ..logic import digest


class JxcApprovalMixin(models.AbstractModel):
    """Less than what was approved may be covered by the approval."""

    _inherit = "jxc.approval.mixin"

    def _jxc_approval_lowerable(self):
        """The names of the key fields that a rule's tolerance may let lower."""
        return ()

    def _jxc_approval_given(self, requests, digest_now):
        """Of the requests of one document, those whose approval holds as it is now."""
        self.ensure_one()
        return requests.filtered(
            lambda r: r.state == "approved"
            and (r.digest == digest_now or self._jxc_approval_is_lowered(r))
        )

    def _jxc_approval_is_lowered(self, request):
        tolerance = request.rule_id.tolerance
        names = self._jxc_approval_lowerable() if tolerance > 0 else ()
        return bool(names) and digest.is_lowered(
            request.snapshot, self._jxc_approval_values(), names, tolerance
        )

    def _jxc_approval_tell_lowered(self):
        """Say in the chatter of documents in effect what was done without asking."""
        for document, rules, now, requests in self.sudo()._jxc_approval_facts():
            given = document._jxc_approval_given(requests, now)
            exact = given.filtered(lambda r, now=now: r.digest == now)
            for rule in rules - exact.rule_id:
                request = given.filtered(lambda r, rule=rule: r.rule_id == rule)[:1]
                if not request:
                    continue
                texts = document._jxc_approval_changes(request.snapshot)
                document.message_post(
                    body=self.env._(
                        "Lowered within the tolerance of %(rule)s: %(changes)s",
                        rule=rule.name,
                        changes="; ".join(texts),
                    )
                )
