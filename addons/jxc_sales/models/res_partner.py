from odoo import fields, models

from .res_company import NOTE_CONTENTS


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_note_content = fields.Selection(
        NOTE_CONTENTS,
        "On Delivery Notes",
        help="What delivery notes for this customer tell; as set for the company where"
        " it is left empty.",
    )
