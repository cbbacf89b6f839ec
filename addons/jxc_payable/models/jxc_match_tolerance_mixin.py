from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic import match

#: Who accepts differences also says how much of them passes by itself.
WHO = "account.group_account_manager"


class JxcMatchToleranceMixin(models.AbstractModel):
    """For what may have tolerances of its own: vendors and categories (P9)."""

    _name = "jxc.match.tolerance.mixin"
    _description = "Tolerance of Bill Differences"

    jxc_match_own = fields.Boolean(
        "Own Bill Tolerance",
        company_dependent=True,
        copy=False,
        groups=WHO,
        help="Counts instead of the company's tolerance. A vendor's comes before a"
        " product category's, the nearest category before those above it.",
    )
    jxc_match_percent = fields.Float(
        "Price Tolerance (%)",
        digits=(16, 2),
        company_dependent=True,
        copy=False,
        groups=WHO,
        help="Of the line at the order's price. 0: no limit of this kind; with neither"
        " limit, no difference passes; with both, it has to keep both.",
    )
    jxc_match_amount = fields.Float(
        "Price Tolerance (Amount)",
        digits=(16, 2),
        company_dependent=True,
        copy=False,
        groups=WHO,
        help="Per bill line, in the company's currency. 0: no limit of this kind.",
    )
    jxc_match_quantity_percent = fields.Float(
        "Quantity Tolerance (%)",
        digits=(16, 2),
        company_dependent=True,
        copy=False,
        groups=WHO,
        help="How much more than accepted may be billed.",
    )

    # The values of a company are in a JSON column: no constraint of the database.
    @api.constrains(
        "jxc_match_percent", "jxc_match_amount", "jxc_match_quantity_percent"
    )
    def _check_jxc_match_positive(self):
        for record in self.sudo():
            if min(record._jxc_match_limits()) < 0:
                raise ValidationError(
                    self.env._("Tolerances of bills are not less than zero.")
                )

    def _jxc_match_limits(self):
        return (
            self.jxc_match_percent,
            self.jxc_match_amount,
            self.jxc_match_quantity_percent,
        )

    def _jxc_match_tolerance(self, company):
        """The tolerance that was set here, None where none was."""
        self.ensure_one()
        here = self.sudo().with_company(company)
        if not here.jxc_match_own:
            return None
        return match.Tolerance(*(Decimal(str(one)) for one in here._jxc_match_limits()))
