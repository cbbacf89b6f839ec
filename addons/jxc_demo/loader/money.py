"""Who pays when: promptly, late, in part, not yet."""

from collections import defaultdict
from datetime import timedelta

from ..logic.plan import DAYS

_LATE = {"prompt": 0, "late": 18, "partial": 3}
_PART = 0.6


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
