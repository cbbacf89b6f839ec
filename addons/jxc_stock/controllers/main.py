from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
        ]
        return request.make_response(content, headers)
