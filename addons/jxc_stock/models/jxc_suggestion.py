from odoo import models
from odoo.exceptions import UserError


class JxcSuggestion(models.AbstractModel):
    """Something to do about a need; its ``state`` is "open" until somebody decides."""

    _name = "jxc.suggestion"
    _description = "Suggestion"

    def _lock_names(self):
        """The locks under which these are opened and decided."""
        raise NotImplementedError

    def _take_open(self):
        """Those of them that are open, and nobody else's until we are done.

        :raise UserError: none is open
        """
        self.check_access("write")
        self.env["jxc.lock"].acquire(self._lock_names())
        self.invalidate_recordset(["state"])
        todo = self.filtered(lambda s: s.state == "open")
        if not todo:
            raise UserError(
                self.env._(
                    "None of these suggestions is open any more: nothing to do. Choose"
                    " open ones."
                )
            )
        return todo
