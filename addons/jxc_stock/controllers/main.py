from odoo import http
from odoo.http import request

from odoo.addons.jxc_base import xlsx


class JxcStockController(http.Controller):
    @http.route(
        "/jxc/stock/period/<int:period_id>/<any(summary,ledger):kind>.xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def period(self, period_id, kind):
        """What the user has chosen in the dialog, as a workbook."""
        period = request.env["jxc.stock.period"].browse(period_id)
        period.check_access("read")
        name, content = period._workbook(kind)
        return xlsx.respond(name, content)
