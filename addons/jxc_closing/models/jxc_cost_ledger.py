from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from odoo.addons.jxc_costing.logic.movement import DIFFERENCE, Movement
from odoo.addons.jxc_costing.models.jxc_cost_ledger import BEGINNING


class JxcCostLedger(models.AbstractModel):
    _inherit = "jxc.cost.ledger"

    def _floor(self, company):
        return company.sudo().jxc_closed_moment or super()._floor(company)

    def _hold(self, company, moment):
        early = moment <= BEGINNING
        company._jxc_hold_closing(moment.date() if early else company._jxc_day(moment))
        return super()._hold(company, moment)

    def _movements(self, asked):
        movements = super()._movements(asked)
        differences = self.env.execute_query(
            SQL(
                """
                SELECT d.product_id, d.id, d.at, d.amount::text, d.origin, d.scope
                  FROM unnest(%(products)s, %(since)s::timestamp[])
                       AS asked (product_id, since)
                  JOIN jxc_cost_difference d ON d.product_id = asked.product_id
                                            AND d.company_id = %(company)s
                                            AND d.at >= asked.since
                """,
                **asked,
            )
        )
        for product, key, at, amount, origin, scope in differences:
            movements[product].append(
                Movement(
                    f"difference:{key}",
                    at,
                    DIFFERENCE,
                    scope,
                    cost=Decimal(amount),
                    origin=origin,
                )
            )
        return movements
