from odoo import models
from odoo.exceptions import UserError


class IrActionsReport(models.Model):
    """Approve first, print then 先审核后打印, where the company wants it (P4, S3)."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        report._jxc_check_approved(docids)
        return super()._get_rendering_context(report, docids, data)

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        # A PDF that was kept is handed out without being rendered again.
        self._get_report(report_ref)._jxc_check_approved(res_ids)
        return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _jxc_check_approved(self, document_ids):
        """Refuse to print documents that still need an approval."""
        known = self.env.registry.get(self.model)
        mixin = self.env.registry["jxc.approval.mixin"]
        if not document_ids or not known or not issubclass(known, mixin):
            return
        ids = [document_ids] if isinstance(document_ids, int) else document_ids
        documents = self.env[self.model].sudo().browse(ids)
        # What took effect before a rule was made is printed as ever.
        waiting = documents - documents._jxc_approval_effective()
        lacking = waiting.filtered(
            lambda d: (d.company_id or self.env.company).jxc_approval_before_print
        )._jxc_approval_lacking()
        if lacking:
            raise UserError(
                self.env._(
                    "Not approved yet, so not printed: %(documents)s. Submit it for"
                    " approval first.",
                    documents=", ".join(d.display_name for d in lacking),
                )
            )
