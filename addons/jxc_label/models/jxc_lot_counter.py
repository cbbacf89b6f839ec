from odoo import api, fields, models
from odoo.tools import SQL


class JxcLotCounter(models.Model):
    """How far each company has counted between the same two texts.

    The row is locked until the number is used: a session that comes meanwhile waits,
    is then refused by the database, and Odoo starts it over. So no number is given
    twice, and what is rolled back leaves no gap.
    """

    _name = "jxc.lot.counter"
    _description = "Counter of lot numbers"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    frame = fields.Char(required=True)
    number = fields.Integer(required=True)

    _frame_unique = models.Constraint(
        "UNIQUE(company_id, frame)", "There is such a counter already."
    )

    @api.model
    def _take(self, company, frame, count):
        """Reserve the next ``count`` numbers; the first of them is returned."""
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO jxc_lot_counter AS c (company_id, frame, number)
                     VALUES (%s, %s, %s)
                ON CONFLICT (company_id, frame)
              DO UPDATE SET number = c.number + excluded.number
                  RETURNING number
                """,
                company.id,
                "{}".join(frame),
                count,
            )
        )
        return rows[0][0] - count + 1
