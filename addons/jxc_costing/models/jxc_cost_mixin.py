from odoo import api, models

COST_GROUP = "jxc_base.group_jxc_cost_viewer"

#: Only code of this server can put this very object into a context; what a client
#: sends is JSON and never the same object.
_OPEN = object()


def with_costs(records):
    """The records for the host's own bookkeeping, which needs the costs.

    Narrower than ``sudo()``: access rights, record rules and the user stay; only the
    fields that are kept for those who see costs are open. Never return to a client
    what was read through it.
    """
    return records.with_context(jxc_costs=_OPEN)


def without_costs(records, env):
    """The records in the environment of the caller again."""
    return records.with_env(env)


class JxcCostMixin(models.AbstractModel):
    """For models of the host that have costs among their fields."""

    _name = "jxc.cost.mixin"
    _description = "Costs for Those Who May See Them"

    def _has_field_access(self, field, operation):
        if field.groups and self.env.context.get("jxc_costs") is _OPEN:
            if COST_GROUP in field.groups:
                return True
        return super()._has_field_access(field, operation)

    def _field_to_sql(self, alias, field_expr, query=None):
        # The host follows a related field as superuser and does not ask whether the
        # user may see that field: "order by" would tell which cost is higher.
        field = self._fields.get(field_expr.partition(".")[0])
        if field is not None and field.related and not field.store:
            self._check_field_access(field, "read")
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _jxc_cost_fields(self):
        """The names of the fields that are for those who see costs."""
        return [
            name
            for name, field in self._fields.items()
            if field.groups and COST_GROUP in field.groups
        ]
