from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class JxcTile(models.Model):
    """What waits for the user, counted, on the app's first screen.

    An add-on brings its tiles as data; a click opens the action with the records.
    """

    _name = "jxc.tile"
    _description = "Tile of the Desk"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    model = fields.Char(required=True)
    domain = fields.Char(
        default="[]", help="What is counted; 'uid' stands for who looks."
    )
    action_id = fields.Many2one(
        "ir.actions.act_window", "Opens", required=True, ondelete="cascade"
    )
    group_ids = fields.Many2many("res.groups", string="Roles")
    urgent = fields.Boolean(help="Shown in red while something is there.")
    count = fields.Integer(compute="_compute_count")

    @api.constrains("domain", "model")
    def _check_domain(self):
        """One tile that cannot be counted would take the whole desk with it."""
        for tile in self.filtered(lambda tile: tile.model in self.env):
            try:
                tile._records().validate(self.env[tile.model])
            except (ValueError, SyntaxError, TypeError, IndexError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition of the tile %(tile)s cannot be used: %(error)s",
                        tile=tile.name,
                        error=error,
                    )
                ) from error

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_count(self):
        for tile in self:
            model = self.env.get(tile.model)
            readable = model is not None and model.has_access("read")
            tile.count = model.search_count(tile._records()) if readable else 0

    def _records(self):
        """The domain of what is counted, for the user of the environment."""
        self.ensure_one()
        terms = literal_eval(self.domain or "[]")
        return Domain(
            [
                (term[0], term[1], self.env.uid)
                if isinstance(term, tuple) and term[2] == "uid"
                else term
                for term in terms
            ]
        )

    def action_jxc_open(self):
        self.ensure_one()
        action = self.sudo().action_id._get_action_dict()
        return {**action, "domain": list(self._records()), "context": {}}
