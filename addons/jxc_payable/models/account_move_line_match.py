from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..logic import match

#: Written by the wizard and the buttons only.
SEALED = {"jxc_match_reason", "jxc_match_uid", "jxc_match_seal", "jxc_credit_of_id"}
HELD = ("price", "quantity", "both", "order", "none")
#: A credit note that is still a draft settles nothing.
BLOCKED = (*HELD, "credit")


class AccountMoveLine(models.Model):
    """Three-way match of bill lines (P9): order, acceptance, bill."""

    _inherit = "account.move.line"

    jxc_match_ordered = fields.Float(
        "Ordered", compute="_compute_jxc_match", digits="Product Unit"
    )
    jxc_match_limit = fields.Float(
        "Accepted",
        compute="_compute_jxc_match",
        digits="Product Unit",
        help="What may be billed of the order line: accepted goods, or what is ordered"
        " if the product is billed as ordered.",
    )
    jxc_match_before = fields.Float(
        "Billed Elsewhere",
        compute="_compute_jxc_match",
        digits="Product Unit",
        help="In all other bills that are not cancelled, drafts included, less posted"
        " refunds.",
    )
    jxc_match_price = fields.Float(
        "Order Price",
        compute="_compute_jxc_match",
        digits="Product Price",
        help="Discounts taken off, in the bill's currency and unit, with the taxes that"
        " the bill's price has in it.",
    )
    jxc_match_gap = fields.Monetary(
        "Price Difference",
        compute="_compute_jxc_match",
        currency_field="company_currency_id",
    )
    jxc_match_excess = fields.Monetary(
        "Billed Too Much",
        compute="_compute_jxc_match",
        currency_field="currency_id",
        help="More than the accepted quantity at the order's price, without taxes.",
    )
    jxc_match_state = fields.Selection(
        [
            ("ok", "Agrees"),
            ("tolerated", "Within Tolerance"),
            ("accepted", "Accepted"),
            ("price", "Price Differs"),
            ("quantity", "Too Much Billed"),
            ("both", "Price and Quantity"),
            ("order", "Not of This Order"),
            ("none", "Goods without Order"),
            ("credit", "Credit Note Expected"),
            ("credited", "Settled by Credit Note"),
        ],
        "Match",
        compute="_compute_jxc_match",
        search="_search_jxc_match_state",
    )
    jxc_match_reason = fields.Char("Accepted Because", readonly=True, copy=False)
    jxc_match_uid = fields.Many2one(
        "res.users", "Accepted By", readonly=True, copy=False
    )
    jxc_match_seal = fields.Char(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su and any(line[name] for line in lines for name in SEALED):
            self._jxc_refuse_seal()
        return lines

    def write(self, vals):
        if not self.env.su and SEALED & vals.keys():
            self._jxc_refuse_seal()
        return super().write(vals)

    def _jxc_refuse_seal(self):
        raise UserError(
            self.env._("Differences of a bill are accepted with the button Resolve.")
        )

    # --- figures ----------------------------------------------------------------------

    @api.depends(
        "quantity",
        "price_unit",
        "discount",
        "tax_ids",
        "currency_id",
        "product_id",
        "product_uom_id",
        "purchase_line_id",
        "jxc_match_seal",
        "move_id.state",
        "move_id.invoice_date",
        "jxc_credit_line_ids.parent_state",
        "jxc_credit_line_ids.price_subtotal",
        "jxc_credit_line_ids.move_id.reversal_move_ids.state",
    )
    def _compute_jxc_match(self):
        for line in self:
            ordered = line.sudo().purchase_line_id
            line.update(
                {
                    "jxc_match_ordered": 0.0,
                    "jxc_match_limit": 0.0,
                    "jxc_match_before": 0.0,
                    "jxc_match_price": 0.0,
                    "jxc_match_gap": 0.0,
                    "jxc_match_excess": 0.0,
                    "jxc_match_state": False,
                }
            )
            if not line._jxc_to_match():
                continue
            if not ordered:
                state = "none"
            elif not line._jxc_of_order(ordered):
                state = "order"
            else:
                state = line._jxc_judge(line._jxc_set_figures(ordered))
            if state in HELD and line.jxc_match_seal == line._jxc_seal(state):
                state = "accepted"
            line.jxc_match_state = line._jxc_after_credit(state)

    def _jxc_to_match(self):
        """Goods, and whatever names an order, on a vendor's bill or refund.

        What a credit note takes back is counted at the line it is for.
        """
        self.ensure_one()
        if self.display_type != "product" or self.jxc_credit_of_id:
            return False
        if self._jxc_undoes():
            return False
        if self.move_id.move_type == "in_refund":
            return bool(self.purchase_line_id)
        ordered = self.sudo().purchase_line_id
        return (
            self.move_id.move_type == "in_invoice"
            and not ordered.is_downpayment
            and bool(ordered or self.product_id.is_storable)
        )

    def _jxc_of_order(self, ordered):
        """Whether the line bills the product of its order line, to that vendor."""
        return (
            ordered.product_id == self.product_id
            and ordered.company_id == self.company_id
            and ordered.partner_id.commercial_partner_id
            == self.move_id.commercial_partner_id
            and self.product_uom_id._has_common_reference(ordered.product_uom_id)
        )

    def _jxc_set_figures(self, ordered):
        """:return: the quantity at the order's net price, in the bill's currency"""
        unit, own = self.product_uom_id, ordered.product_uom_id

        def here(quantity):
            return own._compute_quantity(quantity, unit, round=False)

        elsewhere = sum(
            one._jxc_signed(own)
            # Taking self off the set would make each line read its others apart.
            for one in ordered.invoice_lines
            if one != self._origin and self._jxc_counts(one)
        )
        by_order = ordered.product_id.purchase_method == "purchase"
        limit = ordered.product_qty if by_order else ordered.jxc_qty_accepted
        agreed = self._jxc_agreed_here()
        done, amount = self._jxc_credited()
        gap = self._jxc_net() * self.quantity - amount - agreed * (self.quantity - done)
        self.jxc_match_ordered = here(ordered.product_qty)
        self.jxc_match_limit = here(limit)
        self.jxc_match_before = here(elsewhere)
        self.jxc_match_price = self.tax_ids._jxc_gross(
            agreed, self.currency_id, self.product_id, self.partner_id
        )
        self.jxc_match_gap = self.currency_id._convert(
            self.currency_id.round(gap),
            self.company_currency_id,
            self.company_id,
            self.move_id.invoice_date or fields.Date.context_today(self),
        )
        over = here(elsewhere + self._jxc_signed(own) - limit)
        over = max(0.0, min(over, self.quantity - done))
        if self.move_type == "in_invoice":
            self.jxc_match_excess = max(
                0.0, self.currency_id.round(gap + agreed * over)
            )
        return agreed * (self.quantity - done)

    def _jxc_counts(self, other):
        """Whether another line of the order line counts as billed elsewhere.

        A refund does once it is posted: a draft may never come to anything.
        """
        bill = other.move_id
        return bill.state == "posted" or (
            bill.state == "draft"
            and (bill.move_type != "in_refund" or bill == self.move_id._origin)
        )

    def _jxc_agreed_here(self):
        """The agreed net price in this line's currency and unit."""
        ordered = self.sudo().purchase_line_id
        return ordered.currency_id._convert(
            ordered.product_uom_id._compute_price(
                self._jxc_agreed(ordered), self.product_uom_id
            ),
            self.currency_id,
            self.company_id,
            self.move_id.invoice_date or fields.Date.context_today(self),
            round=False,
        )

    def _jxc_net(self):
        """What a unit is billed at, without discount and the taxes in the price."""
        return self.tax_ids._jxc_net(
            self.price_unit * (1 - self.discount / 100),
            self.currency_id,
            self.product_id,
            self.partner_id,
        )

    def _jxc_agreed(self, ordered):
        """The net price that was agreed, in the order's unit and currency."""
        concession = self.sudo().jxc_inspection_line_id
        price, discount = ordered.price_unit, ordered.discount
        if concession and concession.move_id.purchase_line_id == ordered:
            reduced = concession._reduced(price)
            price = price if reduced is None else reduced
            if concession.reduction_kind == "price":
                discount = 0.0
        return ordered.tax_ids._jxc_net(
            price * (1 - discount / 100),
            ordered.currency_id,
            ordered.product_id,
            ordered.partner_id,
        )

    def _jxc_signed(self, unit):
        quantity = self.product_uom_id._compute_quantity(
            self.quantity, unit, round=False
        )
        return -quantity if self.move_id.move_type == "in_refund" else quantity

    def _jxc_judge(self, worth):
        def exact(value):
            return Decimal(str(self.product_uom_id.round(value)))

        rate = self.currency_id._get_conversion_rate(
            self.currency_id,
            self.company_currency_id,
            self.company_id,
            self.move_id.invoice_date or fields.Date.context_today(self),
        )
        figures = match.Figures(
            limit=exact(self.jxc_match_limit),
            before=exact(self.jxc_match_before),
            this=exact(self._jxc_signed(self.product_uom_id)),
            worth=Decimal(str(worth * rate)),
            gap=Decimal(str(self.jxc_match_gap)),
        )
        held, passed = match.judge(figures, self._jxc_tolerance())
        if len(held) > 1:
            return "both"
        return held[0] if held else "tolerated" if passed else "ok"

    def _jxc_tolerance(self):
        """The most particular that is set: vendor, category, company."""
        company = self.company_id
        return match.most_particular(
            self.move_id.commercial_partner_id._jxc_match_tolerance(company),
            self.product_id.categ_id._jxc_match_tolerance(company),
            match.Tolerance(
                Decimal(str(company.jxc_match_percent)),
                Decimal(str(company.jxc_match_amount)),
                Decimal(str(company.jxc_match_quantity_percent)),
            ),
        )

    def _jxc_seal(self, state):
        """What exactly was accepted: any change makes it void."""
        return (
            f"{state}|{self.purchase_line_id.id}|{self.product_id.id}"
            f"|{self.product_uom_id.id}|{self.quantity:.6f}|{self.price_unit:.6f}"
            f"|{self.discount:.4f}|{self.currency_id.id}|{self.jxc_match_before:.6f}"
            f"|{','.join(str(tax) for tax in sorted(self.tax_ids.ids))}"
        )

    def _search_jxc_match_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        drafts = Domain("parent_state", "=", "draft")
        credit = "jxc_credit_line_ids.move_id"
        again = Domain("parent_state", "=", "posted") & (
            Domain(f"{credit}.state", "in", ("draft", "cancel"))
            | Domain(f"{credit}.reversal_move_ids.state", "=", "posted")
        )
        bills = Domain("move_type", "in", ("in_invoice", "in_refund"))
        candidates = self.search(
            (drafts | again) & bills & Domain("display_type", "=", "product")
        )
        found = candidates.filtered(lambda line: line.jxc_match_state in value)
        return [("id", "in", found.ids)]

    def _jxc_open(self):
        """Whether a difference of this line is still to be resolved."""
        if self.move_id.state == "draft":
            return True
        return bool(self._jxc_credit_states() & {"draft", "cancel"})

    # --- resolving --------------------------------------------------------------------

    def action_jxc_resolve(self):
        """Open the wizard, or the credit notes where these lines wait for nothing
        else."""
        if self and set(self.mapped("jxc_match_state")) == {"credit"}:
            return self._jxc_pending_credit()._jxc_open_credits()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_payable.jxc_payable_resolve_action"
        )
        action["context"] = {"default_line_ids": [fields.Command.set(self.ids)]}
        return action

    def _jxc_accept(self, reason):
        """Let these differences pass; for who may, see the wizard."""
        self._jxc_refuse_pending()
        for line in self.filtered(lambda one: one.jxc_match_state in HELD):
            line.sudo().write(
                {
                    "jxc_match_seal": line._jxc_seal(line.jxc_match_state),
                    "jxc_match_reason": reason,
                    "jxc_match_uid": self.env.uid,
                }
            )

    def _jxc_correct(self):
        """Bill at the order's price, and no more than was accepted."""
        self._jxc_refuse_pending()
        for line in self.filtered(lambda one: one.jxc_match_state in HELD):
            state = line.jxc_match_state
            if state in ("price", "both"):
                line.write({"price_unit": line.jxc_match_price, "discount": 0.0})
            if state in ("quantity", "both"):
                rest = line.jxc_match_limit - line.jxc_match_before
                line.quantity = max(0.0, line.product_uom_id.round(rest, "DOWN"))
            if state in ("order", "none"):
                raise UserError(
                    self.env._(
                        "%(product)s: link the line to its order first, or have a"
                        " finance manager accept it.",
                        product=line.product_id.display_name,
                    )
                )

    def _jxc_difference_text(self):
        labels = dict(self._fields["jxc_match_state"]._description_selection(self.env))
        return self.env._(
            "%(product)s: %(state)s (this bill %(this).10g × %(price).10g; accepted"
            " %(limit).10g, billed elsewhere %(before).10g, order price %(agreed).10g)",
            product=self.product_id.display_name or self.name,
            state=self._jxc_state_text(labels[self.jxc_match_state]),
            this=self.quantity,
            price=self.price_unit * (1 - self.discount / 100),
            limit=self.jxc_match_limit,
            before=self.jxc_match_before,
            agreed=self.jxc_match_price,
        )
