from odoo.exceptions import UserError


class ApprovalRequired(UserError):
    """A document in effect matches a rule and nobody approved it as it is now."""
