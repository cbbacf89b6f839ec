from . import test_invoice, test_json, test_proof, test_sessions
