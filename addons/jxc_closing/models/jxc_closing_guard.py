from itertools import compress

from odoo import api, models


class JxcClosingGuard(models.AbstractModel):
    """For records that say what happened to the stock: in a closed month nothing comes,
    changes or goes (T5)."""

    _name = "jxc.closing.guard"
    _description = "Guard of Closed Months"

    #: The fields that matter; without any all of them do.
    _jxc_guarded = frozenset()
    #: The field that says when it happened.
    _jxc_guarded_moment = "date"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._jxc_check_open()
        return records

    def write(self, vals):
        guarded = not self._jxc_guarded or self._jxc_guarded & vals.keys()
        if guarded:
            self._jxc_check_open()
        result = super().write(vals)
        if guarded:
            self._jxc_check_open()
        return result

    def unlink(self):
        self._jxc_check_open()
        return super().unlink()

    def _jxc_check_open(self):
        """Refuse those of closed months."""
        for company, records in self.sudo().grouped("company_id").items():
            floor = company.jxc_closed_moment
            if not floor:
                continue
            # Looked at together: nearly all of them are of open months, and what they
            # are, and their names, is asked of none of those.
            moments = records.mapped(self._jxc_guarded_moment)
            early = [bool(moment) and moment < floor for moment in moments]
            closed = records.browse(
                compress(records._ids, early)
            )._jxc_that_are_guarded()
            for record in closed[:1]:
                name = record.with_env(self.env)._jxc_guarded_name()
                company.with_env(self.env)._jxc_refuse_closed(
                    name, company._jxc_day(record[self._jxc_guarded_moment])
                )

    def _jxc_that_are_guarded(self):
        """Those of these that did anything to the stock yet."""
        return self

    def _jxc_guarded_name(self):
        """What a refusal calls it."""
        return self.product_id.display_name
