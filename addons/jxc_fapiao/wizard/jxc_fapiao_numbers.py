import base64
from datetime import date, datetime

from odoo import fields, models
from odoo.exceptions import UserError

from .. import workbook
from ..logic import sheet


class JxcFapiaoNumbers(models.TransientModel):
    """The workbook that the tax software gives back."""

    _name = "jxc.fapiao.numbers"
    _description = "Enter Tax Invoice Numbers"

    batch_id = fields.Many2one("jxc.fapiao.batch", required=True)
    file = fields.Binary("Workbook", required=True)
    file_name = fields.Char()

    def action_enter(self):
        """Enter all numbers of the workbook, or none."""
        self.ensure_one()
        self.batch_id.check_access("write")
        try:
            found = workbook.read(base64.b64decode(self.file))
        except Exception as error:  # noqa: BLE001  whatever is wrong with the file
            raise UserError(
                self.env._("This file cannot be read as an Excel workbook (xlsx).")
            ) from error
        if not found or not found[0]:
            raise UserError(
                self.env._(
                    "No sheet of the workbook has the columns %(key)s and %(number)s"
                    " with numbers below them.",
                    key=sheet.KEY,
                    number=sheet.NUMBERS[0],
                )
            )
        answers, twice = found
        if twice:
            raise UserError(
                self.env._(
                    "More than once in the workbook: %(keys)s. No number was entered.",
                    keys=", ".join(twice),
                )
            )
        self.batch_id._enter(
            {key: (number, self._day(day)) for key, (number, day) in answers.items()}
        )
        return {"type": "ir.actions.act_window_close"}

    def _day(self, value):
        """A cell as a date: Excel's own, or a text that begins with one."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value or "").strip().replace("/", "-")[:10]
        try:
            return fields.Date.to_date(text) if text else False
        except ValueError as error:
            raise UserError(
                self.env._("This is no date of issue: %(text)s", text=value)
            ) from error
