"""Movements of own goods into and out of the places inside, and for which period."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from odoo import fields
from odoo.tools import SQL

#: What a level keeps apart besides the product; every one of them the company.
LEVELS = {
    "product": (),
    "warehouse": ("warehouse_id",),
    "lot": ("warehouse_id", "lot_id"),
    "location": ("warehouse_id", "location_id"),
    "location_lot": ("warehouse_id", "location_id", "lot_id"),
}
DIMENSIONS = LEVELS["location_lot"]
#: What in the context changes the figures.
CONTEXT = ("jxc_level", "jxc_from", "jxc_to", "tz")
#: usage of the other side: kind of what comes in, of what goes out.
KINDS = {
    "supplier": ("receipt", "return_vendor"),
    "customer": ("return_customer", "delivery"),
    "inventory": ("gain", "loss"),
    "production": ("production", "production"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the end of the last, by the user's clock; in UTC here."""

    level: str | None
    since: datetime | None
    until: datetime | None

    @classmethod
    def of(cls, env, default=None):
        """What the context asks for."""
        level = env.context.get("jxc_level")
        return cls(
            level if level in LEVELS else default,
            midnight(env, env.context.get("jxc_from"), 0),
            midnight(env, env.context.get("jxc_to"), 1),
        )

    @property
    def dimensions(self):
        return LEVELS[self.level or "warehouse"]

    def within(self):
        """The condition that an entry is of the period, and not before it."""
        if self.since is None:
            return SQL("TRUE")
        return SQL("entry.date >= %s", self.since)

    def entries(self):
        """One row per place and movement, to the end of the period."""
        return SQL("%s UNION ALL %s", self._side(into=0), self._side(into=1))

    def _side(self, into):
        here, there = SQL("l.location_id"), SQL("l.location_dest_id")
        if into:
            here, there = there, here
        return SQL(
            """
            SELECT l.id::bigint * 4 + %(into)s AS id, l.move_id, l.date, l.product_id,
                   l.lot_id, l.company_id, l.write_uid AS user_id,
                   here.id AS location_id, here.warehouse_id,
                   l.quantity_product_uom * %(into)s AS qty_in,
                   l.quantity_product_uom * (1 - %(into)s) AS qty_out,
                   CASE there.usage %(kinds)s ELSE 'transfer' END AS kind
              FROM stock_move_line l
              JOIN stock_location here ON here.id = %(here)s
              JOIN stock_location there ON there.id = %(there)s
             WHERE l.state = 'done' AND l.owner_id IS NULL AND here.usage = 'internal'
               AND %(until)s AND %(crosses)s
            """,
            into=into,
            here=here,
            there=there,
            kinds=SQL(" ").join(
                SQL("WHEN %s THEN %s", usage, kinds[0 if into else 1])
                for usage, kinds in KINDS.items()
            ),
            until=SQL("l.date < %s", self.until) if self.until else SQL("TRUE"),
            crosses=self._crosses(),
        )

    def _crosses(self):
        """What goes from place to place inside is no movement of the whole."""
        if self.level == "product":
            return SQL("there.usage <> 'internal'")
        if self.level in ("warehouse", "lot"):
            return SQL(
                "(there.usage <> 'internal'"
                " OR there.warehouse_id IS DISTINCT FROM here.warehouse_id)"
            )
        return SQL("TRUE")


def midnight(env, day, later):
    """Where the user's day begins in UTC, or that some days later; None for none."""
    day = fields.Date.to_date(day)
    if not day:
        return None
    moment = datetime.combine(day + timedelta(days=later), time.min)
    return env.tz.localize(moment).astimezone(UTC).replace(tzinfo=None)
