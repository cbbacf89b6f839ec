from odoo import fields, models
from odoo.tools import formatLang


class JxcGoodsValue(models.AbstractModel):
    """What the goods of a document cost: what a rule on the value looks at.

    The goods are named by ``_valued_goods``; a document says on which fields they
    depend.
    """

    _name = "jxc.goods.value"
    _description = "Value of Goods at Cost"

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(
        "Value at Cost",
        compute="_compute_value",
        store=True,
        groups="jxc_base.group_jxc_cost_viewer",
        help="What a rule on the value looks at: the quantities at the products' cost.",
    )

    def _compute_value(self):
        for document in self:
            value = 0.0
            for product, quantity in document._valued_goods():
                product = product.with_company(document.company_id).sudo()
                value += quantity * product.standard_price
            document.value = document.company_id.currency_id.round(value)

    def _valued_goods(self):
        """:return: (product, quantity in the product's unit) of each line"""
        raise NotImplementedError

    def _value_evidence(self):
        """The line about the value that an approver with a view of costs is shown."""
        self.ensure_one()
        value = formatLang(self.env, self.value, currency_obj=self.currency_id)
        return (self.env._("Value at Cost"), value, "cost")
