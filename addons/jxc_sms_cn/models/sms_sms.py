from datetime import timedelta

from odoo import api, fields, models

from ..logic import answers


class SmsSms(models.Model):
    """What goes through a Chinese account leaves with the queue, and is retried."""

    _inherit = "sms.sms"

    jxc_reason = fields.Char("Reason", readonly=True, copy=False)
    jxc_attempts = fields.Integer("Attempts", readonly=True, copy=False)
    jxc_retry_on = fields.Datetime(
        "Next Attempt", readonly=True, copy=False, index="btree_not_null"
    )

    jxc_company_id = fields.Many2one(
        "res.company", "Sent For", readonly=True, copy=False
    )

    def _get_sms_company(self):
        return self.jxc_company_id[:1] or super()._get_sms_company()

    def send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Ours wait for the queue: no transaction of a user waits for a vendor, and
        none that rolls back has sent anything."""
        ours = self.filtered(lambda sms: sms._get_sms_company()._jxc_sms_account())
        if ours:
            self.env.ref("sms.ir_cron_sms_scheduler_action").sudo()._trigger()
        return super(SmsSms, self - ours).send(
            unlink_failed=unlink_failed,
            unlink_sent=unlink_sent,
            raise_exception=raise_exception,
        )

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        if self.env.context.get("sms_api"):
            return super()._send(unlink_failed, unlink_sent, raise_exception)
        # The host takes one company for the whole queue.
        for company, group in self.grouped(lambda s: s._get_sms_company()).items():
            super(SmsSms, group.with_company(company))._send(
                unlink_failed, unlink_sent, raise_exception
            )
        return None

    def _handle_call_result_hook(self, results):
        result = super()._handle_call_result_hook(results)
        known = {sms.uuid: sms for sms in self}
        now = fields.Datetime.now()
        for told in results:
            sms = known.get(told["uuid"])
            if not sms or "retry" not in told:
                continue
            attempts = sms.jxc_attempts + 1
            wait = told["retry"] and answers.delay(attempts)
            sms.write(
                {
                    "jxc_reason": told.get("failure_reason"),
                    "jxc_attempts": attempts,
                    "jxc_retry_on": wait and now + timedelta(minutes=wait),
                }
            )
        return result

    @api.model
    def _cron_jxc_retry(self):
        """What may pass now goes back into the queue."""
        due = self.search(
            [
                ("state", "=", "error"),
                ("to_delete", "!=", True),
                ("jxc_retry_on", "<=", fields.Datetime.now()),
            ]
        )
        if due:
            due.write({"state": "outgoing", "failure_type": False})
            due.jxc_retry_on = False
            self.env.ref("sms.ir_cron_sms_scheduler_action")._trigger()
