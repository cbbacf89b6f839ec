from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ASKED = {"product_id", "uom_id", "lot_name", "remark"}
KEPT = ("client_id", "code", "remark", "photo", "lot_name")


class JxcPdaUnknown(models.Model):
    """Goods that were found with a code that nobody knows: kept until it is linked."""

    _name = "jxc.pda.unknown"
    _description = "Unknown Code"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _rec_name = "code"
    _order = "state, id desc"
    _check_company_auto = True

    code = fields.Char(required=True, readonly=True)
    client_id = fields.Char("Device Record", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    stocktake_id = fields.Many2one(
        "jxc.stocktake", readonly=True, index="btree_not_null", check_company=True
    )
    picking_id = fields.Many2one(
        "stock.picking", readonly=True, index="btree_not_null", check_company=True
    )
    location_id = fields.Many2one("stock.location", readonly=True, check_company=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    remark = fields.Char()
    photo = fields.Image(max_width=1600, max_height=1600, readonly=True)
    user_id = fields.Many2one("res.users", "Found By", required=True, readonly=True)
    device_time = fields.Datetime("Found On", required=True, readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("resolved", "Resolved"), ("dropped", "Dropped")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
    )
    product_id = fields.Many2one("product.product", tracking=True, check_company=True)
    uom_id = fields.Many2one(
        "uom.uom", "Unit", help="What one scan of the code stands for."
    )
    lot_name = fields.Char("Lot")
    tracking = fields.Selection(related="product_id.tracking")

    _client_uniq = models.UniqueIndex("(client_id)", "A find is kept once.")

    def write(self, vals):
        """What was found stays as it was found; who resolves it names the product."""
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if not self.env.su and (
            own - ASKED or any(one.state != "open" for one in self)
        ):
            raise UserError(
                self.env._("A find is not changed: name its product, or drop it.")
            )
        return super().write(vals)

    # -- from the device -----------------------------------------------------------

    @api.model
    def jxc_keep(self, finds):
        """Keep what devices found; the same one sent again is kept once.

        One that is refused does not keep back the others.

        :return: ``kept``, the ``client_id`` of all that the server has now, and
            ``refused``, why it has not the others.
        """
        self.env["jxc.pda"]._check_page_user()
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(
                self.env._("Only the people of the warehouse report what they find.")
            )
        names = [str(find["client_id"]) for find in finds]
        known = set(
            self.sudo().search([("client_id", "in", names)]).mapped("client_id")
        )
        refused = {}
        for find in finds:
            if find["client_id"] in known:
                continue
            try:
                with self.env.cr.savepoint():
                    self._keep(find)
                known.add(find["client_id"])
            except UserError as error:
                refused[find["client_id"]] = str(error)
        return {"kept": [name for name in names if name in known], "refused": refused}

    @api.model
    def _keep(self, find):
        plan = self.env["jxc.stocktake"].browse(find.get("stocktake_id") or [])
        picking = self.env["stock.picking"].browse(find.get("picking_id") or [])
        place = self.env["stock.location"].browse(find.get("location_id") or [])
        home = plan.exists() or picking.exists()
        if not home or (plan and plan not in plan._may_count()):
            raise UserError(
                self.env._("%(code)s belongs to no document.", code=find.get("code"))
            )
        home.check_access("write")
        place.check_access("read")
        found = self.sudo().create(
            {
                **{name: find.get(name) or False for name in KEPT},
                "company_id": home.company_id.id,
                "stocktake_id": plan.id,
                "picking_id": picking.id,
                "location_id": place.id,
                "quantity": max(float(find.get("quantity") or 0), 0),
                "user_id": self.env.uid,
                "device_time": find.get("device_time") or fields.Datetime.now(),
            }
        )
        found._ask(home)

    def _ask(self, home):
        """A to-do for who may name the product: who made the document, or another."""
        writers = self.env.ref("product.group_product_manager").sudo().all_user_ids
        writers = writers.filtered(
            lambda user: user.active
            and not user.share
            and self.company_id in user.company_ids
            and user.has_group("stock.group_stock_user")
        )
        maker = home.sudo().create_uid
        who = maker if maker in writers else writers[:1]
        if who:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Which product is %(code)s?", code=self.code),
                user_id=who.id,
            )

    # -- linking -------------------------------------------------------------------

    @api.model
    def jxc_link(self, code, product_id, uom_id):
        """Give a product, or one of its units, a code that nobody has yet."""
        product = self.env["product.product"].browse(product_id)
        product.check_access("write")
        unit = self.env["uom.uom"].browse(uom_id or product.uom_id.id)
        found = self.env["jxc.scan"].resolve(code)
        if found["kind"] != "unknown" and found.get("product_id") != product.id:
            raise UserError(
                found.get("message")
                or self.env._(
                    "%(code)s belongs to %(name)s already.",
                    code=code,
                    name=found["name"],
                )
            )
        if found["kind"] == "unknown":
            self._give_code(product, unit, code)
        return self.env["jxc.scan"].resolve(code)

    @api.model
    def _give_code(self, product, unit, code):
        if not unit._has_common_reference(product.uom_id):
            raise UserError(
                self.env._(
                    "%(product)s is not counted in %(unit)s.",
                    product=product.display_name,
                    unit=unit.name,
                )
            )
        if unit == product.uom_id and not product.barcode:
            product.barcode = code
        else:
            if unit != product.uom_id:
                product.uom_ids |= unit
            self.env["product.uom"].create(
                {"product_id": product.id, "uom_id": unit.id, "barcode": code}
            )
        product.message_post(
            body=self.env._(
                "Barcode %(code)s (%(unit)s) was added while scanning.",
                code=code,
                unit=unit.name,
            )
        )

    def action_resolve(self):
        """Link the code, and count what was found with it as it was found."""
        self.check_access("write")
        for find in self:
            if find.state != "open":
                continue
            if not find.product_id:
                raise UserError(
                    self.env._("%(code)s: choose the product first.", code=find.code)
                )
            unit = find.uom_id or find.product_id.uom_id
            self.jxc_link(find.code, find.product_id.id, unit.id)
            find._count(unit)
            find.sudo().write({"state": "resolved", "uom_id": unit.id})
            find.sudo().activity_ids.action_feedback()

    def _count(self, unit):
        """The count of a stock-take, in the name of who counted and of his hour."""
        if not self.stocktake_id or not self.quantity:
            return
        count = {
            "client_id": f"unknown-{self.id}-{self.client_id}"[:64],
            "stocktake_id": self.stocktake_id.id,
            "product_id": self.product_id.id,
            "location_id": self.location_id.id,
            "lot_name": self.lot_name or "",
            "quantity": self.quantity,
            "uom_id": unit.id,
            "kind": "add",
            "device_time": fields.Datetime.to_string(self.device_time),
        }
        plans = self.env["jxc.stocktake"].with_user(self.user_id)
        answer = plans.with_company(self.company_id).jxc_push([count])
        if answer["results"][0]["status"] == "refused":
            raise UserError(answer["results"][0]["message"])

    def action_drop(self):
        """Nothing is counted; the find and its picture stay."""
        self.check_access("write")
        for find in self.filtered(lambda one: one.state == "open"):
            find.sudo().state = "dropped"
            find.sudo().activity_ids.action_feedback()

    # -- looking for the product ---------------------------------------------------

    @api.model
    @api.readonly
    def jxc_products(self, text):
        """Products by name, code, barcode, or the first letters of the pinyin."""
        text = (text or "").strip()
        if not text:
            return []
        catalogue = self.env["product.product"]
        found = catalogue.name_search(text, [("type", "=", "consu")], limit=20)
        products = catalogue.browse([product_id for product_id, _name in found])
        return [
            {
                "id": product.id,
                "name": product.display_name,
                "units": [
                    {"id": unit.id, "name": unit.name}
                    for unit in product.uom_id | product.uom_ids
                ],
            }
            for product in products
        ]
