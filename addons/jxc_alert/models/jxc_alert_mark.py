import logging
from collections import defaultdict

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
BATCH = 1000


class JxcAlertMark(models.Model):
    """A queue of things to look at, written where they change.

    A transaction that moves goods only appends rows here: it evaluates nothing and
    waits for nobody. The evaluation runs within seconds of its commit.
    """

    _name = "jxc.alert.mark"
    _description = "Alert Mark"
    _log_access = False
    _order = "id"
    _rec_name = "key"

    kind = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    marked_on = fields.Datetime(required=True, readonly=True)

    def _mark(self, kind, keys):
        """Have the rules of ``kind`` look at ``keys`` after the commit.

        :param keys: iterable of str, what the evaluator of the kind understands.
        """
        self._mark_kinds({kind: keys})

    def _mark_kinds(self, keys_of):
        """Likewise for several kinds, ``{kind: keys}``, by one statement."""
        if self._insert_marks(keys_of):
            self._trigger_after_commit()

    @api.model
    def _mark_watched(self, keys_of):
        """Likewise, of the kinds that an active rule watches."""
        if any(keys_of.values()):
            rules = self.env["jxc.alert.rule"].sudo()
            active = rules._read_group([("active", "=", True)], ["kind"])
            watched = {kind for (kind,) in active}
            self.sudo()._mark_kinds({k: v for k, v in keys_of.items() if k in watched})

    def _insert_marks(self, keys_of):
        pairs = sorted({(kind, key) for kind, keys in keys_of.items() for key in keys})
        if pairs:
            kinds, keys = zip(*pairs, strict=True)
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO jxc_alert_mark (kind, key, marked_on)
                    SELECT kind, key, now() AT TIME ZONE 'UTC'
                      FROM unnest(%s, %s) mark (kind, key)
                    """,
                    list(kinds),
                    list(keys),
                )
            )
        return len(pairs)

    def _trigger_after_commit(self):
        """Wake the evaluation, once however often the transaction marks.

        In a hook of the commit, so that a savepoint that is rolled back does not
        take the wake-up of the other marks along.
        """
        precommit = self.env.cr.precommit
        if not precommit.data.get("jxc_alert.triggered"):
            precommit.data["jxc_alert.triggered"] = True
            precommit.add(self.sudo()._trigger_evaluation)

    def _trigger_evaluation(self):
        cron = self.env.ref("jxc_alert.ir_cron_evaluate", raise_if_not_found=False)
        if cron:
            cron._trigger()

    @api.model
    def _cron_evaluate(self):
        """Evaluate what is marked, one batch per transaction."""
        cron, last = self.env["ir.cron"], self._last_mark()
        cron._commit_progress(remaining=self.search_count([("id", "<=", last)]))
        while done := self._process_batch(last):
            if not cron._commit_progress(done):
                break

    def _process(self):
        """Evaluate all that is marked now, within this transaction.

        :return: the number of marks.
        """
        last, total = self._last_mark(), 0
        while done := self.sudo()._process_batch(last):
            total += done
        return total

    def _last_mark(self):
        # What a failed evaluation puts back comes behind it: every run ends.
        self.env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM jxc_alert_mark")
        return self.env.cr.fetchone()[0]

    def _process_batch(self, last):
        """Take marks from the queue and bring their alerts up to date.

        One evaluation at a time: of two that look at one key at different moments,
        the older view could be written last. Who comes second fails to serialise
        and is run again on fresh figures.
        """
        self.env.flush_all()
        self.env["jxc.lock"].acquire(["alert:evaluate"])
        taken = self.env.execute_query(
            SQL(
                """
                DELETE FROM jxc_alert_mark WHERE id IN (
                    SELECT id FROM jxc_alert_mark WHERE id <= %s
                    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                ) RETURNING kind, key
                """,
                last,
                BATCH,
            )
        )
        keys_of = defaultdict(set)
        for kind, key in taken:
            keys_of[kind].add(key)
        for kind, keys in keys_of.items():
            self._settle(kind, sorted(keys))
        return len(taken)

    def _settle(self, kind, keys):
        """Let every rule of a kind look at the keys; a rule that fails holds up
        nobody else, and its keys stay in the queue."""
        failed = False
        for rule in self.env["jxc.alert.rule"].search([("kind", "=", kind)]):
            try:
                with self.env.cr.savepoint():
                    rule._jxc_settle(keys)
            except OperationalError:
                raise  # the host runs the transaction again
            except Exception:
                _logger.exception("The alert rule %s cannot be evaluated", rule.id)
                failed = True
        if failed:
            self._insert_marks({kind: keys})
