from odoo import fields, models
from odoo.exceptions import AccessError


class JxcApprovalDecision(models.Model):
    """Who decided what, when. Rows are added and never change."""

    _name = "jxc.approval.decision"
    _inherit = "jxc.approval.sealed"
    _description = "Approval Decision"
    _order = "id"
    _rec_name = "request_id"

    request_id = fields.Many2one(
        "jxc.approval.request", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    step_id = fields.Many2one(
        "jxc.approval.rule.step", readonly=True, ondelete="set null"
    )
    user_id = fields.Many2one("res.users", "Decided By", required=True, readonly=True)
    decision = fields.Selection(
        [("approved", "Approved"), ("refused", "Refused")], required=True, readonly=True
    )
    comment = fields.Text(readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    channel = fields.Selection(
        [("screen", "Screen"), ("server", "Server")],
        required=True,
        readonly=True,
        default="screen",
        help="Where it was decided: by the user in his session, or by the server.",
    )

    _once = models.UniqueIndex(
        "(request_id, step_id, user_id)", "A user decides a step once."
    )

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("A decision stands: it cannot be changed."))

    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise AccessError(self.env._("A decision stands: it cannot be deleted."))
