from collections import namedtuple
from datetime import timedelta
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..dunning_sql import open_items
from ..logic.steps import Item, Level, plan, uncovered

#: The letters of a run, and how many items and customers were left out, and why.
Run = namedtuple("Run", "letters held covered small")
#: What a customer has in one currency: {item id: Item}, and money not matched yet.
Account = namedtuple("Account", "items credit")


class JxcDunningLetterFlow(models.Model):
    """From what is overdue to the letter that was sent."""

    _inherit = "jxc.dunning.letter"

    @api.private
    def make(self, company, partners=None):
        """Drafts for all customers, or these, for whom a level is due.

        Drafts that are there are made again; letters that were sent count.
        """
        self.env["jxc.lock"].acquire([f"dunning:{company.id}"])
        drafts = [("company_id", "=", company.id), ("state", "=", "draft")]
        if partners is not None:
            drafts.append(("partner_id", "in", partners.ids))
        self.sudo().search(drafts).unlink()
        ladder = self.env["jxc.dunning.level"]._jxc_ladder(company)
        levels = [Level(level.id, level.days, level.wait) for level in ladder]
        plans = {
            key: plan(
                account.items.values(),
                levels,
                account.credit,
                self._jxc_minimum(company, key[1]),
            )
            for key, account in self._jxc_read(company, partners).items()
        }
        letters = self._jxc_create(company, {k: p for k, p in plans.items() if p.lines})
        return Run(
            letters.sudo(self.env.su),
            sum(one.held for one in plans.values()),
            sum(one.covered for one in plans.values()),
            sum(one.small for one in plans.values()),
        )

    @api.model
    def _jxc_read(self, company, partners=None):
        """``{(customer id, currency id): Account}`` of who owes something overdue."""
        self.env.flush_all()
        today = fields.Date.context_today(self)
        accounts = {}
        rows = self.env.execute_query(open_items(company, today, partners))
        found = self.env["res.partner"].sudo().browse({row[2] for row in rows})
        held = set(found._jxc_dunning_paused(company).ids)
        for item, _move, partner, money, overdue, amount, reached, since, no in rows:
            account = accounts.setdefault((partner, money), Account({}, Decimal(0)))
            amount = self._jxc_decimal(money, amount)
            if amount < 0:
                account = account._replace(credit=account.credit - amount)
                accounts[partner, money] = account
            elif amount:
                account.items[item] = Item(
                    item, overdue, amount, reached, since or 0, no or partner in held
                )
        return {key: account for key, account in accounts.items() if account.items}

    @api.model
    def _jxc_decimal(self, currency_id, amount):
        currency = self.env["res.currency"].browse(currency_id)
        return Decimal(f"{currency.round(amount):.{currency.decimal_places}f}")

    @api.model
    def _jxc_minimum(self, company, currency_id):
        currency = self.env["res.currency"].browse(currency_id)
        minimum = company.sudo().jxc_dunning_minimum
        today = fields.Date.context_today(self)
        return self._jxc_decimal(
            currency_id,
            company.currency_id._convert(minimum, currency, company, today),
        )

    def _jxc_create(self, company, plans):
        """The letters of these plans, with their items."""
        today = fields.Date.context_today(self)
        ids = [key for one in plans.values() for key, _level, _amount in one.lines]
        items = self.env["account.move.line"].sudo().browse(ids)
        by_id = {item.id: item for item in items}
        partners = self.env["res.partner"].sudo().browse({p for p, _money in plans})
        of_partner = {partner.id: partner for partner in partners}
        values = []
        for (partner, money), one in plans.items():
            seller = of_partner[partner].user_id
            if not seller.active or company not in seller.company_ids:
                seller = seller.browse()
            values.append(
                {
                    "company_id": company.id,
                    "partner_id": partner,
                    "currency_id": money,
                    "date": today,
                    "salesperson_id": seller.id,
                    "other_total": float(one.rest),
                    "line_ids": [
                        Command.create(by_id[key]._jxc_dunning_values(level, asked))
                        for key, level, asked in one.lines
                    ],
                }
            )
        letters = self.sudo().with_context(tracking_disable=True).create(values)
        letters._jxc_take_level()
        return letters.with_context(tracking_disable=False)

    def _jxc_take_level(self):
        """Words, heading and signature of the highest level of the items."""
        for letter in self:
            level = letter.line_ids.level_id.sorted("days")[-1:]
            if not level or level == letter.level_id:
                continue
            signers = {
                "sender": letter.user_id,
                "salesperson": letter.salesperson_id,
                "person": level.signer_id,
            }
            days = level.days_to_pay
            letter.write(
                {
                    "level_id": level.id,
                    "tone": level.tone,
                    "text": level.with_context(lang=letter._jxc_lang()).text,
                    "signer_id": (signers[level.signed_by] or letter.user_id).id,
                    "date_due": days and letter.date + timedelta(days=days),
                }
            )

    def action_refresh(self):
        """Read drafts from the books again; what is paid or in dispute falls out."""
        self._jxc_expect("draft")._jxc_refresh()
        return True

    def _jxc_refresh(self):
        """Ask for what is open now, of the items that the drafts have."""
        today = fields.Date.context_today(self)
        for company, letters in self.grouped("company_id").items():
            accounts = self._jxc_read(company, letters.partner_id)
            for letter in letters:
                key = (letter.partner_id.id, letter.currency_id.id)
                items, credit = accounts.get(key, Account({}, Decimal(0)))
                left = uncovered(items.values(), credit)
                gone, total = letter.line_ids.browse(), Decimal(0)
                for line in letter.line_ids:
                    item = items.get(line.move_line_id.id)
                    if not item or item.held or item.key not in left:
                        gone |= line
                        continue
                    asked = left.pop(item.key)
                    line.write({"residual": float(asked), "days": item.overdue})
                gone.unlink()
                total = float(sum(left.values()))
                letter.write({"other_total": total, "date": today})
        self._jxc_take_level()

    def action_send(self):
        """The letters are as they are from now on; what is paid has fallen out."""
        letters = self._jxc_expect("draft")
        letters._jxc_refresh()
        empty = letters.filtered(lambda letter: not letter.line_ids)
        empty._jxc_drop(self.env._("Nothing is left to ask for: paid, or in dispute."))
        letters -= empty
        sequence = self.env["ir.sequence"].sudo()
        for letter in letters:
            numbers = sequence.with_company(letter.company_id)
            number = numbers.next_by_code("jxc.dunning.letter")
            letter.name = letter.name or number
        letters.write({"state": "sent", "date_sent": fields.Datetime.now()})
        letters._jxc_tell()
        return True

    def _jxc_tell(self):
        """Into the chatter of the invoices, and to the salespeople who want to know."""
        for letter in self:
            moves = letter.line_ids.move_id
            text = self.env._(
                "Asked for by %(letter)s, %(level)s.",
                letter=letter.name,
                level=letter.level_id.name,
            )
            moves._message_log_batch({move.id: text for move in moves})
            if letter.level_id.notify_salesperson and letter.salesperson_id:
                letter.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=letter.salesperson_id.id,
                    summary=self.env._(
                        "%(customer)s was asked for payment: %(level)s",
                        customer=letter.partner_id.name,
                        level=letter.level_id.name,
                    ),
                )

    def action_cancel(self):
        """Take back what has not left the house: the levels are free again."""
        letters = self._jxc_expect("draft", "sent")
        letters._jxc_recall_mails()
        letters._jxc_drop(self.env._("Taken back before it was sent."))
        return True

    def _jxc_recall_mails(self):
        """Mails that are in the queue still do not go out; one that did stays."""
        mails = self.env["mail.mail"].sudo()
        for letter in self.filtered(lambda one: one.state == "sent"):
            waiting = mails.search(
                [
                    ("mail_message_id", "=", letter.mail_message_id.id or 0),
                    ("state", "in", ("outgoing", "exception")),
                ]
            )
            if not (letter.mail_wanted or letter.mail_error or waiting):
                raise UserError(
                    self.env._(
                        "%(letter)s was sent and stays as a record. Enter on the "
                        "invoice or the customer why he is not asked any more.",
                        letter=letter.display_name,
                    )
                )
            if waiting:
                waiting.lock_for_update()
                waiting.cancel()
                notes = waiting.mail_message_id.notification_ids
                notes.notification_status = "canceled"

    def _jxc_drop(self, text):
        self.line_ids.write({"counts": False})
        self.write({"state": "cancel", "mail_wanted": False})
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self._message_log_batch({letter.id: text for letter in self})
