from odoo import http
from odoo.http import request

from odoo.addons.jxc_base import xlsx


class JxcSettlementController(http.Controller):
    @http.route("/jxc/statements.xlsx", type="http", auth="user", readonly=True)
    def statements(self, ids=""):
        """The statements that the user has chosen, as a workbook."""
        chosen = [int(key) for key in ids.split(",") if key.isdecimal()]
        statements = request.env["jxc.statement"].browse(chosen).exists()
        if not statements:
            return request.not_found()
        statements.check_access("read")
        return xlsx.respond(*statements._jxc_workbook())

    @http.route(
        "/jxc/ageing/<int:ask_id>.xlsx", type="http", auth="user", readonly=True
    )
    def ageing(self, ask_id):
        """The ageing that the user has asked for, as a workbook."""
        ask = request.env["jxc.settlement.ageing.ask"].browse(ask_id)
        ask.check_access("read")
        return xlsx.respond(*ask._workbook())
