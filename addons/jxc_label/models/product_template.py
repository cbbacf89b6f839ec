from odoo import api, fields, models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "jxc.label.source"]

    jxc_lot_rule_id = fields.Many2one(
        "jxc.lot.rule",
        string="Lot Numbers",
        index="btree_not_null",
        ondelete="restrict",
        help="How lots of this product are numbered. Empty: by the product's own"
        " custom lot number, or else as its category says.",
    )
    jxc_lot_example = fields.Char(
        string="Example of a Lot Number", compute="_compute_jxc_lot_example"
    )

    @api.depends(
        "jxc_lot_rule_id.pattern",
        "categ_id.jxc_lot_rule_id.pattern",
        "default_code",
        "lot_sequence_id",
    )
    def _compute_jxc_lot_example(self):
        for template in self:
            rule = template._jxc_lot_rule()
            code = template.default_code or "JL001"
            template.jxc_lot_example = rule and rule._jxc_show(code)[0]

    def _jxc_lot_rule(self):
        """Its own, or else its category's where it has no sequence of its own."""
        if self.jxc_lot_rule_id:
            return self.jxc_lot_rule_id
        usual = self.env.ref("stock.sequence_production_lots", raise_if_not_found=False)
        if self.lot_sequence_id and self.lot_sequence_id != usual:
            return self.jxc_lot_rule_id
        return self.categ_id._jxc_lot_rule()

    def action_open_label_layout(self):
        """The host's sheets with prices are one click away in the dialog."""
        if self.env.context.get("jxc_host_labels"):
            return super().action_open_label_layout()
        return self.action_jxc_labels()

    def _jxc_label_sources(self):
        return self.product_variant_ids._jxc_label_sources()
