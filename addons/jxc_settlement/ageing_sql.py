"""Open items as they stood on a day, each with its age, in one query."""

from odoo.tools import SQL

from .models.res_partner import ACCOUNT_TYPES

DUE, DOCUMENT = "due", "document"
BASES = [(DUE, "Due Date"), (DOCUMENT, "Document Date")]
STARTED = {
    DUE: SQL("COALESCE(item.date_maturity, item.date)"),
    DOCUMENT: SQL("COALESCE(item.invoice_date, item.date)"),
}


def open_items(at, basis):
    """Rows of the ageing on the day ``at``."""
    return SQL(
        """
        WITH later AS (%(later)s), ladder AS MATERIALIZED (%(ladder)s)
        SELECT item.id, item.id AS move_line_id, item.move_id, item.account_id,
               item.company_id, COALESCE(owner.id, item.partner_id) AS partner_id,
               owner.user_id,
               item.side,
               %(document)s AS date, %(due)s AS date_due,
               GREATEST(age.days, 0) AS days, ladder.ids[step.number] AS bucket_id,
               company.currency_id AS company_currency_id, item.currency_id,
               item.sign * item.balance AS amount,
               item.sign * item.amount AS residual,
               item.sign * item.money AS residual_currency,
               CASE WHEN item.sign = 1 AND item.amount > 0
                    THEN ROUND(item.amount * ladder.rates[step.number] / 100,
                               currency.decimal_places)
                    ELSE 0 END AS provision
          FROM (%(items)s) item
          JOIN res_company company ON company.id = item.company_id
          JOIN res_currency currency ON currency.id = company.currency_id
     LEFT JOIN res_partner partner ON partner.id = item.partner_id
     LEFT JOIN res_partner owner ON owner.id = partner.commercial_partner_id
     LEFT JOIN ladder ON ladder.company_id = item.company_id
    CROSS JOIN LATERAL (SELECT %(at)s::date - %(started)s AS days) age
    CROSS JOIN LATERAL (
        SELECT GREATEST(width_bucket(age.days, ladder.starts), 1) AS number
    ) step
         WHERE item.amount != 0 OR item.money != 0
        """,
        at=at,
        later=_later(at),
        ladder=_ladder(basis),
        items=_items(at),
        started=STARTED[basis],
        due=STARTED[DUE],
        document=STARTED[DOCUMENT],
    )


def _items(at):
    """Items that were open that day: those that are open now, and those matched since.

    The sides one after the other: whoever filters on one leaves the planner its
    estimates, because it is a constant.
    """
    return SQL(" UNION ALL ").join(
        _items_of(at, side, join, which)
        for side in ACCOUNT_TYPES
        for join, which in (
            (SQL("LEFT JOIN"), SQL("line.reconciled IS NOT TRUE")),
            (SQL("JOIN"), SQL("line.reconciled")),
        )
    )


def _items_of(at, side, join, which):
    """Items of a side with what is open now and what was matched since."""
    return SQL(
        """
        SELECT line.id, line.move_id, line.account_id, line.company_id,
               line.partner_id, line.date, line.date_maturity, line.invoice_date,
               line.currency_id, line.balance,
               %(side)s AS side, %(sign)s AS sign,
               line.amount_residual + COALESCE(later.amount, 0) AS amount,
               line.amount_residual_currency + COALESCE(later.money, 0) AS money
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
        %(join)s later ON later.item = line.id
         WHERE line.parent_state = 'posted' AND line.date <= %(at)s AND %(which)s
           AND account.account_type = %(type)s
        """,
        at=at,
        side=side,
        sign=-1 if side == "payable" else 1,
        type=ACCOUNT_TYPES[side],
        join=join,
        which=which,
    )


def _later(at):
    """What was matched of each item after the day.

    A match counts from the later of the dates of its two items on, so that on any
    day the open amounts add up to the balance of the accounts on that day.
    """
    return SQL(
        """
        SELECT item, SUM(amount) AS amount, SUM(money) AS money
          FROM (
            SELECT debit_move_id AS item, amount, debit_amount_currency AS money
              FROM account_partial_reconcile WHERE max_date > %(at)s
             UNION ALL
            SELECT credit_move_id, -amount, -credit_amount_currency
              FROM account_partial_reconcile WHERE max_date > %(at)s
          ) part
         GROUP BY item
        """,
        at=at,
    )


def _ladder(basis):
    """The steps of each company: its own, or else those of everybody."""
    return SQL(
        """
        SELECT step.company_id,
               ARRAY_AGG(step.days_from ORDER BY step.days_from) AS starts,
               ARRAY_AGG(step.id ORDER BY step.days_from) AS ids,
               ARRAY_AGG(step.rate::numeric ORDER BY step.days_from) AS rates
          FROM (
            SELECT company.id AS company_id, bucket.id, bucket.rate, bucket.days_from,
                   RANK() OVER (PARTITION BY company.id
                                ORDER BY bucket.company_id IS NULL) AS choice
              FROM res_company company
              JOIN jxc_ageing_bucket bucket
                ON bucket.company_id IS NULL OR bucket.company_id = company.id
             WHERE bucket.basis = %s
          ) step
         WHERE step.choice = 1
         GROUP BY step.company_id
        """,
        basis,
    )
