from odoo.exceptions import AccessError


class OtherUser(AccessError):
    """The page belongs to one user, the session by now to another."""
