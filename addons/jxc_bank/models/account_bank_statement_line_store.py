from odoo import models
from odoo.tools import SQL

#: What a proposal says, and the type of its column.
COLUMNS = {
    "jxc_partner_id": SQL("int4"),
    "jxc_account_id": SQL("int4"),
    "jxc_certainty": SQL("varchar"),
    "jxc_reason": SQL("varchar"),
    "jxc_rest_kind": SQL("varchar"),
}


class AccountBankStatementLineStore(models.Model):
    """Proposals of thousands of lines, written at once."""

    _inherit = "account.bank.statement.line"

    def _jxc_store(self, proposals):
        """Write the proposals; one by one, the items of each would take three
        statements. None of these fields is computed from, constrained or tracked.

        :param proposals: ``{line: values}``
        """
        if not proposals:
            return
        chosen = self.browse(line.id for line in proposals)
        chosen.flush_recordset([*COLUMNS, "jxc_item_ids"])
        self.env.execute_query(
            _update(chosen.ids, list(proposals.values()), self.env.uid)
        )
        chosen._jxc_store_items(
            [
                (line.id, item)
                for line, proposal in proposals.items()
                for _kind, _none, items in proposal["jxc_item_ids"]
                for item in items or ()
            ]
        )
        # The rest is computed from the items, and nobody has told the ORM of them.
        changed = [*COLUMNS, "jxc_item_ids", "jxc_rest"]
        chosen.invalidate_recordset(changed, flush=False)

    def _jxc_store_items(self, pairs):
        """:param pairs: ids of lines and of the items that are proposed for them"""
        self.env.cr.execute(
            "DELETE FROM jxc_bank_line_item_rel WHERE line_id = ANY(%s)", [self.ids]
        )
        lines, items = zip(*pairs, strict=True) if pairs else ((), ())
        self.env.cr.execute(
            """
            INSERT INTO jxc_bank_line_item_rel (line_id, item_id)
            SELECT * FROM unnest(%s::int4[], %s::int4[])
            """,
            [list(lines), list(items)],
        )


def _update(ids, proposals, uid):
    """The statement that writes what is proposed, in the order of the lines."""
    arrays = [
        SQL("%s::%s[]", [proposal[name] or None for proposal in proposals], type_)
        for name, type_ in COLUMNS.items()
    ]
    return SQL(
        """
        UPDATE account_bank_statement_line line
           SET (%(names)s, write_uid, write_date)
             = (%(news)s, %(uid)s, now() AT TIME ZONE 'UTC')
          FROM unnest(%(ids)s::int4[], %(arrays)s) AS new (id, %(names)s)
         WHERE line.id = new.id
     RETURNING line.id
        """,
        names=SQL(", ").join(map(SQL.identifier, COLUMNS)),
        news=SQL(", ").join(SQL.identifier("new", name) for name in COLUMNS),
        uid=uid,
        ids=ids,
        arrays=SQL(", ").join(arrays),
    )
