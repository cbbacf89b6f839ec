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
            # Of nearly all records the name is asked by nobody.
            floor = company.jxc_closed_moment
            for record in records if floor else ():
                moment = record[self._jxc_guarded_moment]
                if moment and moment < floor and record._jxc_is_guarded():
                    name = record.with_env(self.env)._jxc_guarded_name()
                    company.with_env(self.env)._jxc_refuse_closed(
                        name, company._jxc_day(moment)
                    )

    def _jxc_is_guarded(self):
        """Whether it did anything to the stock yet."""
        return True

    def _jxc_guarded_name(self):
        """What a refusal calls it."""
        return self.product_id.display_name
