from odoo import Command, api, fields, models
from odoo.exceptions import UserError

#: More labels at once are no roll of a label printer any more.
MOST = 1000
SHEET = 24
REPORTS = {
    "60x40": "jxc_label.jxc_label_print_60x40",
    "40x30": "jxc_label.jxc_label_print_40x30",
    "a4": "jxc_label.jxc_label_print_a4",
}


class JxcLabelPrint(models.TransientModel):
    _name = "jxc.label.print"
    _description = "Print Labels"

    size = fields.Selection(
        [
            ("60x40", "60 × 40 mm (label printer)"),
            ("40x30", "40 × 30 mm (label printer)"),
            ("a4", "A4 sheet, 24 labels"),
        ],
        required=True,
        default="60x40",
    )
    count_by = fields.Selection(
        [
            ("pack", "One per pack"),
            ("unit", "One per unit"),
            ("one", "One each"),
        ],
        string="Number",
        required=True,
        default="one",
        help="Fills in the column Copies; change there what should differ.",
    )
    skip = fields.Integer(
        string="Used Labels on the Sheet",
        help="So many labels of the first sheet have been used already.",
    )
    give_barcodes = fields.Boolean(
        help="Bins that have no barcode yet get one: code of the warehouse and name of"
        " the bin. Only stock managers can do that."
    )
    can_give = fields.Boolean(compute="_compute_can_give")
    line_ids = fields.One2many("jxc.label.print.line", "print_id", string="Labels")
    total = fields.Integer(string="Labels in Total", compute="_compute_total")
    source = fields.Char()

    @api.depends("line_ids.copies")
    def _compute_total(self):
        for wizard in self:
            wizard.total = sum(wizard.line_ids.mapped("copies"))

    @api.depends("line_ids.location_id")
    def _compute_can_give(self):
        manager = self.env.user.has_group("stock.group_stock_manager")
        for wizard in self:
            bare = wizard.line_ids.location_id.filtered(lambda place: not place.barcode)
            wizard.can_give = bool(manager and bare)

    @api.onchange("count_by")
    def _onchange_count_by(self):
        for line in self.line_ids:
            line.copies = line._jxc_copies(self.count_by)

    @api.model
    def _jxc_open(self, sources, model):
        """Open the dialog on these lines."""
        if len(sources) > MOST:
            self._jxc_refuse_many(len(sources))
        arriving = model == "stock.picking"
        wizard = self.create(
            {
                "source": model,
                "size": "a4" if model == "stock.location" else "60x40",
                "count_by": "pack" if arriving else "one",
                "line_ids": [Command.create(source) for source in sources],
            }
        )
        wizard._onchange_count_by()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Labels"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_print(self):
        self.ensure_one()
        if self.total <= 0:
            raise UserError(
                self.env._("No labels: enter a number of copies in one of the lines.")
            )
        if self.total > MOST:
            self._jxc_refuse_many(self.total)
        places = self.line_ids.filtered(lambda line: line.copies > 0).location_id
        if self.give_barcodes:
            places._jxc_give_barcodes()
        places._jxc_refuse_no_barcode()
        report = self.env.ref(REPORTS[self.size])
        action = report.report_action(self, config=False)
        return {**action, "close_on_report_download": True}

    def _jxc_refuse_many(self, count):
        raise UserError(
            self.env._(
                "%(count)s labels are more than are printed at once (%(most)s). Choose"
                " fewer records or fewer copies, and print in several goes.",
                count=count,
                most=MOST,
            )
        )

    def action_other_formats(self):
        """The host's sheets: with prices, for Dymo or Zebra printers (ZPL)."""
        self.ensure_one()
        lines = self.line_ids.with_context(jxc_host_labels=True)
        return lines.product_id.action_open_label_layout()

    def _jxc_labels(self):
        """What is printed, one by one, as plain values for the template."""
        self.ensure_one()
        labels = []
        for line in self.line_ids.filtered(lambda line: line.copies > 0):
            labels += [line._jxc_label(self.size)] * line.copies
        return labels

    def _jxc_sheets(self):
        """Rows of three, eight to a sheet; None is a label that was used."""
        labels = [None] * min(max(self.skip, 0), SHEET - 1) + self._jxc_labels()
        labels += [None] * (-len(labels) % SHEET)
        rows = [labels[start : start + 3] for start in range(0, len(labels), 3)]
        return [rows[start : start + 8] for start in range(0, len(rows), 8)]
