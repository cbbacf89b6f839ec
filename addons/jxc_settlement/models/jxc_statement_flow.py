from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcStatementFlow(models.Model):
    """From the draft to what both sides agree on."""

    _inherit = "jxc.statement"

    @api.private
    def make(self, company, side, first, last, partners=None, currency=None):
        """A statement for each partner and currency with a balance or a movement.

        Drafts that are there are read again; those sent before stay as they are.
        :return: all statements of the period, old and new.
        """
        self.env["jxc.lock"].acquire([f"statement:{company.id}:{side}"])
        found = self._jxc_read(company, side, first, last, partners, currency)
        keys = {
            "company_id": company.id,
            "side": side,
            "date_from": first,
            "date_to": last,
        }
        domain = [(name, "=", value) for name, value in keys.items()]
        statements = self.sudo().search(
            [
                *domain,
                ("state", "!=", "cancel"),
                ("partner_id", "in", [partner for partner, _money in found]),
            ]
        )
        known = {(s.partner_id.id, s.currency_id.id): s for s in statements}
        sequence = self.env["ir.sequence"].sudo().with_company(company)
        made = self.sudo().create(
            [
                {
                    **keys,
                    "name": sequence.next_by_code("jxc.statement") or "/",
                    "partner_id": partner,
                    "currency_id": money,
                }
                for partner, money in found
                if (partner, money) not in known
            ]
        )
        wanted = made.union(*(known[key] for key in found if key in known))
        wanted.filtered(lambda s: s.state == "draft")._jxc_refresh()
        return wanted.sudo(self.env.su)

    def action_refresh(self):
        """Read drafts from the books again."""
        self._jxc_expect("draft")._jxc_refresh()
        return True

    def action_send(self):
        """Freeze the figures: they are what the partner is asked to agree on."""
        statements = self._jxc_expect("draft")
        statements._jxc_refresh()
        statements.write({"state": "sent", "date_sent": fields.Datetime.now()})
        return True

    def action_confirm(self):
        """The partner agreed, on paper or by telephone."""
        self._jxc_answer("confirmed", self._jxc_expect("sent", "disputed"))
        return True

    def action_dispute(self):
        """The partner disagreed: somebody has to look into it."""
        statements = self._jxc_expect("sent")
        for statement in statements:
            if not statement._jxc_remarks():
                raise UserError(
                    self.env._(
                        "Write what %(partner)s disagrees with first: as a remark on "
                        "the line of the document, or under Partner's Remark.",
                        partner=statement.partner_id.display_name,
                    )
                )
        self._jxc_answer("disputed", statements)
        return True

    def action_cancel(self):
        """Take statements back; the period is free for a new one."""
        self._jxc_expect("draft", "sent", "disputed").write({"state": "cancel"})
        return True

    def action_replace(self):
        """Cancel, and make a new one of the books as they are now."""
        self.ensure_one()
        old = self._jxc_expect("sent", "disputed")
        old.write({"state": "cancel"})
        new = self.make(
            self.company_id,
            self.side,
            self.date_from,
            self.date_to,
            self.partner_id,
            self.currency_id,
        )
        if not new:
            return True
        old.message_post(
            body=self.env._("Replaced by %(statement)s.", statement=new.name)
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }

    def _jxc_answer(self, state, statements, name=None):
        statements.write(
            {
                "state": state,
                "date_answer": fields.Datetime.now(),
                "answered_by": name or self.env.user.name,
            }
        )
        if state == "confirmed":
            statements.activity_unlink(["mail.mail_activity_data_todo"])
            return
        for statement in statements:
            statement.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=(statement.user_id or self.env.user).id,
                summary=self.env._("The partner disagrees with the statement"),
                note=statement._jxc_remarks(),
            )

    def _jxc_remarks(self):
        """What the partner disagrees with, a line each."""
        remarks = [
            f"{line.name}: {line.remark}" for line in self.line_ids if line.remark
        ]
        return "\n".join(filter(None, [self.partner_remark, *remarks]))
