"""Who pays when: promptly, late, in part, not yet."""

from collections import defaultdict
from datetime import timedelta

from odoo import Command

from ..logic.plan import DAYS

_LATE = {"prompt": 0, "late": 18, "partial": 3}
_PART = 0.6
#: What the owners paid in: goods are paid for before customers pay.
_CAPITAL = 1_000_000


def pay_in_capital(demo):
    """On the first day, or the bank account would be overdrawn all the time."""
    accounts = demo.env["account.account"].with_company(demo.company)
    equity = accounts.search([("account_type", "=", "equity")], order="code", limit=1)
    own = [("company_id", "=", demo.company.id)]
    journals = demo.env["account.journal"].search(own)
    bank = journals.filtered(lambda one: one.type == "bank")[:1].default_account_id
    general = journals.filtered(lambda one: one.type == "general")[:1]
    sides = ((bank, _CAPITAL, 0), (equity, 0, _CAPITAL))
    with demo.clock(0, 8):
        entry = demo.model("kuaiji", "account.move").create(
            {
                "move_type": "entry",
                "journal_id": general.id,
                "date": demo.opening,
                "ref": "股东投入资本",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "name": "股东投入资本",
                            "debit": debit,
                            "credit": credit,
                        }
                    )
                    for account, debit, credit in sides
                ],
            }
        )
        entry.action_post()


def load_fixed_payments(demo):
    """What goes out every month, for the cash forecast."""
    start = demo.opening.replace(day=1)
    rows = (
        ("员工工资", 68_000, "monthly", {"month_end": True}),
        ("仓库房租", 36_000, "quarterly", {}),
        ("增值税及附加", 12_000, "monthly", {"date_start": start.replace(day=15)}),
    )
    demo.model("kuaiji", "jxc.cash.fixed.payment").create(
        [
            {"name": name, "amount": amount, "rhythm": rhythm, "date_start": start}
            | more
            for name, amount, rhythm, more in rows
        ]
    )


def post_bills(demo):
    """The accountant posts them in the order of their dates; today's are left."""
    drafts = demo.model("kuaiji", "account.move").search(
        [
            ("state", "=", "draft"),
            ("invoice_date", "<", demo.date(DAYS - 2)),
            ("company_id", "=", demo.company.id),
        ],
        order="invoice_date, id",
    )
    drafts.action_post()


def settle(demo):
    _settle(demo, "out_invoice", demo.customers, _customer_habits(demo))
    _settle(demo, "in_invoice", demo.vendors, {})


def _customer_habits(demo):
    return {row["code"]: row["behaviour"] for row in demo.rows["customers"]}


def _settle(demo, kind, partners, habits):
    """One payment per partner and day on which something falls due."""
    today = demo.today
    for code, partner in partners.items():
        habit = habits.get(code, "prompt")
        moves = demo.env["account.move"].search(
            [
                ("partner_id", "=", partner.id),
                ("move_type", "=", kind),
                ("state", "=", "posted"),
            ],
            order="invoice_date_due, id",
        )
        if habit == "late":
            moves = moves[1:]  # the oldest one is in dispute
        groups = defaultdict(list)
        for move in moves:
            paid = move.invoice_date_due + timedelta(days=_LATE[habit])
            if paid < today:
                groups[paid].append(move.id)
        for number, (date, ids) in enumerate(sorted(groups.items())):
            part = habit == "partial" and number == len(groups) - 1
            _pay(demo, demo.env["account.move"].browse(ids), date, part)


def _pay(demo, moves, date, part):
    day = (date - demo.opening).days
    with demo.clock(day, 15, demo.random.randrange(60)):
        wizard = (
            demo.model("kuaiji", "account.payment.register")
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create({"payment_date": date, "group_payment": True})
        )
        if part:
            wizard.amount = round(wizard.amount * _PART, -2)
        wizard.action_create_payments()
