from odoo import http
from odoo.http import request

from odoo.addons.jxc_base import xlsx


class JxcClosingController(http.Controller):
    @http.route(
        "/jxc/checkup/<int:checkup_id>.xlsx", type="http", auth="user", readonly=True
    )
    def checkup(self, checkup_id):
        """The check-up with all products, as a workbook."""
        checkup = request.env["jxc.closing.checkup"].browse(checkup_id)
        checkup.check_access("read")
        return xlsx.respond(*checkup._workbook())
