from odoo.exceptions import UserError


class CannotBeBooked(UserError):
    """Says which line of the bank it is that cannot be booked."""
