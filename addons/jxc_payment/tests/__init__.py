from . import test_deposit, test_proposal, test_proposal_attacks, test_sessions
