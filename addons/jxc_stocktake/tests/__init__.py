from . import test_counting, test_posting, test_threads
