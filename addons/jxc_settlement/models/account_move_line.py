from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_company import DIFFERENCES

MANAGER = "jxc_base.group_jxc_manager"


class _Amounts(dict):
    """Amounts per pair of items; a type that no client can send in a context."""

    __hash__ = object.__hash__


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    jxc_difference_kind = fields.Selection(
        DIFFERENCES, "Difference", readonly=True, copy=False
    )

    @api.model
    def _jxc_kind_names(self):
        """The kinds of differences in the user's language."""
        return self._fields["jxc_difference_kind"]._description_selection(self.env)

    def _jxc_reconcile_pairs(self, pairs):
        """Match given amounts, in the order given, through the host.

        :param pairs: list of (debit item, credit item, amount), the amount being
            positive and in the currency that both items share.
        """
        amounts = _Amounts(
            {frozenset((debit + credit).ids): amount for debit, credit, amount in pairs}
        )
        plan = [debit + credit for debit, credit, _amount in pairs]
        return self.with_context(jxc_amounts=amounts)._reconcile_plan(plan)

    def _prepare_reconciliation_plan(
        self, plan, amls_values_map, shadowed_aml_values=None
    ):
        amounts = self.env.context.get("jxc_amounts")
        amount = None
        if isinstance(amounts, _Amounts):
            amount = amounts.get(frozenset(plan["aml_ids"]))
        if amount is None:
            return super()._prepare_reconciliation_plan(
                plan, amls_values_map, shadowed_aml_values
            )
        # Show the host no more of both items than what is to be matched …
        shown = {
            line: line._jxc_share(amls_values_map[line], amount)
            for line in plan["amls"]
        }
        before = {line: dict(values) for line, values in shown.items()}
        results = super()._prepare_reconciliation_plan(plan, shown, shadowed_aml_values)
        # … and carry what it took back to the items, for the pairs that follow.
        for line, values in shown.items():
            for name in ("amount_residual", "amount_residual_currency"):
                amls_values_map[line][name] -= before[line][name] - values[name]
        return results

    def _jxc_share(self, values, amount):
        """The part of an item's residual that stands for ``amount`` in its currency."""
        self.ensure_one()
        residual = values["amount_residual_currency"]
        share = dict(values)
        if self.currency_id.compare_amounts(amount, abs(residual)) < 0:
            ratio = amount / abs(residual)
            share["amount_residual_currency"] = amount if residual > 0 else -amount
            share["amount_residual"] = self.company_currency_id.round(
                values["amount_residual"] * ratio
            )
        return share

    def _jxc_check_limits(self, company, written):
        """Refuse more than an accountant may write off of these items, earlier times
        counted.

        :param written: [(kind, amount in the company's currency)] of this time.
        """
        if self.env.user.has_group(MANAGER):
            return
        partials = self.matched_debit_ids | self.matched_credit_ids
        moves = (partials.debit_move_id | partials.credit_move_id).move_id
        earlier = moves.line_ids.filtered("jxc_difference_kind")
        written = [
            *written,
            *((item.jxc_difference_kind, item.balance) for item in earlier),
        ]
        own, limits = company.currency_id, company.sudo()
        for small, limit in (
            (True, limits.jxc_small_difference_limit),
            (False, limits.jxc_difference_limit),
        ):
            amount = sum(abs(money) for k, money in written if (k == "small") == small)
            if own.compare_amounts(amount, limit) > 0:
                raise UserError(
                    self.env._(
                        "%(amount)s would be written off for these items, and an "
                        "accountant may write off %(limit)s. Have a manager post this "
                        "match, or ask for a credit note.",
                        amount=own.format(amount),
                        limit=own.format(limit),
                    )
                )
