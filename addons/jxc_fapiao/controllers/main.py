from odoo import http
from odoo.http import request

from odoo.addons.jxc_base import xlsx


class JxcFapiaoController(http.Controller):
    @http.route("/jxc/red-fapiao.xlsx", type="http", auth="user", readonly=True)
    def red_fapiao(self, ids=""):
        """The red tax invoices that the user has chosen, as a workbook."""
        chosen = [int(key) for key in ids.split(",") if key.isdecimal()]
        reds = request.env["jxc.fapiao.red"].browse(chosen).exists()
        if not reds:
            return request.not_found()
        reds.check_access("read")
        return xlsx.respond(*reds._jxc_workbook())
