from odoo import http
from odoo.http import request

from odoo.addons.jxc_base import xlsx

#: Dialogs that make workbooks, by their name in the address.
DIALOGS = {
    "period": "jxc.cost.period",
    "ageing": "jxc.cost.ageing.ask",
    "turnover": "jxc.cost.turnover.ask",
}


class JxcCostReportController(http.Controller):
    @http.route(
        "/jxc/cost/<any(period,ageing,turnover):kind>/<int:ask_id>.xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def workbook(self, kind, ask_id):
        """What the user has chosen in the dialog, as a workbook."""
        ask = request.env[DIALOGS[kind]].browse(ask_id)
        ask.check_access("read")
        # A user who may not be in the company is refused here.
        ask = ask.with_context(allowed_company_ids=ask.company_id.ids)
        sheet = ask._jxc_sheet()
        return xlsx.respond(sheet.title, xlsx.workbook([sheet]))
