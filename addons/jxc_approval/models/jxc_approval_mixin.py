from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..exceptions import ApprovalRequired
from ..logic import digest


class JxcApprovalMixin(models.AbstractModel):
    """A document with a chatter and a company that may need an approval.

    It says when it is in effect, what an approval is about, and how it goes on.
    """

    _name = "jxc.approval.mixin"
    _inherit = "jxc.approval.figures"
    _description = "Document to Approve"

    jxc_approval_state = fields.Selection(
        [
            ("none", "No Approval Needed"),
            ("required", "To Submit"),
            ("pending", "Waiting for Approval"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("returned", "Sent Back"),
        ],
        "Approval",
        compute="_compute_jxc_approval_state",
        search="_search_jxc_approval_state",
        compute_sudo=True,
    )
    jxc_approval_request_ids = fields.One2many(
        "jxc.approval.request",
        "res_id",
        "Approval Requests",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    # --- what a document's add-on says -----------------------------------------

    def _jxc_approval_effective(self):
        """The documents of ``self`` that bind somebody."""
        raise NotImplementedError

    def _jxc_approval_values(self):
        """The key fields of one document, as a dict of plain values."""
        raise NotImplementedError

    def _jxc_approval_evidence(self):
        """What the approver is shown: a list of (label, text), or (label, text, "cost")
        for what only those who may see costs are shown. At most twelve lines."""
        return []

    def _jxc_approval_on_approved(self):
        """Go on where the requester stopped; called as him."""

    def _jxc_approval_on_refused(self):
        """What follows a refusal; called as the requester."""

    # --- state -----------------------------------------------------------------

    @api.depends("jxc_approval_request_ids.state")
    def _compute_jxc_approval_state(self):
        origins = self._origin
        states = origins._jxc_approval_states()
        for document in self:
            document.jxc_approval_state = states.get(document._origin.id, "none")

    def _jxc_approval_states(self):
        states, effective = {}, self._jxc_approval_effective()
        for document, rules, digest_now, requests in self._jxc_approval_facts():
            given = document._jxc_approval_given(requests, digest_now).rule_id
            found = {
                rule: "approved"
                if rule in given
                else next(
                    (
                        request.state
                        for request in requests
                        if request.rule_id == rule
                        and request.digest == digest_now
                        and request.state in ("pending", "refused", "returned")
                    ),
                    "required",
                )
                for rule in rules
            }
            order = ("refused", "returned", "required", "pending", "approved")
            reached = set(found.values())
            if document in effective:
                # It took effect before the rule matched: there is nothing to ask for.
                reached.discard("required")
            states[document.id] = next((s for s in order if s in reached), "none")
        return states

    def _jxc_approval_facts(self):
        """Yield (document, its rules, its digest, its requests, latest first)."""
        matching = self.env["jxc.approval.rule"]._matching(self)
        concerned = self.filtered(lambda document: matching[document.id])
        requests = defaultdict(self.env["jxc.approval.request"].sudo().browse)
        if concerned:
            for request in requests[0].search(
                [("res_model", "=", self._name), ("res_id", "in", concerned.ids)]
            ):
                requests[request.res_id] |= request
        for document in concerned:
            yield (
                document,
                matching[document.id],
                document._jxc_approval_digest(),
                requests[document.id],
            )

    def _jxc_approval_digest(self):
        return digest.digest(self._jxc_approval_values())

    def _search_jxc_approval_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        request = self.env["jxc.approval.request"].sudo()
        rules = (
            self.env["jxc.approval.rule"].sudo().search([("model", "=", self._name)])
        )
        documents = self.sudo().search(Domain.OR(rule._condition() for rule in rules))
        if set(value) <= {"pending", "approved", "refused", "returned"}:
            decided = request.search(
                [("res_model", "=", self._name), ("state", "in", list(value))]
            )
            documents &= self.browse(decided.mapped("res_id"))
        states = documents._jxc_approval_states()
        if "none" in value:
            others = [key for key, state in states.items() if state not in value]
            return [("id", "not in", others)]
        return [("id", "in", [key for key, state in states.items() if state in value])]

    def _jxc_approval_lacking(self):
        """:return: ``{document: rules nobody approved it under as it is now}``"""
        lacking = {}
        for document, rules, digest_now, requests in self._jxc_approval_facts():
            given = document._jxc_approval_given(requests, digest_now)
            if rules - given.rule_id:
                lacking[document] = rules - given.rule_id
        return lacking

    # --- the guard -------------------------------------------------------------

    def _jxc_approval_check(self):
        """Refuse documents in effect that nobody approved as they are now."""
        effective = self._jxc_approval_effective().sudo()
        for document, rules in effective._jxc_approval_lacking().items():
            raise ApprovalRequired(
                self.env._(
                    "%(document)s needs an approval: %(rules)s. Submit it for approval"
                    " before it takes effect; to change what was approved, cancel it,"
                    " change it and submit it again.",
                    document=document.display_name,
                    rules=", ".join(rules.mapped("name")),
                )
            )

    def _jxc_approval_tokens(self):
        """What the documents in effect say now, to see later whether it changed.

        A document that took effect before a rule was made is not stopped by it as
        long as nobody changes what an approval is about.
        """
        effective = self._jxc_approval_effective().sudo()
        rules = self.env["jxc.approval.rule"]._matching(effective)
        return {
            document.id: (document._jxc_approval_digest(), rules[document.id])
            for document in effective
        }

    def _jxc_approval_changed_since(self, before):
        """What follows every write: obsolete requests, and the check."""
        shown = ("jxc_approval_state", "jxc_approval_note", "jxc_approval_count")
        self.invalidate_recordset(shown, flush=False)
        self._jxc_approval_expire()
        now = self._jxc_approval_tokens()
        changed = [key for key, token in now.items() if before.get(key) != token]
        if changed:
            self.browse(changed)._jxc_approval_check()
            lenient = [key for key in changed if any(now[key][1].mapped("tolerance"))]
            self.browse(lenient)._jxc_approval_tell_lowered()

    def _jxc_approval_expire(self):
        """A request that asks for what the document no longer says is obsolete."""
        request = self.env["jxc.approval.request"].sudo()
        pending = request.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "=", "pending"),
            ]
        )
        pending.filtered(lambda r: r._is_outdated())._close("obsolete")

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._jxc_approval_changed_since({})
        return documents

    def write(self, vals):
        before = self._jxc_approval_tokens()
        result = super().write(vals)
        self._jxc_approval_changed_since(before)
        return result

    def unlink(self):
        self._jxc_approval_drop()
        return super().unlink()

    def _jxc_approval_drop(self):
        """Nobody is asked any more."""
        self.sudo().jxc_approval_request_ids.filtered(
            lambda r: r.state == "pending"
        )._close("cancelled")

    # --- buttons ---------------------------------------------------------------

    def action_jxc_submit(self):
        self.check_access("write")
        self.env["jxc.lock"].acquire(self._jxc_approval_keys())
        lacking = self.sudo()._jxc_approval_lacking()
        for document in self:
            if document.sudo() not in lacking:
                raise UserError(
                    self.env._(
                        "%(document)s needs no approval: go on with it.",
                        document=document.display_name,
                    )
                )
        self._jxc_approval_expire()
        requests = self.env["jxc.approval.request"]
        for document, rules in lacking.items():
            for rule in rules:
                requests |= requests._submit(document, rule)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Submitted for approval: %(documents)s",
                    documents=", ".join(self.mapped("display_name")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_jxc_withdraw(self):
        self.check_access("write")
        self.jxc_approval_request_ids.filtered(
            lambda r: r.state == "pending"
        ).action_jxc_withdraw()

    def _jxc_approval_keys(self):
        return [f"approval:{self._name}:{document_id}" for document_id in self.ids]

    # --- before and after, for people -------------------------------------------

    def _jxc_approval_changes(self, before):
        """What the document says differently from ``before``, one text per change."""
        self.ensure_one()
        lines = self._jxc_approval_lines()
        texts = []
        for path, old, new in digest.changes(before, self._jxc_approval_values()):
            model, where = self, ""
            if len(path) > 1:
                model = lines
                where = lines.browse(int(path[1])).exists().display_name or path[1]
            key = path[2] if len(path) > 2 else path[0]
            if len(path) == 2:
                word = self.env._("added") if old is None else self.env._("removed")
                texts.append(f"{where}: {word}")
                continue
            label = model.fields_get([key]).get(key, {}).get("string", key)
            old, new = (
                self._jxc_approval_readable(model, key, value) for value in (old, new)
            )
            texts.append(f"{where} {label}: {old} → {new}".strip())
        return texts

    def _jxc_approval_lines(self):
        """The model of the lines that an approval is about; empty."""
        for field in self._fields.values():
            if field.type == "one2many":
                lines = self.env[field.comodel_name]
                if (
                    isinstance(lines, self.env.registry["jxc.approval.line.mixin"])
                    and lines._jxc_approval_parent_field == field.inverse_name
                ):
                    return lines
        return self.browse()

    def _jxc_approval_readable(self, model, key, value):
        field = model._fields.get(key)
        if not value or not field or not field.relational:
            return "-" if value in (None, False, "", []) else value
        ids = [int(item) for item in (value if isinstance(value, list) else [value])]
        records = self.env[field.comodel_name].sudo().browse(ids).exists()
        return ", ".join(records.mapped("display_name"))
