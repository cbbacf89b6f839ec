from odoo import api, models
from odoo.fields import Domain

from ..logic import gs1


class JxcScan(models.AbstractModel):
    """What a code that somebody scanned stands for."""

    _name = "jxc.scan"
    _description = "Scan"

    @api.model
    @api.readonly
    def resolve(self, code):
        """What ``code`` is, for a warehouse user; see ``_resolve``."""
        self.env["stock.picking"].check_access("read")
        return self._resolve(code)

    @api.model
    def _resolve(self, code):
        """Look ``code`` up among everything that carries a barcode.

        :return: a dictionary whose ``kind`` is ``product``, ``lot``, ``location``,
            ``package``, ``picking``, ``several``, ``unknown`` or ``refused``.
        """
        try:
            scan = gs1.read(code or "")
        except gs1.ScanError as error:
            message = self._refusal(error)
            return {"code": code, "kind": "refused", "message": message}
        if not scan.code:
            return {"code": code, "kind": "refused", "message": self._nothing()}
        found = {} if scan.certain else self._whole(scan.code)
        if not found and scan.gs1:
            found = self._labelled(scan)
        return {"code": scan.code, **(found or self._unknown(scan))}

    # -- whole codes ---------------------------------------------------------------

    @api.model
    def _whole(self, code):
        """What carries exactly ``code``: goods first, then places and documents."""
        return (
            self._goods(code, internal=True)
            or self._one("stock.location", "barcode", code)
            or self._one("stock.package", "name", code)
            or self._one("stock.picking", "name", code)
            or self._lot_of_any_product(code)
        )

    @api.model
    def _goods(self, code, internal=False):
        """A product or one of its units by a barcode, however long it is written."""
        forms = gs1.gtin_forms(code)
        unit = self.env["product.uom"].search([("barcode", "in", forms)], limit=1)
        if unit and unit.product_id.active:
            return self._product(unit.product_id, unit.uom_id)
        domain = Domain("barcode", "in", forms)
        if internal:
            domain |= Domain("default_code", "=", code)
        products = self.env["product.product"].search(domain, limit=5)
        by_barcode = products.filtered(lambda product: product.barcode in forms)
        products = by_barcode or products
        if len(products) > 1:
            return self._several(products)
        return self._product(products, products.uom_id) if products else {}

    @api.model
    def _one(self, model, name, code):
        domain = [
            (name, "=", code),
            ("company_id", "in", [False, *self.env.companies.ids]),
        ]
        records = self.env[model].search(domain, limit=5)
        records = (
            records.filtered(lambda record: record.company_id == self.env.company)
            or records
        )
        if len(records) > 1:
            return self._several(records)
        kind = model.partition(".")[2]
        return records and {
            "kind": kind,
            f"{kind}_id": records.id,
            "name": records.display_name,
        }

    @api.model
    def _lot_of_any_product(self, code):
        lots = self.env["stock.lot"].search([("name", "=", code)], limit=5)
        if len(lots) > 1:
            return self._several(lots.product_id)
        if not lots:
            return {}
        product = self._product(lots.product_id, lots.product_id.uom_id)
        return {**product, "kind": "lot", "lot_id": lots.id, "lot_name": lots.name}

    # -- labels --------------------------------------------------------------------

    @api.model
    def _labelled(self, scan):
        if not scan.gtin:
            if scan.sscc:
                return self._one("stock.package", "name", scan.sscc)
            return self._lot_of_any_product(scan.serial or scan.lot)
        goods = self._goods(scan.gtin)
        if goods.get("kind") != "product":
            return goods
        return {**goods, **self._said_of(scan, goods)}

    @api.model
    def _said_of(self, scan, goods):
        """Lot, dates and quantity of a label, for the product that it is of."""
        product = self.env["product.product"].browse(goods["product_id"])
        said = {
            name: str(getattr(scan, name))
            for name in ("produced", "best_before", "expires")
            if getattr(scan, name)
        }
        name = (scan.serial if product.tracking == "serial" else "") or scan.lot
        name = name or scan.serial
        if name and product.tracking != "none":
            domain = [("product_id", "=", product.id), ("name", "=", name)]
            lot = self.env["stock.lot"].search(domain, limit=1)
            said.update(lot_id=lot.id, lot_name=name)
        if scan.count is not None:
            said["quantity"] = scan.count
        elif scan.weight is not None:
            said.update(self._weighed(product, scan.weight))
        if scan.sscc:
            package = self._one("stock.package", "name", scan.sscc)
            said.update(sscc=scan.sscc, package_id=package.get("package_id", False))
        return said

    @api.model
    def _weighed(self, product, weight):
        """Kilograms are a quantity only of what is counted by weight."""
        kilogram = self.env.ref("uom.product_uom_kgm")
        if not product.uom_id._has_common_reference(kilogram):
            return {"weight": float(weight)}
        return {
            "quantity": float(weight),
            "uom_id": kilogram.id,
            "uom_name": kilogram.name,
            "factor": kilogram._compute_quantity(1.0, product.uom_id, round=False),
        }

    # -- answers -------------------------------------------------------------------

    @api.model
    def _product(self, product, uom):
        return {
            "kind": "product",
            "product_id": product.id,
            "name": product.display_name,
            "tracking": product.tracking if product.is_storable else "none",
            "uom_id": uom.id,
            "uom_name": uom.name,
            "factor": uom._compute_quantity(1.0, product.uom_id, round=False),
            "quantity": 1.0,
            "lot_id": False,
            "lot_name": "",
        }

    @api.model
    def _several(self, records):
        names = ", ".join(records[:3].mapped("display_name"))
        message = self.env._(
            "This code belongs to several: %(names)s. Scan one that is unique.",
            names=names,
        )
        return {"kind": "several", "message": message}

    @api.model
    def _nothing(self):
        return self.env._("Nothing was scanned. Scan again.")

    @api.model
    def _unknown(self, scan):
        """Nobody has it; a case of a known item says so."""
        inside = gs1.base_gtin(scan.gtin)
        known = self._goods(inside) if inside else {}
        if known.get("kind") == "product":
            message = self.env._(
                "This is a case of %(product)s, but nobody has said how many are in"
                " it: add the barcode to a packaging of the product.",
                product=known["name"],
            )
            return {"kind": "unknown", "base": known, "message": message}
        message = self.env._(
            "Nothing here has the code %(code)s.", code=scan.gtin or scan.code
        )
        may_link = self.env["product.product"].has_access("write")
        return {"kind": "unknown", "message": message, "may_link": may_link}

    @api.model
    def _refusal(self, error):
        told = {
            "ai": self.env._(
                "The label says “%(ai)s” where GS1 knows no such identifier.",
                ai=error.ai,
            ),
            "value": self.env._(
                "What the label says after (%(ai)s) is too long, too short or no"
                " such date.",
                ai=error.ai,
            ),
            "check": self.env._(
                "The check digit of (%(ai)s) is wrong: the label was misread or"
                " misprinted. Scan again.",
                ai=error.ai,
            ),
            "repeat": self.env._(
                "The label says (%(ai)s) twice, and differently.", ai=error.ai
            ),
            "pair": self.env._(
                "The label says (%(ai)s) together with (01), which GS1 forbids.",
                ai=error.ai,
            ),
        }
        return told[error.kind]
