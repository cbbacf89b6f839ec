from odoo import fields, models
from odoo.tools import SQL


class JxcAlertTrend(models.Model):
    """How many alerts opened and closed, day by day."""

    _name = "jxc.alert.trend"
    _description = "Alert Trend"
    _auto = False
    _order = "day desc"
    _rec_name = "rule_id"

    day = fields.Date(readonly=True)
    rule_id = fields.Many2one("jxc.alert.rule", readonly=True)
    kind = fields.Char("Watches", readonly=True)
    severity = fields.Selection(
        [("info", "Notice"), ("warning", "Warning"), ("critical", "Critical")],
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    opened = fields.Integer(readonly=True)
    closed = fields.Integer(readonly=True)
    growth = fields.Integer(
        "Opened Less Closed", readonly=True, help="Summed up: how many are open."
    )

    @property
    def _table_query(self):
        zone = self.env.context.get("tz") or self.env.user.tz or "Asia/Shanghai"
        day = SQL("(moment AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", zone)
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY %(day)s, rule_id, company_id) AS id,
                   %(day)s AS day, rule_id, kind, severity, company_id,
                   sum(opened)::int AS opened, sum(closed)::int AS closed,
                   sum(opened - closed)::int AS growth
              FROM (
                SELECT opened_on AS moment, rule_id, kind, severity, company_id,
                       1 AS opened, 0 AS closed
                  FROM jxc_alert
                 UNION ALL
                SELECT closed_on, rule_id, kind, severity, company_id, 0, 1
                  FROM jxc_alert
                 WHERE closed_on IS NOT NULL
              ) event
             GROUP BY %(day)s, rule_id, kind, severity, company_id
            """,
            day=day,
        )
