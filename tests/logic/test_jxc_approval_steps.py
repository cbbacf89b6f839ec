from jxc_approval.logic.steps import Event, Step, deciders, outcome

ALL = frozenset(range(1, 20))


def approved(user, holder=None):
    return Event("approved", user, holder or user)


def delegated(user, to):
    return Event("delegated", user, user, to)


def added(user, to):
    return Event("added", user, user, to)


def result(mode, named, *events, eligible=ALL, fallback=(9,), late=(8,)):
    found = outcome(Step(mode, named, fallback, late), events, eligible)
    return found.through, found.waiting


def test_one_of_them():
    assert result("any", (1, 2)) == (False, (1, 2))
    assert result("any", (1, 2), approved(2)) == (True, ())


def test_all_of_them():
    assert result("all", (1, 2), approved(2)) == (False, (1,))
    assert result("all", (1, 2), approved(2), approved(1)) == (True, ())


def test_in_turn():
    assert result("turn", (2, 1)) == (False, (2,))
    assert result("turn", (2, 1), approved(2)) == (False, (1,))
    assert result("turn", (2, 1), approved(2), approved(1)) == (True, ())


def test_who_can_no_longer_approve_drops_out():
    """Archived users do not block a route; where nobody is left, managers decide."""
    assert result("all", (1, 2), approved(2), eligible={2, 9}) == (True, ())
    assert result("turn", (1, 2), eligible={2, 9}) == (False, (2,))
    assert result("all", (1, 2), eligible={9}) == (False, (9,))
    assert result("any", (1,), eligible=()) == (False, ())
    assert result("all", (1, 2), approved(1), eligible={2}) == (False, (2,))


def test_a_fallback_needs_one_of_them():
    both = {"eligible": {8, 9}, "fallback": (8, 9)}
    assert result("all", (1,), **both) == (False, (8, 9))
    assert result("all", (1,), approved(9), **both) == (True, ())


def test_delegated():
    passed = delegated(1, 5)
    assert result("all", (1, 2), passed) == (False, (5, 2))
    assert result("all", (1, 2), passed, approved(5)) == (False, (2,))
    assert result("any", (1,), passed, delegated(5, 6)) == (False, (6,))
    assert result("any", (1,), passed, approved(5)) == (True, ())
    assert result("any", (1,), passed, eligible={1, 9}) == (False, (1,)), "he is back"


def test_an_added_signer_approves_besides():
    more = added(1, 5)
    assert result("any", (1, 2), more) == (False, (1, 2, 5))
    assert result("any", (1, 2), more, approved(1)) == (False, (5,))
    assert result("any", (1, 2), more, approved(5)) == (False, (1, 2))
    assert result("any", (1, 2), more, approved(5), approved(2)) == (True, ())
    assert result("any", (1, 2), more, approved(1), eligible={1, 2}) == (True, ())


def test_after_the_deadline_others_decide_as_well():
    over = Event("timed_out", 1, 1)
    assert result("all", (1, 2), over) == (False, (1, 2, 8))
    assert result("all", (1, 2), over, approved(8)) == (True, ())
    assert result("all", (1, 2), approved(8)) == (False, (1, 2)), "not before"
    assert result("all", (1, 2), over, added(1, 5), approved(8)) == (False, (5,))


def test_a_stand_in_answers_for_the_absent():
    found = outcome(Step("all", (1, 2)), [], ALL)
    assert deciders(found, {}, ALL) == {1: (1,), 2: (2,)}
    assert deciders(found, {1: [7]}, ALL)[7] == (1,)
    assert deciders(found, {1: [7], 2: [7]}, ALL)[7] == (1, 2)
    assert 7 not in deciders(found, {1: [7]}, ALL - {7}), "the requester is nobody's"
    assert deciders(found, {1: [2]}, ALL)[2] == (2,), "two seats are two people"
    found = outcome(Step("all", (1, 2)), [approved(7, 1)], ALL)
    assert found.waiting == (2,)
    found = outcome(Step("all", (1, 2)), [approved(2)], ALL)
    assert 2 not in deciders(found, {1: [2]}, ALL)
