from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.jxc_base import xlsx
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.jxc_statement_print import REPORT


class StatementPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "jxc_statement_count" in counters:
            statements = request.env["jxc.statement"]
            allowed = statements.has_access("read")
            domain = self._jxc_domain()
            values["jxc_statement_count"] = (
                statements.search_count(domain) if allowed else 0
            )
        return values

    def _jxc_domain(self):
        return [("state", "in", ("sent", "disputed", "confirmed"))]

    @http.route(
        ["/my/statements", "/my/statements/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_statements(self, page=1, **_kw):
        """The statements of the partner, newest first."""
        statements = request.env["jxc.statement"]
        if not statements.has_access("read"):
            return request.redirect("/my")
        domain = self._jxc_domain()
        pager = portal_pager(
            url="/my/statements",
            total=statements.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = statements.search(
            domain, limit=self._items_per_page, offset=pager["offset"]
        )
        values = {
            **self._prepare_portal_layout_values(),
            "statements": found,
            "page_name": "jxc_statement",
            "pager": pager,
            "default_url": "/my/statements",
        }
        return request.render("jxc_settlement.portal_my_statements", values)

    @http.route(
        "/my/statements/<int:statement_id>", type="http", auth="public", website=True
    )
    def portal_my_statement(
        self, statement_id, access_token=None, report_type=None, download=False, **_kw
    ):
        """One statement: as a page to answer on, as PDF, or as a workbook."""
        statement = self._jxc_statement(statement_id, access_token)
        if not statement:
            return request.redirect("/my")
        if report_type == "xlsx":
            return xlsx.respond(*statement._jxc_workbook())
        if report_type == "pdf":
            return self._show_report(statement, "pdf", REPORT, download)
        return self._jxc_page(statement, access_token)

    @http.route(
        "/my/statements/<int:statement_id>/answer",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_answer_statement(self, statement_id, access_token=None, **form):
        """The partner agrees or disagrees; an answer that comes late is told so."""
        statement = self._jxc_statement(statement_id, access_token)
        if not statement:
            return request.redirect("/my")
        user, own = request.env.user, request.env.user._is_public()
        person = form.get("person", "").strip() if own else user.name
        author = statement.partner_id if own else user.partner_id
        try:
            if user._is_internal():
                raise UserError(
                    request.env._("Only the partner answers here. Use the buttons.")
                )
            statement.with_context(lang=request.env.lang)._jxc_partner_answer(
                form.get("decision") == "agree",
                person,
                author,
                form.get("remark", ""),
                {
                    int(name[5:]): text
                    for name, text in form.items()
                    if name.startswith("line_") and name[5:].isdecimal()
                },
            )
        except UserError as error:
            return self._jxc_page(statement, access_token, error.args[0], form)
        return request.redirect(statement.get_portal_url())

    def _jxc_statement(self, statement_id, access_token):
        """The statement with raised rights, or None; never one that was not sent."""
        try:
            statement = self._document_check_access(
                "jxc.statement", statement_id, access_token
            )
        except (AccessError, MissingError):
            return None
        return statement if statement.date_sent else None

    def _jxc_page(self, statement, access_token, error=None, form=None):
        statement = statement.with_context(lang=request.env.lang)
        values = {
            "statement": statement,
            "successor": statement.state == "cancel" and statement._jxc_successor(),
            "page_name": "jxc_statement",
            "error": error,
            "form": form or {},
            "may_answer": not request.env.user._is_internal(),
            "anonymous": request.env.user._is_public(),
        }
        values = self._get_page_view_values(
            statement, access_token, values, "my_statements_history", False
        )
        return request.render("jxc_settlement.portal_my_statement", values)
