from lxml.builder import E

from odoo import api, fields, models


class JxcApprovalMixin(models.AbstractModel):
    """What every document to approve shows on its form: how it stands, and its past.

    It is put into the form as it is read, so that no add-on has to write a view.
    """

    _inherit = "jxc.approval.mixin"

    # Who refused, and why, is not for the customer who opens his order in the portal.
    jxc_approval_note = fields.Char(
        "Approval Status",
        compute="_compute_jxc_approval_note",
        compute_sudo=True,
        groups="base.group_user",
    )
    jxc_approval_count = fields.Integer(
        "Approvals",
        compute="_compute_jxc_approval_note",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends("jxc_approval_state")
    def _compute_jxc_approval_note(self):
        stored = self._origin
        requests = self.env["jxc.approval.request"].search(
            [("res_model", "=", self._name), ("res_id", "in", stored.ids)]
        )
        # At once: what is filtered below would read them one by one.
        requests.fetch(["state", "rule_id", "approver_ids", "decision_ids"])
        by_document = requests.grouped("res_id")
        for document in self:
            found = by_document.get(document._origin.id, requests.browse())
            document.jxc_approval_count = len(found)
            document.jxc_approval_note = document._jxc_approval_text(found)

    def _jxc_approval_text(self, requests):
        """One line on where the approval stands, or nothing."""
        state = self.jxc_approval_state
        found = requests.filtered(lambda request: request.state == state)
        if state == "pending":
            people = found.approver_ids.mapped("name")
            return self.env._(
                "Waiting for approval by %(people)s: %(rules)s",
                people=", ".join(people),
                rules=", ".join(found.rule_id.mapped("name")),
            )
        if state == "refused":
            decision = found[:1].decision_ids[-1:]
            return self.env._(
                "Refused by %(user)s: %(comment)s",
                user=decision.user_id.name,
                comment=decision.comment or "-",
            )
        if state == "returned":
            decision = found[:1].decision_ids[-1:]
            return self.env._(
                "Sent back by %(user)s: %(comment)s",
                user=decision.user_id.name,
                comment=decision.comment or "-",
            )
        if state == "required":
            return self.env._("Needs an approval before it takes effect.")
        return False

    def action_jxc_approvals(self):
        """The requests of these documents, or the only one."""
        requests = self.jxc_approval_request_ids
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_approval.jxc_approval_request_action"
        )
        action["context"] = {}
        if len(requests) == 1:
            return {**action, "views": [(False, "form")], "res_id": requests.id}
        return {**action, "domain": [("id", "in", requests.ids)]}

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        header = arch.find("header") if view_type == "form" else None
        if header is not None and self.env.user._is_internal():
            header.addnext(self._jxc_approval_banner())
            box = arch.find(".//div[@name='button_box']")
            if box is not None:
                box.append(self._jxc_approval_stat_button())
        return arch, view

    @api.model
    def _jxc_approval_banner(self):
        def button(name, label, invisible="False"):
            return E.button(
                name=name,
                string=label,
                type="object",
                invisible=invisible,
                **{"class": "btn btn-link p-0 ms-2 align-baseline"},
            )

        open_states = "('required', 'pending', 'refused', 'returned')"
        return E.div(
            E.field(name="jxc_approval_state", invisible="1"),
            E.field(name="jxc_approval_note"),
            button(
                "action_jxc_approvals",
                self.env._("Show"),
                "jxc_approval_count == 0",
            ),
            button(
                "action_jxc_withdraw",
                self.env._("Withdraw"),
                "jxc_approval_state != 'pending'",
            ),
            role="status",
            name="jxc_approval_banner",
            invisible=f"jxc_approval_state not in {open_states}",
            **{"class": "alert alert-warning mb-0"},
        )

    @api.model
    def _jxc_approval_stat_button(self):
        return E.button(
            E.field(
                name="jxc_approval_count",
                widget="statinfo",
                string=self.env._("Approvals"),
            ),
            name="action_jxc_approvals",
            type="object",
            icon="fa-gavel",
            invisible="jxc_approval_count == 0",
            **{"class": "oe_stat_button"},
        )
