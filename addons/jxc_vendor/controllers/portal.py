from odoo import http
from odoo.exceptions import AccessError, MissingError

from odoo.addons.purchase.controllers.portal import CustomerPortal


class VendorPortal(CustomerPortal):
    """The vendor's own confirmation, apart from what else acknowledges an order: the
    host does so at each receipt."""

    @http.route()
    def portal_my_purchase_order(self, order_id=None, access_token=None, **kw):
        if kw.get("acknowledge"):
            self._jxc_confirm(order_id, access_token)
        return super().portal_my_purchase_order(order_id, access_token, **kw)

    def _jxc_confirm(self, order_id, access_token):
        try:
            order = self._document_check_access(
                "purchase.order", order_id, access_token=access_token
            )
        except (AccessError, MissingError):
            return  # the host sends him away
        order._jxc_confirm_dates()
