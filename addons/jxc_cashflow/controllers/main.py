from odoo import http
from odoo.http import request

from odoo.addons.jxc_base import xlsx


class JxcCashflowController(http.Controller):
    @http.route(
        "/jxc/cashflow/<int:forecast_id>.xlsx", type="http", auth="user", readonly=True
    )
    def cashflow(self, forecast_id):
        """The forecast that the user has made, as a workbook."""
        forecast = request.env["jxc.cash.forecast"].browse(forecast_id).exists()
        if not forecast:
            return request.not_found()
        forecast.check_access("read")
        return xlsx.respond(*forecast._jxc_workbook())
