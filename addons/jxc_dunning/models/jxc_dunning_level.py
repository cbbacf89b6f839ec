from odoo import api, fields, models
from odoo.exceptions import ValidationError

TONES = [
    ("reminder", "Payment Reminder"),
    ("demand", "Demand for Payment"),
    ("last", "Last Demand for Payment"),
]


class JxcDunningLevel(models.Model):
    """A step: from when on a customer is written to, in which words."""

    _name = "jxc.dunning.level"
    _description = "Dunning Level"
    _order = "company_id, days, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company",
        help="A company with levels of its own uses those; empty: for all others.",
    )
    active = fields.Boolean(default=True)
    days = fields.Integer(
        "Days Overdue",
        required=True,
        aggregator=None,
        help="So many days after the due date the item is written about.",
    )
    wait = fields.Integer(
        "Days After the Letter Before",
        default=14,
        aggregator=None,
        help="A customer has at least so many days to answer the letter of the level "
        "before.",
    )
    days_to_pay = fields.Integer(
        "Days to Pay",
        default=7,
        aggregator=None,
        help="The letter asks for payment within so many days. 0: it names no day.",
    )
    tone = fields.Selection(TONES, "Heading", required=True, default="reminder")
    text = fields.Text(
        required=True,
        translate=True,
        help="Stands above the items, in the customer's language.",
    )
    signed_by = fields.Selection(
        [
            ("sender", "Whoever Sends It"),
            ("salesperson", "The Customer's Salesperson"),
            ("person", "A Certain Person"),
        ],
        required=True,
        default="sender",
    )
    signer_id = fields.Many2one(
        "res.users", "Signed by", domain="[('share', '=', False)]"
    )
    notify_salesperson = fields.Boolean(
        "To-Do for the Salesperson",
        help="When the letter is sent, the customer's salesperson gets a to-do.",
    )

    _days_once = models.UniqueIndex(
        "(COALESCE(company_id, 0), days) WHERE active",
        "There is a level from this day on already.",
    )
    _days_positive = models.Constraint(
        "CHECK (days > 0 AND wait >= 0 AND days_to_pay >= 0)",
        "A level begins at least one day after the due date, and waits no days below "
        "zero.",
    )

    @api.constrains("signed_by", "signer_id")
    def _check_signer(self):
        for level in self:
            if level.signed_by == "person" and not level.signer_id:
                raise ValidationError(
                    self.env._("Choose who signs the letters of %(level)s.",
                               level=level.name)
                )  # fmt: skip

    @api.model
    def _jxc_ladder(self, company):
        """The levels of a company: its own, or else those of everybody."""
        levels = self.sudo().search([("company_id", "in", [company.id, False])])
        own = levels.filtered("company_id")
        return (own or levels).sorted("days")
