import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import workbook


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_fapiao_template = fields.Binary(
        "Template of the Tax Bureau",
        help="The workbook for issuing in batches, as it is downloaded there. It is"
        " filled by its heads; without one, our own layout is used.",
    )
    jxc_fapiao_template_name = fields.Char("Name of the Template")

    @api.constrains("jxc_fapiao_template")
    def _check_jxc_fapiao_template(self):
        for company in self.filtered("jxc_fapiao_template"):
            try:
                workbook.check(base64.b64decode(company.jxc_fapiao_template))
            except workbook.NotATemplate as error:
                raise ValidationError(
                    self.env._(
                        "This is not the tax bureau's template for issuing in batches."
                        " It lacks: %(what)s",
                        what=error,
                    )
                ) from error
