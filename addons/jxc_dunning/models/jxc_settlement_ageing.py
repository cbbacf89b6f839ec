from odoo import fields, models


class JxcSettlementAgeing(models.Model):
    """How far each open item is dunned, for who looks after the money."""

    _inherit = "jxc.settlement.ageing"

    dunning_level_id = fields.Many2one(
        "jxc.dunning.level",
        "Dunned",
        compute="_compute_dunning",
        compute_sudo=True,
        help="The highest level of the letters that asked for it.",
    )
    date_dunned = fields.Date(
        "Dunned On", compute="_compute_dunning", compute_sudo=True
    )

    def _compute_dunning(self):
        lines = self.env["jxc.dunning.line"].search(
            [
                ("move_line_id", "in", self.move_line_id.ids),
                ("counts", "=", True),
                ("letter_id.state", "=", "sent"),
            ]
        )
        lines = lines.sorted(lambda line: line.level_id.days)
        last = {line.move_line_id: line for line in lines}
        for item in self:
            line = last.get(item.move_line_id, lines.browse())
            item.dunning_level_id = line.level_id
            item.date_dunned = line.date_sent
