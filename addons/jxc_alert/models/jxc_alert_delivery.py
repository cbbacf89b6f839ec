import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import plaintext2html

from ..exceptions import PermanentFailure
from ..logic import sending

_logger = logging.getLogger(__name__)
BATCH = 200


class JxcAlertDelivery(models.Model):
    """One message to one person by one channel, from the moment the alert opens.

    Written in the transaction that opens the alert, sent after it: nothing is sent for
    what was rolled back, and no posting waits for a channel. An add-on adds a channel
    with a field ``channel_<name>`` of the rule and a method ``_send_<name>`` here.
    """

    _name = "jxc.alert.delivery"
    _description = "Alert Message"
    _order = "id desc"
    _rec_name = "subject"

    channel = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "To", required=True, readonly=True, index=True, ondelete="cascade"
    )
    rule_id = fields.Many2one("jxc.alert.rule", readonly=True, ondelete="cascade")
    alert_ids = fields.Many2many("jxc.alert", string="Alerts", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    subject = fields.Char(required=True, readonly=True)
    text = fields.Text(readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("sent", "Sent"),
            ("failed", "Failed, Tried Again"),
            ("dead", "Given Up"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    attempts = fields.Integer(readonly=True)
    next_try_on = fields.Datetime("Not Before", required=True, readonly=True)
    sent_on = fields.Datetime(readonly=True)
    error = fields.Char("Reason", readonly=True)

    _due_idx = models.Index("(next_try_on) WHERE state IN ('waiting', 'failed')")

    @api.model
    def _queue(self, alerts, people):
        """Write the messages that tell ``people`` of alerts of one rule."""
        rule = alerts.rule_id
        common = {
            "rule_id": rule.id,
            "alert_ids": [(6, 0, alerts.ids)],
            "company_id": alerts[:1].company_id.id,
            "subject": alerts._jxc_subject(),
            "text": "\n".join(alert._jxc_line() for alert in alerts),
        }
        moments = {user: rule._jxc_send_on(user) for user in people}
        channels = rule._jxc_channels()
        if not channels or not moments:
            return
        self.create(
            [
                {
                    **common,
                    "channel": channel,
                    "user_id": user.id,
                    "next_try_on": moment,
                }
                for channel in channels
                for user, moment in moments.items()
            ]
        )
        self.env.ref("jxc_alert.ir_cron_send")._trigger(at=set(moments.values()))

    # --- sending -----------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Send what is due; what goes to one person by one channel goes at once."""
        cron = self.env["ir.cron"]
        due = self._due()
        cron._commit_progress(remaining=len(due))
        while due:
            first = due[0]
            group = due.filtered(
                lambda d, f=first: (d.channel, d.user_id) == (f.channel, f.user_id)
            )
            due -= group
            group.try_lock_for_update().filtered(
                lambda d: d.state in ("waiting", "failed")
            )._send_safely()
            if not cron._commit_progress(len(group)):
                return
        later = self.search(self._undone(), order="next_try_on", limit=1)
        if later:
            moment = max(later.next_try_on, fields.Datetime.now())
            self.env.ref("jxc_alert.ir_cron_send")._trigger(at=moment)

    def _undone(self):
        return [("state", "in", ("waiting", "failed"))]

    def _due(self):
        domain = [*self._undone(), ("next_try_on", "<=", fields.Datetime.now())]
        return self.search(domain, order="id", limit=BATCH)

    def _send_safely(self):
        """One message; a channel that fails holds up neither the others nor itself."""
        if not self:
            return
        over = self.filtered(
            lambda d: d.alert_ids and set(d.alert_ids.mapped("state")) == {"closed"}
        )
        # What is over before it could be told is not worth a message.
        over.write({"state": "sent", "sent_on": False, "error": self._over_word()})
        todo = self - over
        if not todo:
            return
        try:
            with self.env.cr.savepoint():
                getattr(todo, f"_send_{todo[0].channel}")(todo[0].user_id)
        except OperationalError:
            raise  # the host runs the job again
        except PermanentFailure as failure:
            todo._give_up(str(failure))
        except Exception as error:
            _logger.warning("An alert message by %s failed", todo[0].channel)
            todo._failed(str(error) or type(error).__name__)
        else:
            now = fields.Datetime.now()
            todo.write({"state": "sent", "sent_on": now, "error": False})

    def _over_word(self):
        return self.env._("It was over before it was told.")

    def _failed(self, reason):
        now = fields.Datetime.now()
        for delivery in self:
            attempts = delivery.attempts + 1
            again = sending.retry_on(now, attempts)
            delivery.attempts = attempts
            if again:
                delivery.write(
                    {"state": "failed", "next_try_on": again, "error": reason}
                )
            else:
                delivery._give_up(reason)

    def _give_up(self, reason):
        """Shown in the list, and told by the channel that always works."""
        self.write({"state": "dead", "error": reason})
        for user, deliveries in self.grouped("user_id").items():
            live = deliveries.alert_ids.filtered(lambda alert: alert.state != "closed")
            live._jxc_give_todos(user)

    def _subject(self):
        if len(self) == 1:
            return self.subject
        return self.env._("%(count)s alerts", count=len(self.alert_ids))

    # --- by mail -----------------------------------------------------------------

    def _send_mail(self, user):
        if not user.email:
            raise PermanentFailure(
                self.env._("%(user)s has no e-mail address.", user=user.name)
            )
        body = Markup("").join(alert._jxc_mail_line() for alert in self.alert_ids)
        company = self.company_id[:1] or self.env.company
        sender = (
            company.email_formatted or self.env.ref("base.user_root").email_formatted
        )
        mail = self.env["mail.mail"].create(
            {
                "subject": self._subject(),
                "body_html": body or plaintext2html("\n".join(self.mapped("text"))),
                "email_from": sender,
                "recipient_ids": [(6, 0, user.partner_id.ids)],
                "auto_delete": True,
            }
        )
        mail.send(raise_exception=True)

    # --- buttons -----------------------------------------------------------------

    def action_jxc_send_again(self):
        """Try what was given up or waits once more, now."""
        self.check_access("read")
        if not self.env.user.has_group("jxc_base.group_jxc_manager"):
            raise AccessError(self.env._("Only a manager has messages sent again."))
        again = self.sudo().filtered(lambda d: d.state != "sent")
        again.write(
            {
                "state": "waiting",
                "attempts": 0,
                "next_try_on": fields.Datetime.now(),
                "error": False,
            }
        )
        self.env.ref("jxc_alert.ir_cron_send").sudo()._trigger()
