from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import partial

from odoo import api, fields, models
from odoo.tools import format_amount, format_list

from .. import sql_need
from ..logic import lead_time, together, vendor_choice
from ..market import Market, exact

#: What an offer keeps, as columns.
OFFER = ("sequence", "supplierinfo_id", "partner_id", "quantity", "price_unit")
OFFER += ("currency_id", "outlay", "freight", "landed", "delay", "date_expected")
OFFER += ("punctual", "quality", "score")


def _share(value):
    return value is not None and f"{value * 100:.0f} %"


def _column(value):
    return None if value is False else value


class JxcPurchaseSuggestion(models.Model):
    """From whom (P1, P3): each vendor's price at that quantity, and why this one."""

    _inherit = "jxc.purchase.suggestion"

    @api.model
    def _market(self, products, company):
        """What is the same for all of a company's needs, read once."""
        today = fields.Date.context_today(self.with_company(company))
        every = products.seller_ids.filtered(
            lambda s: s.jxc_in_force and s.company_id.id in (False, company.id)
        )
        lists = every.grouped("product_tmpl_id")
        sellers = {
            product: lists.get(product.product_tmpl_id, every.browse()).filtered(
                lambda s, p=product: s.product_id.id in (False, p.id)
            )
            for product in products
        }
        rates = {
            currency.id: exact(
                currency._get_conversion_rate(
                    currency, company.currency_id, company, today
                )
            )
            for currency in every.currency_id
        }
        kept = every.partner_id._jxc_punctuality(company) if every else {}
        accepted = every.partner_id._jxc_quality(company) if every else {}
        calendars = every.partner_id._jxc_calendars(company)
        owners = (every, every.partner_id.commercial_partner_id)
        return Market(
            company,
            today,
            sellers,
            rates,
            punctual={vendor: Decimal(n) / of for vendor, (n, of) in kept.items()},
            quality={vendor: exact(share) for vendor, share in accepted.items()},
            weights=company._jxc_choice_weights(),
            calendars={vendor.id: found for vendor, found in calendars.items()},
            reasons=self._reasons(),
            per_order=any("order" in some.mapped("jxc_freight_by") for some in owners),
        )

    @api.model
    def _going(self, market, warehouse):
        """What open suggestions have for the vendors' next orders.

        :return: ``{vendor id: amount in the company's currency}``
        """
        company, going = market.company, defaultdict(Decimal)
        if not market.per_order:
            return going
        self.flush_model()
        query = sql_need.going(warehouse.id, market.today, self.ids)
        for vendor, currency, amount in self.env.execute_query(query):
            theirs = self.env["res.currency"].browse(currency)
            rate = market.rates.get(currency) or exact(
                theirs._get_conversion_rate(
                    theirs, company.currency_id, company, market.today
                )
            )
            going[vendor] += exact(amount) * rate
        return going

    @api.model
    def _offers(self, product, pack, market):
        """The price lists of a product, as offers."""
        own, offers = product.uom_id, []
        for seller in market.sellers[product]:
            unit, vendor = seller.product_uom_id or own, seller.partner_id
            size = Decimal(1)
            if unit != own:
                size = exact(unit._compute_quantity(1, own, round=False))
            arrival = market.arrival(vendor.id, seller.delay)
            party = vendor.commercial_partner_id.id
            rate = market.rates[seller.currency_id.id]
            price = exact(seller._jxc_net()) / size * rate
            offers.append(
                vendor_choice.Offer(
                    key=seller.id,
                    vendor=vendor.id,
                    price=price,
                    min_qty=exact(seller.min_qty) * size,
                    pack=max(pack, size) if unit != own else pack,
                    lead_days=(arrival - market.today).days,
                    punctual=market.punctual.get(party),
                    sequence=seller.sequence,
                    date_start=seller.date_start or None,
                    date_end=seller.date_end or None,
                    freight=seller._jxc_freight_terms(rate, size),
                    quality=market.quality.get(party),
                )
            )
        return offers

    @api.model
    def _offer_values(self, choice, product, market):
        """The offers of a suggestion, the best one first."""
        values, currency = [], market.company.currency_id
        sellers = {seller.id: seller for seller in market.sellers[product]}
        for number, option in enumerate(choice.options):
            seller, offer = sellers[option.offer.key], option.offer
            price, unit = seller._jxc_net(), seller.product_uom_id
            if unit and unit != product.uom_id:
                price = unit._compute_price(price, product.uom_id)
            values.append(
                {
                    "sequence": number,
                    "supplierinfo_id": seller.id,
                    "partner_id": offer.vendor,
                    "quantity": float(option.qty),
                    "price_unit": price,
                    "currency_id": (seller.currency_id or currency).id,
                    "outlay": currency.round(float(option.amount)),
                    "freight": currency.round(float(option.freight)),
                    "landed": float(option.landed),
                    "delay": seller.delay,
                    "date_expected": market.arrival(offer.vendor, seller.delay),
                    "punctual": _share(offer.punctual),
                    "quality": _share(offer.quality),
                    "score": choice.score(option),
                }
            )
        return values

    @api.model
    def _chosen(self, asks, market, going):
        """What suggestions hold of the vendors, chosen together.

        :param asks: list of (product, need, pack), all for one warehouse
        :param going: see :meth:`_going`
        :return: for each its values, those of its offers, the best first, and why
        """
        choices = together.choose_together(
            [
                (self._offers(product, pack, market), need)
                for product, need, pack in asks
            ],
            market.today,
            market.weights,
            going,
        )
        return [
            self._chosen_values(choice, *ask, market)
            for choice, ask in zip(choices, asks, strict=True)
        ]

    @api.model
    def _chosen_values(self, choice, product, need, pack, market):
        offers = self._offer_values(choice, product, market)
        values = {
            "quantity": float(vendor_choice.order_quantity(need, pack=pack)),
            "currency_id": market.company.currency_id.id,
        }
        if offers:
            best = offers[0]
            for name in ("supplierinfo_id", "partner_id", "quantity", "price_unit"):
                values[name] = best[name]
            values |= {
                "currency_id": best["currency_id"],
                "date_expected": best["date_expected"],
            }
        sellers = {seller.id: seller for seller in market.sellers[product]}
        why = self._why(choice, sellers, market)
        return values, offers, why + self._why_later(offers, market)

    @api.model
    def _why_later(self, offers, market):
        """What holidays and closed days do to the arrival of the best offer."""
        if not offers:
            return ""
        best = offers[0]
        closed = (best["date_expected"] - market.today).days - best["delay"]
        text = ""
        if closed > 0:
            text += "\n" + self.env._(
                "%(days)s days later because of holidays or closed days.", days=closed
            )
        calendar = market.calendars[best["partner_id"]]
        if calendar.holidays and not lead_time.is_known(best["date_expected"]):
            text += "\n" + self.env._(
                "The public holidays of %(year)s are not published yet: check the"
                " arrival.",
                year=best["date_expected"].year,
            )
        return text

    def _write_offers(self, offers):
        """The offers of each suggestion, in the place of those it had, at once.

        By SQL: they are very many, and nothing is computed from them.

        :param offers: a list of values for each of the suggestions
        """
        model = self.env["jxc.purchase.offer"].sudo()
        model.search([("suggestion_id", "in", self.ids)]).unlink()
        rows = [
            (one.id, *(_column(values[name]) for name in OFFER))
            for one, group in zip(self, offers, strict=True)
            for values in group
        ]
        if rows:
            self.flush_recordset()
            columns = ", ".join(("suggestion_id", *OFFER))
            query = f"INSERT INTO jxc_purchase_offer ({columns}) VALUES %s"
            self.env.cr.execute_values(query, rows, page_size=len(rows))
        self.invalidate_recordset(["offer_ids"])

    @api.model
    def _reasons(self):
        """Why a vendor was chosen, where that is the same text for every need."""
        return {
            vendor_choice.ONLY: self.env._("the only vendor with a valid price"),
            vendor_choice.CHEAPEST: self.env._("the lowest cost for this quantity"),
            vendor_choice.FASTER: self.env._("the same cost, but sooner"),
            vendor_choice.PUNCTUAL: self.env._("the same cost, but more punctual"),
            vendor_choice.QUALITY: self.env._("the same cost, but better goods"),
            vendor_choice.PREFERRED: self.env._("the same cost, listed first"),
            vendor_choice.UNPRICED: self.env._("no vendor has named a price yet"),
        }

    @api.model
    def _why(self, choice, sellers, market):
        if not choice.best:
            return self.env._("No vendor has a valid price for it.")
        currency = market.company.currency_id
        because = market.reasons.get(choice.why) or self._why_dearer(choice)
        seller = sellers[choice.best.offer.key]
        text = self.env._(
            "%(vendor)s: %(why)s.", vendor=seller.partner_id.display_name, why=because
        )
        if choice.best.freight:
            money = partial(format_amount, self.env, currency=currency)
            text += "\n" + self.env._(
                "With %(freight)s of freight, one %(unit)s costs %(landed)s.",
                freight=money(float(choice.best.freight)),
                landed=money(float(choice.best.landed)),
                unit=seller.product_tmpl_id.uom_id.name,
            )
            per_order = choice.best.offer.freight.order
            if per_order and choice.best.beside > 0:
                text += " " + self.env._(
                    "The %(order)s per order are shared with what else is to be ordered"
                    " there.",
                    order=money(float(per_order)),
                )
        for other in choice.others[:3]:
            text += "\n" + self.env._(
                "Otherwise %(vendor)s: %(quantity)g for %(amount)s.",
                vendor=sellers[other.offer.key].partner_id.display_name,
                quantity=other.qty,
                amount=format_amount(self.env, float(other.outlay), currency),
            )
        return text

    @api.model
    def _why_dearer(self, choice):
        """What outweighs a lower cost, in words."""
        if not choice.cheapest:
            return ""
        best, other = choice.best.offer, choice.cheapest.offer
        labels = {
            "punctual": self.env._("on time"),
            "quality": self.env._("accepted"),
        }
        facts = []
        for name, label in labels.items():
            mine, theirs = getattr(best, name), getattr(other, name)
            if mine != theirs and (None in (mine, theirs) or mine > theirs):
                facts.append(
                    self.env._(
                        "%(label)s %(mine)s instead of %(theirs)s",
                        label=label,
                        mine=_share(mine) or self.env._("unknown"),
                        theirs=_share(theirs) or self.env._("unknown"),
                    )
                )
        if best.lead_days < other.lead_days:
            days = other.lead_days - best.lead_days
            facts.append(self.env._("%(days)s days sooner", days=days))
        return self.env._(
            "not the lowest cost, but better (%(facts)s)",
            facts=format_list(self.env, facts),
        )

    # --- when a person enters or changes one ---------------------------------------

    def _propose(self):
        """Ask the vendors, and take the best of them where nobody is named."""
        for company, suggestions in self.grouped("company_id").items():
            own = suggestions.sudo().with_company(company)
            market = own._market(own.product_id, company)
            for house, some in own.grouped("warehouse_id").items():
                asks = [(s.product_id, exact(s.quantity), Decimal(0)) for s in some]
                found = own._chosen(asks, market, own._going(market, house))
                for one, (values, offers, why) in zip(some, found, strict=True):
                    reason = {"need": one.quantity, "reason": one.reason or why}
                    one.write(reason | ({} if one.partner_id else values))
                    one._write_offers([offers])
            own.filtered(lambda s: not s.price_unit)._reprice()

    def _reprice(self):
        """The chosen vendor's price at the quantity that somebody entered; below his
        minimum it is the one of his smallest quantity, never nothing (P3)."""
        for company, suggestions in self.grouped("company_id").items():
            own = suggestions.sudo().with_company(company).filtered("partner_id")
            market = own._market(own.product_id, company)
            for one in own:
                values = one._price_values(market)
                if values:
                    one.write(values)

    def _price_values(self, market):
        product, vendor = self.product_id, self.partner_id
        lines = market.sellers[product].filtered(lambda s: s.partner_id == vendor)
        ours = replace(market, sellers={product: lines})
        choice = vendor_choice.choose(
            self._offers(product, Decimal(0), ours),
            exact(self.quantity),
            market.today,
            market.weights,
        )
        offers = self._offer_values(choice, product, market)
        if not offers:
            return {}
        names = ("supplierinfo_id", "price_unit", "currency_id", "date_expected")
        return {name: offers[0][name] for name in names}
