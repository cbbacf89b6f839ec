"""What money will move: each source in one query, whatever its size."""

from odoo.tools import SQL

INVOICES = ("out_invoice", "out_refund", "in_invoice", "in_refund", "out_receipt")
INVOICES += ("in_receipt",)
#: Reconciled payments are read so far back.
MONTHS = 12


def cash_accounts(company):
    """Accounts of the bank and cash journals, with those of money on its way."""
    return SQL(
        """
        SELECT journal.default_account_id FROM account_journal journal
         WHERE journal.company_id = %(company)s AND journal.type IN ('bank', 'cash')
         UNION
        SELECT method.payment_account_id FROM account_payment_method_line method
          JOIN account_journal journal ON journal.id = method.journal_id
         WHERE journal.company_id = %(company)s AND journal.type IN ('bank', 'cash')
        """,
        company=company.id,
    )


def opening(company, today):
    """Per currency what is on the cash accounts at the end of the day."""
    return SQL(
        """
        SELECT line.currency_id, SUM(line.amount_currency)
          FROM account_move_line line
         WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
           AND line.date <= %(today)s AND line.account_id IN (%(accounts)s)
         GROUP BY line.currency_id
         ORDER BY line.currency_id
        """,
        company=company.id,
        today=today,
        accounts=cash_accounts(company),
    )


def booked_ahead(company, today):
    """Entries on the cash accounts that are dated later: they left no open item."""
    return SQL(
        """
        SELECT line.move_id, move.name, MIN(line.partner_id), line.date,
               line.currency_id, SUM(line.amount_currency)
          FROM account_move_line line
          JOIN account_move move ON move.id = line.move_id
         WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
           AND line.date > %(today)s AND line.account_id IN (%(accounts)s)
         GROUP BY line.move_id, move.name, line.date, line.currency_id
         ORDER BY line.date, line.move_id, line.currency_id
        """,
        company=company.id,
        today=today,
        accounts=cash_accounts(company),
    )


def open_items(company):
    """Open receivables and payables, and those of drafts; a debit is positive."""
    return SQL(
        """
        SELECT line.id, line.move_id,
               COALESCE(NULLIF(move.name, '/'), move.ref, move.invoice_origin),
               COALESCE(partner.commercial_partner_id, line.partner_id),
               account.account_type = 'asset_receivable',
               line.parent_state = 'draft',
               COALESCE(line.date_maturity, line.date), line.currency_id,
               CASE WHEN line.parent_state = 'draft' THEN line.amount_currency
                    ELSE line.amount_residual_currency END
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          JOIN account_move move ON move.id = line.move_id
     LEFT JOIN res_partner partner ON partner.id = line.partner_id
         WHERE line.company_id = %(company)s
           AND account.account_type IN ('asset_receivable', 'liability_payable')
           AND (line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
                OR line.parent_state = 'draft' AND move.move_type IN %(invoices)s)
         ORDER BY line.id
        """,
        company=company.id,
        invoices=INVOICES,
    )


def sales(company, states, tz):
    """Per order what is not invoiced, with taxes, less the deposits invoiced."""
    return SQL(
        """
        WITH deposit AS (
            SELECT line.order_id, SUM(
                       CASE WHEN move.move_type = 'out_refund'
                            THEN -item.price_total ELSE item.price_total END
                   ) AS amount
              FROM sale_order_line line
              JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
              JOIN account_move_line item ON item.id = rel.invoice_line_id
              JOIN account_move move ON move.id = item.move_id
             WHERE line.company_id = %(company)s AND line.is_downpayment
               AND item.parent_state != 'cancel'
             GROUP BY line.order_id
        )
        SELECT sale.id, sale.name, partner.commercial_partner_id,
               sale.state != 'sale', sale.payment_term_id, sale.currency_id,
               (COALESCE(
                   sale.commitment_date,
                   sale.date_order + MAX(line.customer_lead) * INTERVAL '1 day'
               ) AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
               SUM(line.price_total
                   * (GREATEST(line.product_uom_qty, line.qty_delivered)
                      - line.qty_invoiced) / NULLIF(line.product_uom_qty, 0)
               ) - COALESCE(deposit.amount, 0)
          FROM sale_order sale
          JOIN sale_order_line line ON line.order_id = sale.id
          JOIN res_partner partner ON partner.id = sale.partner_invoice_id
     LEFT JOIN deposit ON deposit.order_id = sale.id
         WHERE sale.company_id = %(company)s AND sale.state IN %(states)s
           AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
         GROUP BY sale.id, partner.id, deposit.amount
         ORDER BY sale.id
        """,
        company=company.id,
        states=states,
        tz=tz,
    )


def purchases(company, states, tz):
    """Per order and day of arrival what is not billed, with taxes."""
    return SQL(
        """
        SELECT buy.id, buy.name, partner.commercial_partner_id,
               buy.state != 'purchase', buy.payment_term_id, buy.currency_id,
               (COALESCE(line.date_planned, buy.date_order)
                AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
               SUM(line.price_total
                   * (GREATEST(line.product_qty - COALESCE(line.jxc_qty_closed, 0),
                               line.qty_received)
                      - line.qty_invoiced) / NULLIF(line.product_qty, 0))
          FROM purchase_order buy
          JOIN purchase_order_line line ON line.order_id = buy.id
          JOIN res_partner partner ON partner.id = buy.partner_id
         WHERE buy.company_id = %(company)s AND buy.state IN %(states)s
           AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
         GROUP BY buy.id, partner.id, day
         ORDER BY buy.id, day
        """,
        company=company.id,
        states=states,
        tz=tz,
    )


def habits(company, today):
    """Of partners and sides the median of days after the due date, and how many."""
    sides = ((True, "debit", "credit"), (False, "credit", "debit"))
    return SQL(" UNION ALL ").join(
        SQL(
            """
            SELECT partner.commercial_partner_id, %(receivable)s,
                   percentile_disc(0.5) WITHIN GROUP (
                       ORDER BY paid.date - COALESCE(item.date_maturity, item.date)
                   ),
                   COUNT(DISTINCT paid.id)
              FROM account_partial_reconcile part
              JOIN account_move_line item ON item.id = %(item)s
              JOIN account_move_line paid ON paid.id = %(paid)s
              JOIN account_account account ON account.id = item.account_id
              JOIN account_move move ON move.id = item.move_id
              JOIN account_journal journal ON journal.id = paid.journal_id
              JOIN res_partner partner ON partner.id = item.partner_id
             WHERE part.company_id = %(company)s AND journal.type IN ('bank', 'cash')
               AND account.account_type = %(type)s AND move.move_type IN %(invoices)s
               AND paid.date <= %(today)s
               AND paid.date > %(today)s::date - %(months)s * INTERVAL '1 month'
             GROUP BY partner.commercial_partner_id
            """,
            receivable=receivable,
            item=SQL.identifier("part", f"{own}_move_id"),
            paid=SQL.identifier("part", f"{other}_move_id"),
            type="asset_receivable" if receivable else "liability_payable",
            company=company.id,
            invoices=INVOICES,
            today=today,
            months=MONTHS,
        )
        for receivable, own, other in sides
    )


def suggestions(company):
    """Purchase suggestions with a vendor; their prices are without taxes."""
    return SQL(
        """
        SELECT need.id, need.product_id, need.partner_id,
               partner.commercial_partner_id, need.currency_id,
               COALESCE(need.date_expected, need.date_order_by),
               need.quantity, need.price_unit
          FROM jxc_purchase_suggestion need
          JOIN res_partner partner ON partner.id = need.partner_id
         WHERE need.company_id = %(company)s AND need.state = 'open'
           AND need.quantity * need.price_unit > 0
         ORDER BY need.id
        """,
        company=company.id,
    )


def unmatched(company, today):
    """Lines of the bank that are in its balance and matched with nothing yet."""
    return SQL(
        """
        SELECT line.id, line.move_id, COALESCE(line.payment_ref, move.name),
               partner.commercial_partner_id, line.currency_id, line.amount, move.date
          FROM account_bank_statement_line line
          JOIN account_move move ON move.id = line.move_id
     LEFT JOIN res_partner partner ON partner.id = line.partner_id
         WHERE line.company_id = %(company)s AND move.state = 'posted'
           AND move.date <= %(today)s AND line.is_reconciled IS NOT TRUE
         ORDER BY line.id
        """,
        company=company.id,
        today=today,
    )
