"""How much of what was accepted by concession is still there, as one statement.

Goods go back to the vendor with the receipt that they came with: of it the good ones
first, then the last conceded. What has gone is gone: goods that are accepted later do
not bring it back. So it depends on what was there at each return, and not on the sums:
of a queue that loses its good ones first, what the rest has lost is the most by which
returns ever exceeded what was accepted until then.
"""

from odoo.tools import SQL

#: What lies there was not accepted: it is in quarantine, or waits for the inspector.
STOPPED = """({0}.jxc_area IS NOT DISTINCT FROM 'quarantine' OR EXISTS (
               SELECT 1 FROM stock_warehouse w
                WHERE w.jxc_inspection_location_id = {0}.id))"""
#: Concessions with a price of their own, in the product's unit, as are all quantities.
_PRICED = """
    SELECT i.id, i.move_id, n.date_done AS at, i.conceded
      FROM jxc_inspection_line i
      JOIN jxc_inspection n ON n.id = i.inspection_id
      JOIN stock_move m ON m.id = i.move_id
     WHERE i.conceded > 0 AND i.reduction_kind <> 'none'
       AND n.state = 'done' AND n.date_done < %(end)s AND {which}
"""
#: What was returned for good, and what the vendor replaced, once that is inspected.
_GONE = f"""
    SELECT DISTINCT move_id, at,
           SUM(qty) OVER (PARTITION BY move_id ORDER BY at) AS gone
      FROM (SELECT b.origin_returned_move_id AS move_id, b.date AS at,
                   b.quantity * bu.factor / u.factor AS qty
              FROM stock_move b
              JOIN stock_location a ON a.id = b.location_id
              JOIN stock_location z ON z.id = b.location_dest_id
              JOIN uom_uom bu ON bu.id = b.product_uom
              JOIN product_product p ON p.id = b.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom u ON u.id = t.uom_id
             WHERE b.origin_returned_move_id IN (SELECT move_id FROM priced)
               AND b.state = 'done' AND b.date < %(end)s AND b.to_refund
               AND z.usage = 'supplier' AND NOT {STOPPED.format("a")}
             UNION ALL
            SELECT b.origin_returned_move_id, n.date_done, i.received
              FROM stock_move b
              JOIN stock_location a ON a.id = b.location_id
              JOIN stock_location z ON z.id = b.location_dest_id
              JOIN stock_move r ON r.origin_returned_move_id = b.id
              JOIN jxc_inspection_line i ON i.move_id = r.id
              JOIN jxc_inspection n ON n.id = i.inspection_id
             WHERE b.origin_returned_move_id IN (SELECT move_id FROM priced)
               AND b.state = 'done' AND b.to_refund IS NOT TRUE
               AND z.usage = 'supplier' AND NOT {STOPPED.format("a")}
               AND r.state = 'done' AND r.to_refund IS NOT TRUE
               AND n.rework_of_id IS NULL
               AND n.state = 'done' AND n.date_done < %(end)s) each
"""
#: By how much, at each return, more had gone than had come of what goes before it.
_SHORT = """
    SELECT c.id, CASE WHEN c.at <= g.at THEN c.conceded ELSE 0 END AS own,
           g.gone - SUM(v.accepted - CASE
               WHEN v.reduction_kind <> 'none' AND v.id <= c.id
               THEN v.conceded ELSE 0 END) AS short
      FROM priced c
      JOIN gone g ON g.move_id = c.move_id
      JOIN jxc_inspection_line v ON v.move_id = c.move_id
      JOIN jxc_inspection n ON n.id = v.inspection_id
     WHERE n.state = 'done' AND n.date_done <= g.at
     GROUP BY c.id, c.at, c.conceded, g.at, g.gone
"""
_KEPT = f"""
    WITH priced AS ({_PRICED}), gone AS ({_GONE}), short AS ({_SHORT})
    SELECT c.id AS concession_id, c.move_id,
           c.conceded - GREATEST(MAX(s.short), 0)
                      + GREATEST(MAX(s.short - s.own), 0) AS qty
      FROM priced c LEFT JOIN short s ON s.id = c.id
     GROUP BY c.id, c.move_id, c.conceded
"""


def kept(which="TRUE"):
    """:return: a statement of ``(concession_id, move_id, qty)``, at ``%(end)s``.

    :param which: condition on the receipt's move ``m``.
    """
    return _KEPT.replace("{which}", which)


def kept_of(line_ids):
    """:return: SQL of that for these order lines, as it is now."""
    which = "m.purchase_line_id IN %(lines)s"
    return SQL(kept(which), end="infinity", lines=tuple(line_ids))
