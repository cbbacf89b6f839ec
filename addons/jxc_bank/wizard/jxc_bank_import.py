from base64 import b64decode
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..logic.bank_file import (
    Table,
    account_number,
    complete,
    find_table,
    gaps,
    normal_name,
    own_accounts,
    read_table,
)
from ..logic.booked import DAYS, Booked, find_booked
from ..logic.names import same_name
from ..logic.sheet import Unreadable, read_rows


class JxcBankImport(models.TransientModel):
    """A bank's file: read, looked at, and taken in as a whole."""

    _name = "jxc.bank.import"
    _description = "Import of a Bank Statement"
    _rec_name = "filename"

    journal_id = fields.Many2one(
        "account.journal",
        "Bank Journal",
        required=True,
        domain="[('type', '=', 'bank'), ('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self._default_journal(),
    )
    company_id = fields.Many2one(related="journal_id.company_id")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    file = fields.Binary("Bank File", required=True, attachment=False)
    filename = fields.Char()
    column_ids = fields.One2many("jxc.bank.import.column", "import_id", "Columns")
    line_ids = fields.One2many("jxc.bank.import.line", "import_id", "Rows")
    error_count = fields.Integer("Errors", compute="_compute_counts")
    new_count = fields.Integer("New", compute="_compute_counts")
    booked_count = fields.Integer("Booked as Payment", compute="_compute_counts")
    known_count = fields.Integer("Imported Before", compute="_compute_counts")
    notice = fields.Text(readonly=True)

    @api.model
    def _default_journal(self):
        return self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1
        )

    @api.depends("journal_id")
    def _compute_currency_id(self):
        for one in self:
            journal = one.journal_id
            one.currency_id = journal.currency_id or journal.company_id.currency_id

    @api.depends("line_ids.state", "line_ids.as_new")
    def _compute_counts(self):
        for one in self:
            states = [
                "new" if line.state == "booked" and line.as_new else line.state
                for line in one.line_ids
            ]
            one.error_count = states.count("error")
            one.new_count = states.count("new")
            one.booked_count = states.count("booked")
            one.known_count = states.count("known")

    # --- reading ----------------------------------------------------------------

    def action_read(self):
        """Read the file and show its columns and rows."""
        self.ensure_one()
        rows, table = self._parsed()
        movements = self._movements(rows, table)
        columns = self._column_values(rows, table)
        lines = self._row_values(movements)
        self.write(
            {
                "column_ids": [Command.clear(), *map(Command.create, columns)],
                "line_ids": [Command.clear(), *map(Command.create, lines)],
                "notice": "\n".join(self._notices(rows, table, movements)),
            }
        )
        return True

    def _row_values(self, movements):
        known, booked = self._known(movements), self._booked(movements)
        texts = self._error_texts()
        for row in movements:
            yield {
                "number": row.number,
                "key": row.key,
                "date": row.day,
                "amount": float(row.amount),
                "balance": float(row.balance or 0),
                "partner_name": row.partner,
                "account_number": row.account,
                "text": row.text,
                "serial": row.serial,
                "state": (row.error and "error")
                or (row.key in known and "known")
                or (row.number in booked and "booked")
                or "new",
                "payment_id": booked.get(row.number),
                "error": texts.get(row.error),
            }

    def _parsed(self):
        """The rows of the file and where the table is."""
        try:
            rows = read_rows(b64decode(self.file or b""))
        except Unreadable as error:
            raise UserError(
                self.env._(
                    "%(file)s cannot be read as a table. Save it as XLSX or CSV in the "
                    "bank's site or in Excel, without a password.",
                    file=self.filename or "",
                )
            ) from error
        assigned = {normal_name(c.name): c.role for c in self.column_ids if c.role}
        dropped = {normal_name(c.name): "" for c in self.column_ids if not c.role}
        kept = {**(self.journal_id.jxc_bank_columns or {}), **dropped, **assigned}
        table = find_table(rows, kept)
        if not table:
            # Shown as it is, for the accountant to say what the columns are.
            header = max(range(len(rows[:60])), key=lambda n: sum(map(bool, rows[n])))
            table = Table(header, rows[header], [""] * len(rows[header]))
        return rows, table

    def _movements(self, rows, table):
        if not complete(table.roles):
            return []
        return read_table(rows, table, self.currency_id.name)

    def _column_values(self, rows, table):
        below = rows[table.header + 1 :]
        for number, (name, role) in enumerate(
            zip(table.names, table.roles, strict=True)
        ):
            if name:
                cells = (row[number] for row in below if len(row) > number)
                yield {
                    "sequence": number,
                    "name": name,
                    "role": role,
                    "sample": next(filter(None, cells), ""),
                }

    def _error_texts(self):
        return {
            "date": self.env._("The date cannot be read."),
            "amount": self.env._("The amount cannot be read."),
            "zero": self.env._("There is no amount."),
            "both": self.env._("Money in and money out on one row."),
            "sign": self.env._("Neither in nor out."),
            "currency": self.env._("Another currency than the journal's."),
            "repeated": self.env._("The same serial number twice in this file."),
        }

    def _notices(self, rows, table, movements):
        """What an accountant should know before he takes it in."""
        if not complete(table.roles):
            yield self.env._(
                "Say which columns are the date and the amount (or money in and money "
                "out), and read again."
            )
        if own := self._other_account(rows, table):
            yield self.env._(
                "The file is about account %(own)s, the journal's is %(account)s.",
                own=", ".join(sorted(own)),
                account=self.journal_id.bank_account_id.acc_number,
            )
        if missing := gaps(movements):
            yield self.env._(
                "The balance does not follow from the row before at: %(rows)s. Rows "
                "may be missing.",
                rows=", ".join(map(str, missing[:20])),
            )

    def _other_account(self, rows, table):
        ours = account_number(self.journal_id.bank_account_id.acc_number or "")
        own = own_accounts(rows, table)
        return own if ours and own and ours not in own else set()

    # --- what is there already --------------------------------------------------

    def _known(self, movements):
        """The keys of rows that were imported before."""
        keys = [row.key for row in movements if row.key]
        domain = [("journal_id", "=", self.journal_id.id)]
        lines = self.env["account.bank.statement.line"].search_fetch(
            [*domain, ("jxc_import_key", "in", keys)], ["jxc_import_key"]
        )
        payments = self.env["account.payment"].search_fetch(
            [*domain, ("jxc_bank_key", "in", keys)], ["jxc_bank_key"]
        )
        return {*lines.mapped("jxc_import_key"), *payments.mapped("jxc_bank_key")}

    def _booked(self, movements):
        """Payments booked straight to the bank account: {row number: payment id}."""
        rows = [row for row in movements if row.key]
        if not rows:
            return {}
        days = [row.day for row in rows]
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.journal_id.default_account_id.id),
                ("journal_id", "=", self.journal_id.id),
                ("payment_id", "!=", False),
                ("payment_id.jxc_bank_key", "=", False),
                ("parent_state", "=", "posted"),
                ("date", ">=", fields.Date.subtract(min(days), days=DAYS)),
                ("date", "<=", fields.Date.add(max(days), days=DAYS)),
            ]
        )
        field = "amount_currency" if self.journal_id.currency_id else "balance"
        payments = [
            Booked(
                item.payment_id.id,
                item.date,
                Decimal(f"{item[field]:.2f}"),
                item.partner_id.name or "",
            )
            for item in items
        ]
        known = self._known(rows)
        return find_booked(
            [row for row in rows if row.key not in known], payments, same_name
        )

    # --- taking it in -----------------------------------------------------------

    def action_import(self):
        """Take in all rows that are new: all of them or none."""
        self.ensure_one()
        journal = self.journal_id
        self.env["jxc.lock"].acquire([f"bank:{journal.id}"])
        rows, table = self._parsed()
        movements = self._movements(rows, table)
        self._check_import(rows, table, movements)
        known, booked = self._known(movements), self._booked(movements)
        as_new = {line.key for line in self.line_ids if line.as_new}
        values = []
        for row in movements:
            if row.key in known:
                continue
            if row.number in booked and row.key not in as_new:
                payment = self.env["account.payment"].browse(booked[row.number])
                payment.jxc_bank_key = row.key
            else:
                values.append(self._line_values(row))
        lines = self.env["account.bank.statement.line"].create(values)
        lines._jxc_propose()
        # Keeping the columns is part of importing, which an accountant may do; the
        # journal as such is for a manager.
        journal.check_access("read")
        columns = {**(journal.jxc_bank_columns or {})}
        columns |= {
            normal_name(name): role
            for name, role in zip(table.names, table.roles, strict=True)
            if role
        }
        journal.sudo().jxc_bank_columns = columns
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_bank.account_bank_statement_line_action"
        )
        return {**action, "target": "main"}

    def _check_import(self, rows, table, movements):
        errors = [row for row in movements if row.error]
        if not movements:
            raise UserError(
                self.env._(
                    "No rows were found in %(file)s. Look at the columns first.",
                    file=self.filename or "",
                )
            )
        if self._other_account(rows, table):
            raise UserError(next(self._notices(rows, table, movements)))
        if errors:
            texts = self._error_texts()
            raise UserError(
                self.env._(
                    "Nothing was imported; correct these rows of the file first:\n"
                    "%(rows)s",
                    rows="\n".join(
                        f"{row.number}: {texts[row.error]}" for row in errors[:20]
                    ),
                )
            )

    def _line_values(self, row):
        return {
            "journal_id": self.journal_id.id,
            "date": row.day,
            "amount": float(row.amount),
            "payment_ref": row.text or row.partner or row.serial or "/",
            "partner_name": row.partner or False,
            "account_number": row.account or False,
            "jxc_import_key": row.key,
            "jxc_serial": row.serial or False,
            # The bank's first row of a day comes first.
            "sequence": row.number,
        }
