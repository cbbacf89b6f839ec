import logging

from odoo import http
from odoo.http import request

from ..logic.refusal import Refused
from ..models.jxc_dingtalk_account_inbound import PATH

_logger = logging.getLogger(__name__)
#: Of a request; no event of either vendor comes near it.
LONGEST = 64 * 1024


class Inbound(http.Controller):
    """The one door through which DingTalk and WeCom come in."""

    @http.route(
        f"{PATH}<string:key>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        max_content_length=LONGEST,
    )
    def jxc_dingtalk_in(self, key, **_query):
        """Say what the vendor wants to hear, once what it told is kept."""
        called = request.httprequest
        account = request.env["jxc.dingtalk.account"]._jxc_by_key(key)
        if not account:
            return request.make_response("", status=404)
        try:
            text, mimetype = account._jxc_receive(
                called.method, called.args, called.headers, called.get_data()
            )
        except Refused as refusal:
            _logger.info("A callback to %s is refused: %s", account.id, refusal)
            return request.make_response("", status=403)
        return request.make_response(text, headers=[("Content-Type", mimetype)])
