from odoo import api, fields, models

from ..exceptions import ApprovalRequired


class JxcApprovalProposal(models.AbstractModel):
    """A record that counts only while it is in force: prices, for one.

    What a rule wants approved is a proposal until then, by whatever path it was made.
    What is in force is not changed past a rule: another one is proposed in its place.
    A model adds ``jxc_replaces_id``, a many2one to itself, and leaves out what is not
    in force wherever it is used.
    """

    _name = "jxc.approval.proposal"
    _inherit = "jxc.approval.mixin"
    _description = "Record That Is in Force or Proposed"

    jxc_in_force = fields.Boolean(
        "In Force", default=True, copy=False, help="A proposal is used for nothing yet."
    )

    def _jxc_approval_effective(self):
        return self.filtered("jxc_in_force")

    def _jxc_approval_chatter(self):
        """The record with a chatter that tells of this one."""
        raise NotImplementedError

    def _jxc_approval_prepare(self):
        """Called on new records, before a rule judges them."""

    def message_post(self, **kwargs):
        return self._jxc_approval_chatter().message_post(**kwargs)

    def activity_schedule(self, *args, **kwargs):
        return self._jxc_approval_chatter().activity_schedule(*args, **kwargs)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._jxc_own_values(vals) for vals in vals_list]
        wanted = [vals.get("jxc_in_force", True) for vals in vals_list]
        records = super().create([{**v, "jxc_in_force": False} for v in vals_list])
        records._jxc_approval_prepare()
        ready = records.browse(
            record.id for record, want in zip(records, wanted, strict=True) if want
        )
        lacking = ready.sudo()._jxc_approval_lacking()
        ready.sudo().filtered(lambda r: r not in lacking).jxc_in_force = True
        return records

    def write(self, vals):
        return super().write(self._jxc_own_values(vals))

    def _jxc_own_values(self, vals):
        """What is not for a client to say is left out."""
        if self.env.su:
            return vals
        ours = self._jxc_proposal_fields()
        return {name: value for name, value in vals.items() if name not in ours}

    @api.model
    def _jxc_proposal_fields(self):
        return {"jxc_replaces_id"}

    def _jxc_approval_check(self):
        try:
            return super()._jxc_approval_check()
        except ApprovalRequired as error:
            raise ApprovalRequired(
                self.env._(
                    "%(reason)s\nTo change a price that is in force, propose a new one"
                    " in its place.",
                    reason=error.args[0],
                )
            ) from error

    def _jxc_approval_on_approved(self):
        self.filtered(lambda record: not record.jxc_in_force)._jxc_put_in_force()

    def _jxc_put_in_force(self):
        self.jxc_in_force = True
        self.jxc_replaces_id.jxc_in_force = False

    def action_jxc_propose(self):
        """A copy that may be changed, and takes the place of this one when approved."""
        self.ensure_one()
        self.check_access("write")
        proposal = self.copy({"jxc_in_force": False})
        proposal.sudo().jxc_replaces_id = self
        proposal._jxc_approval_prepare()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Price"),
            "res_model": self._name,
            "res_id": proposal.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_jxc_put_in_force(self):
        """At once where no rule objects; the others are submitted."""
        self.check_access("write")
        lacking = self.sudo()._jxc_approval_lacking()
        asking = self.filtered(lambda record: record.sudo() in lacking)
        (self - asking)._jxc_put_in_force()
        return asking.action_jxc_submit() if asking else True
