"""Open items as they stood on a day, each with its age, in one query."""

from odoo.tools import SQL

DUE, DOCUMENT = "due", "document"
BASES = [(DUE, "Due Date"), (DOCUMENT, "Document Date")]


STARTED = {
    DUE: SQL("COALESCE(line.date_maturity, line.date)"),
    DOCUMENT: SQL("COALESCE(line.invoice_date, line.date)"),
}


def open_items(at, basis):
    """Rows of the ageing on the day ``at``."""
    return SQL(
        """
        WITH open AS (%(open)s), ladder AS (%(ladder)s), aged AS (%(aged)s)
        SELECT aged.id, aged.id AS move_line_id, aged.move_id, aged.account_id,
               aged.company_id, aged.partner_id, aged.user_id, aged.side, aged.date,
               aged.date_due, GREATEST(aged.days, 0) AS days, ladder.id AS bucket_id,
               aged.company_currency_id, aged.currency_id,
               aged.sign * aged.balance AS amount,
               aged.sign * aged.amount AS residual,
               aged.sign * aged.money AS residual_currency,
               CASE WHEN aged.side = 'receivable' AND aged.amount > 0
                    THEN ROUND(aged.amount * ladder.rate::numeric / 100,
                               currency.decimal_places)
                    ELSE 0 END AS provision
          FROM aged
          JOIN res_currency currency ON currency.id = aged.company_currency_id
     LEFT JOIN ladder ON ladder.company_id = aged.company_id
               AND (ladder.first IS NULL OR aged.days >= ladder.first)
               AND (ladder.next IS NULL OR aged.days < ladder.next)
        """,
        open=_open(at),
        ladder=_ladder(basis),
        aged=_aged(at, basis),
    )


def _open(at):
    """What is open of each item: what is open now, plus what was matched since.

    A match counts from the later of the dates of its two items on, so that on any
    day the open amounts add up to the balance of the accounts on that day.
    """
    return SQL(
        """
        SELECT item, SUM(amount) AS amount, SUM(money) AS money
          FROM (
            SELECT line.id AS item, line.amount_residual AS amount,
                   line.amount_residual_currency AS money
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
             WHERE line.reconciled IS NOT TRUE
               AND account.account_type IN ('asset_receivable', 'liability_payable')
             UNION ALL
            SELECT debit_move_id, amount, debit_amount_currency
              FROM account_partial_reconcile WHERE max_date > %(at)s
             UNION ALL
            SELECT credit_move_id, -amount, -credit_amount_currency
              FROM account_partial_reconcile WHERE max_date > %(at)s
          ) part
         GROUP BY item
        HAVING SUM(amount) != 0 OR SUM(money) != 0
        """,
        at=at,
    )


def _aged(at, basis):
    """The items behind what is open, with whose they are and how old."""
    return SQL(
        """
        SELECT line.id, line.move_id, line.account_id, line.company_id,
               COALESCE(owner.id, line.partner_id) AS partner_id, owner.user_id,
               CASE WHEN account.account_type = 'liability_payable'
                    THEN 'payable' ELSE 'receivable' END AS side,
               CASE WHEN account.account_type = 'liability_payable'
                    THEN -1 ELSE 1 END AS sign,
               %(document)s AS date, %(due)s AS date_due,
               %(at)s::date - %(started)s AS days,
               company.currency_id AS company_currency_id,
               line.currency_id, line.balance, open.amount, open.money
          FROM open
          JOIN account_move_line line ON line.id = open.item
          JOIN account_account account ON account.id = line.account_id
          JOIN res_company company ON company.id = line.company_id
     LEFT JOIN res_partner partner ON partner.id = line.partner_id
     LEFT JOIN res_partner owner ON owner.id = partner.commercial_partner_id
         WHERE line.parent_state = 'posted'
           AND line.date <= %(at)s
           AND account.account_type IN ('asset_receivable', 'liability_payable')
        """,
        at=at,
        started=STARTED[basis],
        due=STARTED[DUE],
        document=STARTED[DOCUMENT],
    )


def _ladder(basis):
    """The steps of each company: its own, or else those of everybody."""
    return SQL(
        """
        SELECT step.company_id, step.id, step.rate,
               CASE WHEN LAG(step.days_from) OVER own IS NOT NULL
                    THEN step.days_from END AS first,
               LEAD(step.days_from) OVER own AS next
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
        WINDOW own AS (PARTITION BY step.company_id ORDER BY step.days_from)
        """,
        basis,
    )
