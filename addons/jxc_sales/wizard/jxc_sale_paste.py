from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.jxc_stock.logic.pinyin import may_be_initials

from ..logic import pasted
from ..logic.naming import Good, Register

MOST_ROWS = 500
MOST_CANDIDATES = 20


class JxcSalePaste(models.TransientModel):
    """粘贴明细: the lines of a workbook or a message become those of an order (S1)."""

    _name = "jxc.sale.paste"
    _description = "Paste Lines"

    order_id = fields.Many2one(
        "sale.order",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    currency_id = fields.Many2one(related="order_id.currency_id")
    text = fields.Text("Copied Lines")
    line_ids = fields.One2many("jxc.sale.paste.line", "wizard_id", "Lines")
    skipped = fields.Integer("Rows without a Quantity", readonly=True)
    wrong = fields.Integer("Rows to Correct", compute="_compute_wrong")
    may_price = fields.Boolean(compute="_compute_may_price")

    @api.depends("line_ids.problem")
    def _compute_wrong(self):
        for wizard in self:
            wizard.wrong = len(wizard.line_ids.filtered("problem"))

    def _compute_may_price(self):
        """Prices are pasted by those who may type them; rules look at both alike."""
        lines = self.env["sale.order.line"]
        field = lines._fields["price_unit"]
        self.may_price = lines._has_field_access(field, "write")

    # --- reading ------------------------------------------------------------------

    def action_read(self):
        """Show what the text says, and what is wrong with it."""
        self.ensure_one()._check_open()
        rows, self.skipped = pasted.read(self.text or "")
        if not rows:
            raise UserError(
                self.env._(
                    "There is no row with a product and a quantity. Copy both columns"
                    " from the workbook, with or without their header."
                )
            )
        if len(rows) > MOST_ROWS:
            raise UserError(
                self.env._(
                    "%(count)s rows are too many: paste at most %(most)s at once.",
                    count=len(rows),
                    most=MOST_ROWS,
                )
            )
        found = self._find(rows)
        self.line_ids = [
            Command.clear(),
            *(Command.create(self._values(row, found[row])) for row in rows),
        ]
        return self._show()

    def action_back(self):
        """The text once more, to be corrected."""
        self.ensure_one().line_ids = [Command.clear()]
        return self._show()

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Paste Lines"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _values(self, row, goods):
        products = self.env["product.product"].browse(
            dict.fromkeys(good.key for good in goods)
        )
        products = products._jxc_sold_in(self.order_id.company_id) or products
        candidates = products[:MOST_CANDIDATES] if len(products) > 1 else []
        return {
            "place": row.number,
            "text": " ".join(row.goods),
            "product_id": products.id if len(products) == 1 else False,
            "candidate_ids": [Command.set([one.id for one in candidates])],
            "pack_id": next((good.pack for good in goods if good.pack), False),
            "unit_text": row.unit,
            "quantity_text": row.quantity_text,
            "quantity": float(row.quantity or 0),
            "price_text": row.price_text if self.may_price else "",
            "price": float(row.price or 0) if self.may_price else 0.0,
        }

    # --- finding products -----------------------------------------------------------

    def _find(self, rows):
        """What every row names, by as many queries for one row as for all.

        :return: ``{row: [Good]}``
        """
        texts = {text for row in rows for text in row.goods}
        register = Register(self._by_code(texts))
        found = {row: register.find(row.goods) for row in rows}
        rest = [row for row in rows if not found[row]]
        if rest:
            register = Register(self._by_name({t for row in rest for t in row.goods}))
            found.update((row, register.find(row.goods)) for row in rest)
        return found

    def _by_code(self, texts):
        """Goods as far as codes tell: a name must not be missed for another row."""
        written = sorted({way for text in texts for way in _ways(text)})
        products = self._products().search_fetch(
            Domain("default_code", "in", written) | Domain("barcode", "in", written),
            ["default_code", "barcode"],
        )
        packs = self.env["product.uom"].search_fetch(
            [("barcode", "in", written)], ["barcode", "product_id", "uom_id"]
        )
        goods = [Good(p.id, p.default_code or "", p.barcode or "") for p in products]
        goods += [
            Good(pack.product_id.id, barcode=pack.barcode, pack=pack.uom_id.id)
            for pack in packs
        ]
        return goods

    def _by_name(self, texts):
        domains = [Domain.FALSE]
        for text in texts:
            domains += [
                Domain("name", "ilike", way) for way in {text, pasted.fold(text)}
            ]
            if may_be_initials(text):
                domains.append(Domain("jxc_search_key", "ilike", text))
        templates = self.env["product.template"].with_context(active_test=False)
        products = self._products().search_fetch(
            [("product_tmpl_id", "in", templates._search(Domain.OR(domains)))],
            ["name", "jxc_search_key"],
        )
        return [
            Good(p.id, name=p.name or "", initials=p.jxc_search_key or "")
            for p in products
        ]

    def _products(self):
        """Archived ones too: who asks for one is told that it is not sold any more."""
        return self.env["product.product"].with_context(active_test=False)

    # --- adding ---------------------------------------------------------------------

    def action_add(self):
        """Add all lines to the order, or none."""
        self.ensure_one()._check_open()
        wrong = self.line_ids.filtered("problem")
        if wrong or not self.line_ids:
            texts = [f"{line.place}: {line.problem}" for line in wrong[:10]]
            raise UserError(
                self.env._(
                    "Nothing was added. Correct these rows or delete them:\n%(rows)s",
                    rows="\n".join(texts) or "–",
                )
            )
        order, before = self.order_id, self.order_id.order_line
        last = max(before.mapped("sequence"), default=10)
        order.order_line = [
            Command.create({"sequence": last, **line._order_line_values()})
            for line in self.line_ids
        ]
        added = order.order_line - before
        text = self.env._(
            "%(count)s lines were added to %(order)s.",
            count=len(added),
            order=order.name,
        )
        return order._jxc_tell_added(added, text)

    def _check_open(self):
        order = self.order_id
        order.check_access("write")
        if order.state not in ("draft", "sent"):
            raise UserError(
                self.env._("%s is confirmed: add lines one by one.", order.name)
            )


def _ways(text):
    """As it may stand in the database, which minds case and width."""
    folded = pasted.fold(text)
    return {text, folded, folded.upper()}
