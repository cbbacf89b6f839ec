from . import test_counting, test_deciding, test_posting, test_threads
