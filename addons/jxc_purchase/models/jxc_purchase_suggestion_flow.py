from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class JxcPurchaseSuggestion(models.Model):
    """What a buyer does with it: order, refuse, reopen, split, merge, look again."""

    _inherit = "jxc.purchase.suggestion"

    def _lock_names(self):
        return {f"suggest:{s.product_id.id}:{s.warehouse_id.id}" for s in self}

    # --- refusing ---------------------------------------------------------------------

    def action_jxc_ask_refusal(self):
        """Ask why, then refuse."""
        self._take_open()
        return self._dialog("jxc.purchase.suggestion.refuse", self.env._("Refuse"))

    def action_jxc_refuse(self, reason=None):
        """Not to be bought as long as the need lasts; it is not suggested again."""
        values = {"state": "refused", "refusal": reason or False}
        self._take_open().sudo().write(values)
        return True

    def action_jxc_reopen(self):
        """Take a refusal back."""
        self.check_access("write")
        refused = self.filtered(lambda s: s.state == "refused")
        if not refused:
            raise UserError(
                self.env._("Only a suggestion that was refused can be reopened.")
            )
        refused.sudo().write({"state": "open", "refusal": False})
        return True

    # --- splitting and merging -------------------------------------------------------

    def action_jxc_ask_split(self):
        self.ensure_one()._take_open()
        return self._dialog("jxc.purchase.suggestion.split", self.env._("Split"))

    def _dialog(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"active_ids": self.ids, "active_model": self._name},
        }

    def _split(self, quantity, vendor):
        """A part of it becomes a suggestion of its own, perhaps of another vendor.

        :param quantity: in the product's unit, less than that of this one
        :return: the part
        """
        one, unit = self.ensure_one()._take_open().sudo(), self.uom_id
        rest = unit.round(one.quantity - quantity)
        if unit.compare(quantity, 0) <= 0 or unit.compare(rest, 0) <= 0:
            raise UserError(
                self.env._(
                    "%(product)s: split off more than 0 and less than %(quantity).10g"
                    " %(unit)s.",
                    product=one.product_id.display_name,
                    quantity=one.quantity,
                    unit=unit.name,
                )
            )
        need = min(one.need, quantity)
        part = one.copy(
            {
                "parent_id": one.id,
                "quantity": quantity,
                "need": need,
                "partner_id": vendor.id,
                "reason": one.reason,
                "offer_ids": [
                    Command.create(offer.copy_data()[0]) for offer in one.offer_ids
                ],
            }
        )
        one.write({"quantity": rest, "need": unit.round(one.need - need)})
        (one | part)._reprice()
        return part.with_env(self.env)

    def action_jxc_merge(self):
        """Parts of one need for one warehouse become one again, and keep the vendor of
        the largest."""
        todo = self._take_open().sudo()
        merged = self.browse()
        for group in todo.grouped(lambda s: (s.product_id, s.warehouse_id)).values():
            if len(group) > 1:
                merged |= group._merge()
        if not merged:
            raise UserError(
                self.env._(
                    "There is nothing to merge: choose several open suggestions of one"
                    " product for one warehouse. Those of one vendor become one order"
                    " when you create orders."
                )
            )
        merged._reprice()
        return True

    def _merge(self):
        root = self.filtered(lambda s: not s.parent_id)[:1] or self[:1]
        largest = self.sorted("quantity")[-1:]
        totals = {name: sum(self.mapped(name)) for name in ("quantity", "need")}
        parts = self - root
        parts.write({"state": "withdrawn"})
        root.write({**totals, "partner_id": largest.partner_id.id})
        return root

    # --- looking again ---------------------------------------------------------------

    def action_jxc_refresh(self):
        """Look at all limits of the companies now, and not in the night."""
        self.check_access("create")
        opened = 0
        for company in self.env.companies:
            own = self.sudo().with_company(company)
            opened += len(own._refresh(*own._due()))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Looked at all limits: %s new suggestions.", opened
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # --- ordering (P3) ---------------------------------------------------------------

    def action_jxc_order(self):
        """One order per vendor, warehouse and currency, of what is open."""
        todo = self._take_open()
        if missing := todo.filtered(lambda s: not s.partner_id):
            raise UserError(
                self.env._(
                    "Choose a vendor first for: %(products)s",
                    products=", ".join(missing.product_id.mapped("display_name")),
                )
            )
        orders = self.env["purchase.order"]
        for suggestions in todo.grouped(lambda s: s._order_key()).values():
            orders |= suggestions._create_order()
        action = self.env["ir.actions.act_window"]._for_xml_id("purchase.purchase_rfq")
        action["domain"] = [("id", "in", orders.ids)]
        action["context"] = {}
        return action

    def action_jxc_trace(self):
        """The order that came of it."""
        self.ensure_one()
        return self.purchase_id.get_formview_action()

    def _order_key(self):
        """What suggestions of one order have in common."""
        self.ensure_one()
        return self.partner_id, self.warehouse_id, self.currency_id

    def _create_order(self):
        orders = self.env["purchase.order"].with_company(self.company_id)
        order = orders.create(self._order_values())
        for one, line in zip(self, order.order_line, strict=True):
            one.sudo().write({"state": "ordered", "purchase_line_id": line.id})
        return order

    def _order_values(self):
        vendor, warehouse, currency = (
            self[name][:1] for name in ("partner_id", "warehouse_id", "currency_id")
        )
        company = warehouse.company_id
        term = vendor.with_company(company).property_supplier_payment_term_id
        return {
            "partner_id": vendor.id,
            "company_id": company.id,
            "currency_id": (currency or company.currency_id).id,
            "picking_type_id": warehouse.in_type_id.id,
            # The host sets it in the form only.
            "payment_term_id": term.id,
            "user_id": self.env.uid,
            "order_line": [Command.create(one._line_values()) for one in self],
        }

    def _line_values(self):
        """In the vendor's unit, where whole units of his make the quantity."""
        self.ensure_one()
        planned = self.date_expected or fields.Date.context_today(self)
        unit, quantity, price = self.uom_id, self.quantity, self.price_unit
        theirs = self.supplierinfo_id.product_uom_id
        if theirs and theirs != unit and theirs._has_common_reference(unit):
            many = unit._compute_quantity(quantity, theirs, round=False)
            if theirs.compare(many, round(many)) == 0:
                price = unit._compute_price(price, theirs)
                unit, quantity = theirs, float(round(many))
        return {
            "product_id": self.product_id.id,
            "product_qty": quantity,
            "product_uom_id": unit.id,
            "price_unit": price,
            "date_planned": fields.Datetime.to_datetime(planned),
        }
