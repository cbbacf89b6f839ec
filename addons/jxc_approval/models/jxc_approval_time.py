from odoo import fields, models
from odoo.tools import SQL


class JxcApprovalTime(models.Model):
    """How long who took to answer: one row for each decision that was made.

    The time runs from when he could answer: from the submission, from the last approval
    of the step before (of the signer before, where they sign in turn), or from when the
    request was passed on to him. It is counted round the clock.
    """

    _name = "jxc.approval.time"
    _description = "Time to Approve"
    _auto = False
    _order = "decided_on desc, id desc"
    _rec_name = "request_id"
    _depends = {
        "jxc.approval.decision": [
            "request_id",
            "step_id",
            "user_id",
            "to_user_id",
            "decision",
            "date",
        ],
        "jxc.approval.request": ["rule_id", "requester_id", "company_id"],
        "jxc.approval.rule.step": ["mode"],
    }

    request_id = fields.Many2one("jxc.approval.request", readonly=True)
    rule_id = fields.Many2one("jxc.approval.rule", readonly=True)
    step_id = fields.Many2one("jxc.approval.rule.step", "Step", readonly=True)
    user_id = fields.Many2one("res.users", "Decided By", readonly=True)
    requester_id = fields.Many2one("res.users", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    decision = fields.Selection(
        [("approved", "Approved"), ("refused", "Refused"), ("returned", "Sent Back")],
        readonly=True,
    )
    asked_on = fields.Datetime(readonly=True)
    decided_on = fields.Datetime(readonly=True)
    hours = fields.Float("Hours to Decide", aggregator="avg", readonly=True)
    decisions = fields.Integer(readonly=True)
    longest = fields.Float("Longest (Hours)", aggregator="max", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT d.id, d.request_id, r.rule_id, d.step_id, d.user_id, r.requester_id,
                   r.company_id, d.decision, asked.on AS asked_on, d.date AS decided_on,
                   EXTRACT(EPOCH FROM d.date - asked.on) / 3600 AS hours,
                   EXTRACT(EPOCH FROM d.date - asked.on) / 3600 AS longest,
                   1 AS decisions
              FROM jxc_approval_decision d
              JOIN jxc_approval_request r ON r.id = d.request_id
         LEFT JOIN jxc_approval_rule_step s ON s.id = d.step_id
        CROSS JOIN LATERAL (
                   SELECT COALESCE(MAX(p.date), date_trunc('second', r.create_date))
                       AS on
                     FROM jxc_approval_decision p
                    WHERE p.request_id = d.request_id AND p.id < d.id
                      AND (p.decision = 'approved'
                           AND (p.step_id IS DISTINCT FROM d.step_id OR s.mode = 'turn')
                           OR p.decision IN ('delegated', 'added')
                           AND p.to_user_id = d.user_id)
                   ) asked
             WHERE d.decision IN ('approved', 'refused', 'returned')
            """
        )
