from odoo import fields, models
from odoo.exceptions import AccessError

from ..logic import steps


class JxcApprovalDecision(models.Model):
    """What happened to a request: who did what, when. Rows are added, never changed."""

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
    for_user_id = fields.Many2one(
        "res.users",
        "In Place Of",
        readonly=True,
        ondelete="restrict",
        help="Whose stand-in he was.",
    )
    to_user_id = fields.Many2one(
        "res.users",
        "To",
        readonly=True,
        ondelete="restrict",
        help="Who was asked instead of him, or besides him.",
    )
    decision = fields.Selection(
        [
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("returned", "Sent Back"),
            ("delegated", "Delegated"),
            ("added", "Signer Added"),
            ("urged", "Urged"),
            ("timed_out", "Timed Out"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
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
        "(request_id, step_id, user_id, COALESCE(for_user_id, 0))"
        " WHERE decision IN ('approved', 'refused')",
        "A user decides a step once.",
    )

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("A decision stands: it cannot be changed."))

    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise AccessError(self.env._("A decision stands: it cannot be deleted."))

    def _events(self):
        """The rows as the arithmetic of a step reads them."""
        return [
            steps.Event(
                kind=row.decision,
                user=row.user_id.id,
                holder=(row.for_user_id or row.user_id).id,
                to=row.to_user_id.id,
            )
            for row in self.sudo().sorted("id")
        ]
