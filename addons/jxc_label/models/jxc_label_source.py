from odoo import models
from odoo.exceptions import UserError


class JxcLabelSource(models.AbstractModel):
    """What labels can be printed for or from."""

    _name = "jxc.label.source"
    _description = "Source of labels"

    def action_jxc_labels(self):
        """Ask for size and number of the labels of these records."""
        self.check_access("read")
        lines = self._jxc_label_sources()
        if not lines:
            raise UserError(
                self.env._(
                    "%(records)s: nothing here that a label could be printed for.",
                    records=", ".join(self[:5].mapped("display_name")),
                )
            )
        return self.env["jxc.label.print"]._jxc_open(lines, self._name)

    def _jxc_label_sources(self):
        """Values of the wizard's lines: what each label is of, and how many."""
        return []
