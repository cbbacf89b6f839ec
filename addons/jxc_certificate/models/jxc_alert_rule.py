from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date


class JxcAlertRule(models.Model):
    _inherit = "jxc.alert.rule"

    kind = fields.Selection(
        selection_add=[("certificate_due", "Certificates to renew")],
        ondelete={"certificate_due": "cascade"},
    )

    def _jxc_keys(self):
        keys = super()._jxc_keys()
        if self.kind == "certificate_due":
            due = Domain("state", "in", ("expiring", "expired"))
            found = self.env["jxc.certificate"].sudo().search(due)
            keys |= {str(one) for one in found.ids}
        return keys

    def _jxc_evaluate_certificate_due(self, keys):
        """Certificates that end within the days of their kind, or have ended, and that
        no newer one replaces.

        :param keys: ids of certificates, as strings.
        """
        certificates = self.env["jxc.certificate"].sudo()
        found = certificates.browse(int(key) for key in keys)._jxc_to_renew()
        return {
            str(one.id): {
                "name": self.env._(
                    "%(kind)s of %(of)s holds until %(day)s",
                    kind=one.kind_id.name,
                    of=one.product_tmpl_id.display_name or one.partner_id.display_name,
                    day=format_date(self.env, one.date_to),
                ),
                "res_model": one._name,
                "res_id": one.id,
                "company_id": one.company_id.id,
                "user_ids": one.user_id.filtered("active").ids,
            }
            for one in found
        }
