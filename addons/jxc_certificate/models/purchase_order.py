from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

OPEN = ("draft", "sent", "to approve")
MOST = 10


class Lack(NamedTuple):
    """A certificate that an order asks for and that does not hold."""

    kind: object
    partner: object
    #: Empty for a certificate of a vendor.
    product: object
    #: The last one there was, or none.
    last: object
    #: The day on which it was asked.
    day: object

    def key(self):
        return self.kind.id, self.partner.id, self.product.id


class PurchaseOrder(models.Model):
    """Nothing is ordered without the certificates that it takes (P3, P7)."""

    _inherit = "purchase.order"

    jxc_certificate_release_ids = fields.One2many(
        "jxc.certificate.release",
        "order_id",
        "Released Certificates",
        readonly=True,
        copy=False,
    )
    jxc_certificate_text = fields.Text(
        "Lacking Certificates",
        compute="_compute_jxc_certificate_text",
        compute_sudo=True,
        help="Which certificates are missing or have expired: the order cannot be"
        " confirmed before they are there.",
    )

    @api.depends(
        "state", "partner_id", "order_line.product_id", "jxc_certificate_release_ids"
    )
    def _compute_jxc_certificate_text(self):
        lacks = self.filtered(lambda o: o.state in OPEN)._jxc_lacking()
        for order in self:
            order.jxc_certificate_text = order._jxc_lacks_text(lacks.get(order, []))

    # --- the guard --------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda o: o.state == "purchase")._jxc_check_certificates()
        return orders

    def write(self, vals):
        res = super().write(vals)
        if vals.get("state") == "purchase" or "partner_id" in vals:
            self.filtered(lambda o: o.state == "purchase")._jxc_check_certificates()
        return res

    def button_confirm(self):
        """Refused before anybody is asked to approve it."""
        self.filtered(lambda o: o.state in OPEN)._jxc_check_certificates()
        return super().button_confirm()

    def action_jxc_submit(self):
        """Nor is it submitted for approval by itself."""
        self.filtered(lambda o: o.state in OPEN)._jxc_check_certificates()
        return super().action_jxc_submit()

    def _jxc_check_certificates(self, lines=None):
        lacks = self.sudo()._jxc_lacking(lines)
        if not lacks:
            return
        texts = [
            self.env._(
                "%(order)s cannot be confirmed:\n%(lacks)s",
                order=order.name,
                lacks=order._jxc_lacks_text(some),
            )
            for order, some in lacks.items()
        ]
        texts.append(
            self.env._(
                "Enter the new certificates under Purchase › Certificates, order from"
                " another vendor, or ask a manager to release the order."
            )
        )
        raise UserError("\n".join(texts))

    # --- what lacks -------------------------------------------------------------

    def _jxc_lacking(self, lines=None):
        """What these orders ask for today and that does not hold, but for what a
        manager has released. As many statements for many orders as for one.

        :param lines: only what these order lines ask for
        :return: ``{order: [Lack]}``, without orders that lack nothing
        """
        wanted = self._jxc_certificates_wanted(lines)
        if not wanted:
            return {}
        held = self._jxc_certificates_held(wanted)
        found = defaultdict(list)
        for order, wants in wanted.items():
            # The company's day, whatever the time zone of who confirms.
            today = self.env["stock.lot"]._jxc_today(order.company_id)
            released = {
                (one.kind_id.id, one.partner_id.id, one.product_tmpl_id.id)
                for one in order.jxc_certificate_release_ids
            }
            for kind, partner, product in wants:
                own = held[kind.id, partner.id, product.id]
                if product:
                    own |= held[kind.id, False, product.id]
                own = own.filtered(
                    lambda one, at=order.company_id: one.company_id in (at, at.browse())
                )
                if any(one._holds_on(today) for one in own):
                    continue
                lack = Lack(kind, partner, product, own.sorted("date_from")[-1:], today)
                if lack.key() not in released:
                    found[order].append(lack)
        return dict(found)

    def _jxc_certificates_wanted(self, lines):
        """``{order: {(kind, vendor, product template or none): True}}``, in order."""
        kinds = self.env["jxc.certificate.kind"].search(
            Domain("company_id", "in", [*self.company_id.ids, False])
            & (Domain("all_vendors", "=", True) | Domain("categ_ids", "!=", False))
        )
        wanted = defaultdict(dict)
        none = self.env["product.template"]
        for order in self.filtered("partner_id") if kinds else ():
            vendor = order.partner_id.commercial_partner_id._origin
            mine = order.order_line if lines is None else lines & order.order_line
            for product in mine.product_id._origin:
                for kind in kinds:
                    if kind.company_id and kind.company_id != order.company_id:
                        continue
                    if kind._jxc_concerns(product):
                        of = (
                            product.product_tmpl_id if kind.scope == "product" else none
                        )
                        wanted[order][kind, vendor, of] = True
        return wanted

    def _jxc_certificates_held(self, wanted):
        """``{(kind, vendor, product): certificates}``, all of them by id."""
        keys = [key for wants in wanted.values() for key in wants]
        partners = {partner.id for _kind, partner, _product in keys}
        certificates = self.env["jxc.certificate"].search(
            Domain("kind_id", "in", {kind.id for kind, _partner, _product in keys})
            & Domain("company_id", "in", [*self.company_id.ids, False])
            & (
                Domain("partner_id", "=", False)
                | Domain("partner_id.commercial_partner_id", "in", partners)
            )
        )
        held = defaultdict(certificates.browse)
        for one in certificates:
            vendor = one.partner_id.commercial_partner_id.id
            held[one.kind_id.id, vendor, one.product_tmpl_id.id] |= one
        return held

    def _jxc_lacks_text(self, lacks):
        """A line for each, and how many more there are."""
        texts = [self._jxc_lack_text(lack) for lack in lacks[:MOST]]
        if len(lacks) > MOST:
            texts.append(self.env._("… and %s more", len(lacks) - MOST))
        return "\n".join(texts)

    def _jxc_lack_text(self, lack):
        what = lack.product.display_name or lack.partner.display_name
        names = {"of": what, "kind": lack.kind.name}
        if not lack.last:
            return self.env._("• %(of)s: %(kind)s is missing", **names)
        if lack.last._state_on(lack.day) == "coming":
            day = format_date(self.env, lack.last.date_from)
            return self.env._(
                "• %(of)s: %(kind)s holds from %(day)s only", day=day, **names
            )
        day = format_date(self.env, lack.last.date_to)
        return self.env._("• %(of)s: %(kind)s expired on %(day)s", day=day, **names)

    # --- the way out ------------------------------------------------------------

    def action_jxc_release_certificates(self):
        """A manager says why the order passes all the same."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release without Certificates"),
            "res_model": "jxc.certificate.ask",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }
