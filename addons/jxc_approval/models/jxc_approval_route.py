import logging

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models

from ..logic import steps
from .jxc_approval_request import ACTIVITY_TYPE

_logger = logging.getLogger(__name__)
BATCH = 50


class JxcApprovalRequest(models.Model):
    """Who is asked: now, after a delegation, in an absence, when it is late."""

    _inherit = "jxc.approval.request"

    @api.depends("state", "approver_ids")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        user = self.env.user
        manager = user.has_group("jxc_base.group_jxc_manager")
        away = self.env["jxc.approval.substitute"]._running()
        for request in self:
            pending = request.state == "pending"
            mine = manager or user == request.requester_id
            request.can_decide = pending and user.id in request._deciders(away)
            request.can_withdraw = request.can_urge = pending and mine

    def _enter(self, step):
        """Begin a step: its time runs from now."""
        now = fields.Datetime.now()
        hours = step.deadline_hours
        self._as_engine().write(
            {
                "current_step_id": step.id,
                "step_since": now,
                "due_on": hours and fields.Datetime.add(now, hours=hours),
            }
        )
        self._ask()

    def _ask(self):
        """Keep who is asked and the to-dos as the events of the step say."""
        for request in self.sudo():
            asked = request._asked()
            if asked != request.approver_ids:
                request._as_engine().approver_ids = asked
            todos = request.activity_search([ACTIVITY_TYPE])
            todos.filtered(lambda todo, a=asked: todo.user_id not in a).unlink()
            for user in asked - todos.exists().user_id:
                request.activity_schedule(
                    ACTIVITY_TYPE,
                    summary=self.env._("Approve: %(request)s", request=request.name),
                    date_deadline=request.due_on and request.due_on.date(),
                    user_id=user.id,
                )

    def _asked(self):
        """Who may answer now: roles may have changed since the to-dos were given."""
        return self.env["res.users"].browse(self._deciders())

    def _deciders(self, away=None):
        """:param away: the stand-ins of now, where many requests are looked at
        :return: ``{user id: ids of those in whose place he answers, or his own}``
        """
        found = self._outcome()
        people = self.env["res.users"].sudo().browse(found.waiting)
        if away is None:
            away = self.env["jxc.approval.substitute"]._running()
        substitutes = away._of(people, self.sudo().company_id)
        stand_ins = {user: found_users.ids for user, found_users in substitutes.items()}
        users = people.union(*substitutes.values())
        return steps.deciders(found, stand_ins, self._eligible(users))

    def _outcome(self):
        """What the events of the current step come to."""
        self.ensure_one()
        request = self.sudo()
        step = request.current_step_id
        if not step:
            return steps.Outcome(False, (), frozenset())
        # Not env.ref, which asks the database each time whether the group is there.
        data, groups = self.env["ir.model.data"].sudo(), self.env["res.groups"].sudo()
        managers = groups.browse(data._xmlid_to_res_id("jxc_base.group_jxc_manager"))
        managers = managers.all_user_ids.sorted("id")
        named = step._named(request._document())
        late = step._late() or managers
        told = request._events_in_step()
        everybody = named | managers | late | told.user_id | told.to_user_id
        return steps.outcome(
            steps.Step(
                mode=step.mode,
                named=tuple(named.ids),
                fallback=tuple(managers.ids),
                late=tuple(late.ids),
            ),
            told._events(),
            self._eligible(everybody | told.for_user_id),
        )

    def _eligible(self, users):
        """Ids of those who may approve this at all. Nobody approves his own."""
        request = self.sudo()
        able = users._jxc_can_approve(request.company_id)
        if not request.rule_id.allow_self:
            able -= request.requester_id
        return set(able.ids)

    def _events_in_step(self):
        step = self.sudo().current_step_id
        return self.sudo().decision_ids.filtered(lambda d: d.step_id == step)

    # --- by the clock --------------------------------------------------------------

    def _ask_waiting(self, users):
        """Somebody comes, goes or is away: who is asked in what waits for him?"""
        domain = [("state", "=", "pending"), ("approver_ids", "in", users.ids)]
        self.sudo().search(domain)._ask()

    @api.model
    def _cron_follow(self):
        """Ask others where time is over, and whom roles and absences name now."""
        cron = self.env["ir.cron"]
        pending = self.search([("state", "=", "pending")], order="id")
        cron._commit_progress(remaining=len(pending))
        for start in range(0, len(pending), BATCH):
            batch = pending[start : start + BATCH]
            for request in batch:
                request._follow_safely()
            if not cron._commit_progress(len(batch)):
                break

    def _follow_safely(self):
        """One request that cannot be followed holds up none of the others."""
        try:
            with self.env.cr.savepoint():
                self._follow()
        except OperationalError:
            raise  # the host runs the job again
        except Exception:
            _logger.exception("The approval request %s cannot be followed", self.id)

    def _follow(self):
        self._lock()
        if self.state != "pending" or not self.current_step_id:
            return
        over = self.due_on and self.due_on <= fields.Datetime.now()
        if over and "timed_out" not in self._events_in_step().mapped("decision"):
            self.with_user(SUPERUSER_ID)._record("timed_out")
            late = self.current_step_id._late()
            names = ", ".join(late.mapped("name")) or self.env._("the managers")
            self._tell(
                self.env._("The time is over; also asked: %(people)s", people=names)
            )
        self._ask()
