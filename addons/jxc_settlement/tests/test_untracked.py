from unittest.mock import patch

from odoo import Command
from odoo.fields import Field
from odoo.tests import tagged

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestUntracked(SettlementCase):
    """P9, S7: long invoices are written without describing all fields of each line."""

    def _described(self, lines):
        """How many fields of items are described to change so many of an invoice."""
        names = []
        describe = Field.get_description

        def listen(field, env, attributes=None):
            if field.model_name == "account.move.line":
                names.append(field.name)
            return describe(field, env, attributes)

        invoice = self._invoice(100).with_context(tracking_disable=False)
        invoice.button_draft()
        for _number in range(lines - 1):
            invoice.invoice_line_ids[0].copy()
        changes = [
            Command.update(line.id, {"discount": 5})
            for line in invoice.invoice_line_ids
        ]
        self.assertEqual(len(changes), lines)
        with patch.object(Field, "get_description", listen):
            invoice.write({"invoice_line_ids": changes})
        return len(names)

    def test_only_what_is_tracked_is_described(self):
        """Twenty lines cost less than one description of the whole model."""
        every = len(self.env["account.move.line"].fields_get())
        self.assertLess(self._described(20), every)

    def test_what_is_tracked_is_still_logged(self):
        """A line of an invoice that was posted before says what changed on it."""
        invoice = self._invoice(100).with_context(tracking_disable=False)
        invoice.button_draft()
        before = invoice.message_ids
        other = invoice.invoice_line_ids.account_id.sudo().copy()
        invoice.invoice_line_ids.write({"account_id": other.id})
        self.env.flush_all()
        values = (invoice.message_ids - before).sudo().tracking_value_ids
        self.assertIn("account_id", values.field_id.mapped("name"))

    def test_a_client_is_told_all_fields(self):
        """Whoever asks for none by name, whatever he puts into the context."""
        items = self.env["account.move.line"].with_context(jxc_untracked=True)
        self.assertIn("balance", items.fields_get([]))
        self.assertEqual(list(items.fields_get(["balance"])), ["balance"])
