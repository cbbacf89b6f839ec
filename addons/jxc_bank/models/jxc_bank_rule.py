from odoo import api, fields, models
from odoo.exceptions import ValidationError


class JxcBankRule(models.Model):
    """What an accountant chose once, to be proposed the next time."""

    _name = "jxc.bank.rule"
    _description = "Learnt Choice for Bank Lines"
    _order = "write_date desc, id desc"
    _rec_name = "key"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [("account", "Account Number"), ("name", "Name"), ("text", "Text")],
        "Known by",
        required=True,
    )
    key = fields.Char("Account, Name or Text", required=True)
    money = fields.Selection(
        [("in", "Money In"), ("out", "Money Out")], "Direction", required=True
    )
    partner_id = fields.Many2one("res.partner", "Partner", check_company=True)
    account_id = fields.Many2one(
        "account.account",
        "Account",
        check_company=True,
        help="For what belongs to no partner, as bank fees and interest.",
    )

    _key_uniq = models.UniqueIndex(
        "(company_id, kind, key, money)", "One choice is kept for a key."
    )

    @api.constrains("partner_id", "account_id")
    def _check_choice(self):
        for rule in self:
            if bool(rule.partner_id) == bool(rule.account_id):
                raise ValidationError(
                    self.env._(
                        "Choose a partner or an account for %(key)s.", key=rule.key
                    )
                )
