from odoo import fields, models

from .. import symbols
from ..logic.element_string import lot_message, package_message

#: Width left for bars, in mm. Each bar is whole dots of a label printer of 203 dpi
#: wide, and two at least; what does not fit becomes a symbol in two dimensions.
WIDTHS = {"60x40": 56, "40x30": 37, "a4": 60}
DOT, DOTS = 0.125, 2


class JxcLabelPrintLine(models.TransientModel):
    _name = "jxc.label.print.line"
    _description = "Labels to Print"
    _order = "id"

    print_id = fields.Many2one("jxc.label.print", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", readonly=True)
    lot_id = fields.Many2one("stock.lot", string="Lot", readonly=True)
    move_line_id = fields.Many2one("stock.move.line", readonly=True)
    location_id = fields.Many2one("stock.location", string="Bin", readonly=True)
    package_id = fields.Many2one("stock.package", string="Package", readonly=True)
    lot_text = fields.Char(string="Lot Number", compute="_compute_lot_text")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    units = fields.Integer(readonly=True)
    packs = fields.Integer(readonly=True)
    copies = fields.Integer(default=1)

    _copies_positive = models.Constraint(
        "CHECK(copies >= 0)", "The number of copies cannot be negative."
    )

    def _compute_lot_text(self):
        for line in self:
            line.lot_text = (
                line._jxc_dated()._jxc_lot_text() if line._jxc_dated() else ""
            )

    def _jxc_dated(self):
        """What has number and dates: the lot, or before it exists the line."""
        return self.lot_id or self.move_line_id

    def _jxc_copies(self, count_by):
        counts = {"unit": self.units, "pack": self.packs}
        return counts.get(count_by, 1)

    def _jxc_label(self, size):
        if self.location_id:
            return self._jxc_place(size)
        if self.package_id:
            return self._jxc_package(size)
        if self._jxc_dated():
            return self._jxc_lot(size)
        return self._jxc_product(size)

    def _jxc_lot(self, size):
        product, dated = self.product_id, self._jxc_dated()
        company = dated.company_id or self.env.company
        made = dated.jxc_production_date or None
        expires = None
        if product.use_expiration_date:
            expires = dated._jxc_day(dated.expiration_date, company)
        serial = product.tracking == "serial"
        message = lot_message(
            dated._jxc_lot_text(), product.barcode, made, expires, serial
        )
        return {
            **self._jxc_symbol(message, size, square=True),
            "kind": "lot",
            "title": product.with_context(display_default_code=False).display_name,
            "code": product.default_code or "",
            "number": dated._jxc_lot_text(),
            "serial": serial,
            "made": fields.Date.to_string(made) if made else "",
            "expires": fields.Date.to_string(expires) if expires else "",
            "text": message.text if message.gs1 else "",
        }

    def _jxc_product(self, size):
        """The barcode, or the internal reference where there is none."""
        product = self.product_id
        code = product.barcode or product.default_code or ""
        return {
            **self._jxc_symbol(package_message(code), size),
            "kind": "product",
            "title": product.with_context(display_default_code=False).display_name,
            "code": product.default_code or "",
            "unit": product.uom_id.name,
            "text": code,
        }

    def _jxc_place(self, size):
        place = self.location_id
        code = place.barcode or ""
        return {
            **self._jxc_symbol(package_message(code), size),
            "kind": "place",
            "title": place.name,
            "code": place.complete_name,
            "text": code,
        }

    def _jxc_package(self, size):
        package, message = self.package_id, package_message(self.package_id.name)
        return {
            **self._jxc_symbol(message, size),
            "kind": "package",
            "title": package.name,
            "code": package.package_type_id.name or "",
            "text": message.text,
        }

    def _jxc_symbol(self, message, size, square=False):
        """Bars where they fit, else a Data Matrix; QR for what is not Latin."""
        if not message.data:
            return {"image": "", "square": False}
        try:
            if not square and message.data.isascii():
                width = symbols.linear_modules(message) * DOT
                dots = int(WIDTHS[size] / width)
                if dots >= DOTS:
                    return {
                        "image": symbols.linear(message),
                        "square": False,
                        "width": dots * width,
                    }
            return {"image": symbols.data_matrix(message), "square": True}
        except ValueError:
            return {"image": symbols.qr_code(message), "square": True}
