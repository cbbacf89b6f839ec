"""What customers owe past its day, what they were told, and what they paid besides."""

from odoo.tools import SQL


def open_items(company, today, partners=None):
    """A row for each open receivable that is overdue, or is money of the customer.

    Columns: item, document, customer, currency, days overdue, what is open (below zero:
    money that is not matched yet), days of the highest step and days since its letter
    (NULL: none), whether the document is in dispute.
    """
    return SQL(
        """
        SELECT item.id, item.move_id, partner.commercial_partner_id,
               item.currency_id,
               %(today)s::date - COALESCE(item.date_maturity, item.date),
               item.amount_residual_currency, told.days, %(today)s::date - told.date,
               COALESCE(move.jxc_dunning_hold, '') != '' OR EXISTS (%(disputed)s)
          FROM account_move_line item
          JOIN account_account account ON account.id = item.account_id
          JOIN account_move move ON move.id = item.move_id
          JOIN res_partner partner ON partner.id = item.partner_id
     LEFT JOIN (%(told)s) told ON told.item = item.id
         WHERE item.parent_state = 'posted' AND item.reconciled IS NOT TRUE
           AND account.account_type = 'asset_receivable'
           AND item.company_id = %(company)s AND %(chosen)s
           AND (item.amount_residual_currency < 0
                OR item.amount_residual_currency > 0
                   AND COALESCE(item.date_maturity, item.date) < %(today)s)
      ORDER BY partner.commercial_partner_id, item.currency_id, item.id
        """,
        today=today,
        company=company.id,
        disputed=_disputed(),
        told=_told(company),
        chosen=SQL("TRUE")
        if partners is None
        else SQL("partner.commercial_partner_id = ANY(%s)", partners.ids),
    )


def _told(company):
    """The highest step of each item in a letter that was not taken back."""
    return SQL(
        """
        SELECT line.move_line_id AS item, MAX(level.days) AS days,
               MAX(letter.date) AS date
          FROM jxc_dunning_line line
          JOIN jxc_dunning_letter letter ON letter.id = line.letter_id
          JOIN jxc_dunning_level level ON level.id = line.level_id
         WHERE line.counts AND letter.company_id = %s AND letter.state = 'sent'
         GROUP BY line.move_line_id
        """,
        company.id,
    )


def _disputed():
    """A disputed statement names the document, or names none and has it among all."""
    return SQL(
        """
        SELECT 1
          FROM jxc_statement_line said
          JOIN jxc_statement statement ON statement.id = said.statement_id
         WHERE said.move_id = item.move_id AND statement.state = 'disputed'
           AND (COALESCE(said.remark, '') != '' OR NOT EXISTS (
               SELECT 1 FROM jxc_statement_line other
                WHERE other.statement_id = statement.id
                  AND COALESCE(other.remark, '') != ''))
        """
    )
