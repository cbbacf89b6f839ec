from odoo import api, models

from ..sql import with_company


class JxcComputedRows(models.AbstractModel):
    """Rows of one statement, very many of which are read at once."""

    _name = "jxc.computed.rows"
    _description = "Rows of a Statement"

    @api.model
    def search_fetch(self, domain, field_names=None, *args, **kwargs):
        """One statement for the rows and for the rule."""
        names = with_company(field_names)
        return super().search_fetch(domain, names, *args, **kwargs)

    @api.model
    @api.readonly
    def web_search_read(
        self,
        domain,
        specification,
        offset=0,
        limit=None,
        order=None,
        count_limit=None,
    ):
        """The rule has just found the rows, and the fields were looked at for it: the
        host would ask the rule once more of each row, in Python.

        Whatever is asked of other records than their name goes the host's way.
        """
        if not all(map(_is_plain, specification.values())):
            return super().web_search_read(
                domain, specification, offset, limit, order, count_limit
            )
        found = self.search_fetch(domain, specification.keys(), offset, limit, order)
        values = found.sudo().web_read(specification)
        return self._format_web_search_read_results(
            domain, values, offset, limit, count_limit
        )


def _is_plain(wanted):
    return not set(wanted) - {"fields"} and set(wanted.get("fields", ())) <= {
        "display_name"
    }
