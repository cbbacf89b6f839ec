from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import ApprovalCase

PEOPLE = ("anna", "bo", "chen", "dora", "buyer")
person = st.sampled_from(PEOPLE)
amount = st.sampled_from([92, 96, 460, 455, 449, 500, 640, 700])
edit = st.one_of(
    st.tuples(st.just("amount"), amount),
    st.tuples(st.just("price"), st.sampled_from([4.6, 4, 5, 6, 50])),
    st.tuples(st.just("line"), st.sampled_from([1, 50])),
)
passing = st.tuples(st.sampled_from(["delegate", "add"]), person, person)
ending = st.tuples(st.sampled_from(["refuse", "return", "withdraw"]), person)
effect = st.sampled_from([("confirm",), ("confirm",), ("reopen",), ("submit",)])
approving = st.tuples(st.just("approve"), person)
# Purely random sequences seldom get anything approved: each round asks first.
a_round = st.tuples(
    st.lists(edit, max_size=2),
    st.just([("submit",)]),
    st.lists(passing, max_size=2),
    st.permutations([("approve", name) for name in PEOPLE]).map(lambda p: p[:4]),
    st.lists(st.one_of(approving, passing, ending), max_size=1),
    st.lists(st.one_of(edit, effect, edit), max_size=5),
).map(lambda parts: [step for part in parts for step in part])
sequences = st.tuples(
    st.sampled_from([500, 700, 101]).map(lambda value: [("amount", value)]),
    a_round,
    a_round,
).map(lambda parts: [step for part in parts for step in part])


class Oracle:
    """What was approved, kept by the plainest means: who said what about which content.

    It knows nothing of the engine: neither requests' states nor digests. It is told of
    each answer that went through, and says which contents may be in effect.
    """

    def __init__(self, rules):
        self.rules = rules
        self.asked = {}

    def submitted(self, request, rule, content):
        self.asked[request] = {"rule": rule, "content": content, "said": []}

    def said(self, request, *what):
        self.asked[request]["said"].append(what)

    def allows(self, content):
        return all(
            any(
                case["rule"] == rule and self._holds(case, content)
                for case in self.asked.values()
            )
            for rule, wanted in self.rules.items()
            if content[0] > wanted["over"]
        )

    def _holds(self, case, content):
        wanted = self.rules[case["rule"]]
        seats, more, given = list(wanted["people"]), [], set()
        for kind, who, *to in case["said"]:
            if kind == "delegate":
                seats = [to[0] if seat == who else seat for seat in seats]
                more = [to[0] if seat == who else seat for seat in more]
            elif kind == "add":
                more.append(to[0])
            elif kind == "approve":
                given.add(who)
            else:
                return False
        enough = {"any": any, "all": all}[wanted["mode"]]
        through = enough(seat in given for seat in seats)
        through = through and all(seat in given for seat in more)
        return through and self._covers(case["content"], content, wanted["lower"])

    def _covers(self, approved, content, percent):
        if approved == content:
            return True
        (old_amount, old_lines), (amount, lines) = approved, content
        pairs = [(old_amount, amount)]
        pairs += [(old_lines[key], lines.get(key)) for key in old_lines]
        least = 100 - percent
        return (
            percent > 0
            and old_lines.keys() == lines.keys()
            and all(new <= old and 100 * new >= least * old for old, new in pairs)
        )


@tagged("post_install", "-at_install")
class TestProperty(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {"buyer": cls.buyer}
        for name in PEOPLE[:4]:
            login = f"test_{name}"
            cls.people[name] = new_role_user(cls.env, "salesperson", login=login)
        cls.rule.active = False
        cls.plain = {
            "A": {"over": 100, "people": ["anna", "bo"], "mode": "all", "lower": 10},
            "B": {"over": 600, "people": ["chen", "dora"], "mode": "any", "lower": 0},
        }
        for name, wanted in cls.plain.items():
            ids = [cls.people[person].id for person in wanted["people"]]
            cls._rule(
                name,
                {"user_ids": ids, "mode": wanted["mode"]},
                domain=f"[('amount', '>', {wanted['over']})]",
                tolerance=wanted["lower"],
            )

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        # Making a counterexample smaller takes minutes, each step a database's work.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sequences)
    def test_in_effect_is_only_what_was_approved(self, sequence):
        """P4, S3: whatever is edited, submitted, decided and passed on in whatever
        order, no document is in effect in a state that its rules' people did not
        approve, or in one lowered by more than they let."""
        savepoint = self.env.cr.savepoint()
        try:
            self._play(sequence)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _play(self, sequence):
        oracle = Oracle(self.plain)
        document = self._document(92, line_ids=[Command.create({"price": 5})])
        for step in sequence:
            known = document.jxc_approval_request_ids
            try:
                with self.env.cr.savepoint():
                    told = self._do(document, *step)
            except (UserError, AccessError):
                told = []
            for request in document.jxc_approval_request_ids - known:
                oracle.submitted(
                    request.id, request.rule_id.name, self._content(document)
                )
            for request in told:
                if request.state != "obsolete":
                    oracle.said(request.id, *step)
            if document.confirmed:
                content = self._content(document)
                self.assertTrue(oracle.allows(content), (sequence, step, content))

    def _content(self, document):
        lines = {line.id: line.price for line in document.line_ids}
        return document.amount, lines

    def _do(self, document, what, *args):
        """Do one step as who does it; the requests that it answered."""
        if what == "amount":
            document.amount = args[0]
        elif what == "price":
            document.line_ids[:1].price = args[0]
        elif what == "line":
            document.line_ids = [Command.create({"price": args[0]})]
        elif what in ("confirm", "reopen"):
            document.confirmed = what == "confirm"
        elif what == "submit":
            document.action_jxc_submit()
        else:
            return self._answer(document, what, *args)
        return []

    def _answer(self, document, what, who, to=None):
        requests = document.jxc_approval_request_ids.filtered(
            lambda r: r.state == "pending"
        ).with_user(self.people[who])
        told = []
        for request in requests:
            try:
                with self.env.cr.savepoint():
                    if what == "approve":
                        request.action_jxc_approve()
                    elif what == "refuse":
                        request.action_jxc_refuse("no")
                    elif what == "return":
                        request.action_jxc_send_back("why?")
                    elif what == "withdraw":
                        request.action_jxc_withdraw()
                    elif what == "delegate":
                        request.action_jxc_delegate(self.people[to].id)
                    else:
                        request.action_jxc_add_signer(self.people[to].id)
                told.append(request)
            except (UserError, AccessError):
                continue
        return told
