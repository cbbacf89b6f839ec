from odoo import SUPERUSER_ID, api
from odoo.tools import sql


def migrate(cr, version):
    """Secrets that stood in clear are sealed; without a key the update says so."""
    if not sql.column_exists(cr, "jxc_sms_account", "secret_text"):
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        "SELECT id, secret_text FROM jxc_sms_account WHERE secret_text IS NOT NULL"
    )
    for account_id, secret in cr.fetchall():
        env["jxc.sms.account"].browse(account_id)._jxc_keep({"secret": secret})
    env.flush_all()
    cr.execute("ALTER TABLE jxc_sms_account DROP COLUMN secret_text")
