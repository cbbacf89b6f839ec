from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class JxcApprovalSubstitute(models.Model):
    """Who decides in whose place while he is away 代理."""

    _name = "jxc.approval.substitute"
    _description = "Stand-in for Approvals"
    _order = "date_from desc, id desc"
    _rec_name = "stand_in_id"

    user_id = fields.Many2one(
        "res.users",
        "Who Is Away",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="cascade",
    )
    stand_in_id = fields.Many2one(
        "res.users",
        "Stand-in",
        required=True,
        index=True,
        domain=[("share", "=", False)],
        ondelete="cascade",
    )
    date_from = fields.Datetime("From", required=True, default=fields.Datetime.now)
    date_to = fields.Datetime("Until", required=True)
    company_id = fields.Many2one("res.company", help="Empty: in every company.")
    reason = fields.Char()

    @api.constrains("user_id", "stand_in_id", "date_from", "date_to")
    def _check_sense(self):
        for row in self:
            if row.user_id == row.stand_in_id:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot stand in for himself.", user=row.user_id.name
                    )
                )
            if row.date_from >= row.date_to:
                raise ValidationError(
                    self.env._(
                        "%(user)s: the end of the time away comes after its begin.",
                        user=row.user_id.name,
                    )
                )
            if row.stand_in_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is no user of the company: he cannot stand in.",
                        user=row.stand_in_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._ask_again()
        return rows

    def write(self, vals):
        if vals.keys() & {"user_id"}:
            # A record rule looks at a row before it is written, not after.
            raise AccessError(
                self.env._("A stand-in stays with who named him: make a new one.")
            )
        result = super().write(vals)
        self._ask_again()
        return result

    def unlink(self):
        users = self.user_id
        result = super().unlink()
        self._ask_again(users)
        return result

    def _ask_again(self, users=None):
        requests = self.env["jxc.approval.request"].sudo()
        requests._ask_waiting(users or self.user_id)

    @api.model
    def _running(self):
        """The rows of this moment, in every company."""
        now = fields.Datetime.now()
        domain = [("date_from", "<=", now), ("date_to", ">", now)]
        return self.sudo().search(domain, order="id")

    def _of(self, users, company):
        """:return: ``{user id: who of these rows stands in for him}``"""
        rows = self.filtered(
            lambda row: row.user_id in users and row.company_id <= company
        )
        by_user = rows.grouped("user_id").items()
        return {user.id: found.stand_in_id for user, found in by_user}
