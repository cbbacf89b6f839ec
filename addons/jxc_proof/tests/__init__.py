from . import test_invoice, test_proof, test_sessions
