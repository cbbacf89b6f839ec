import logging
import time

from .loader.catalogue import load_catalogue, load_limits
from .loader.company import is_loaded, load_company
from .loader.demo import Demo
from .loader.history import load_history
from .loader.money import load_fixed_payments
from .loader.papers import load_papers
from .loader.people import load_people
from .loader.today import load_today
from .loader.warehouse_day import load_warehouse_day

_logger = logging.getLogger(__name__)


def load_demo(env):
    """Make the demo company out of the main company; once, and only when it is new."""
    demo = Demo(env)
    if is_loaded(demo):
        _logger.info("The demo company is there already: nothing is loaded")
        return
    for load in (
        load_company,
        load_people,
        load_catalogue,
        load_history,
        load_fixed_payments,
        load_limits,
        load_today,
        load_warehouse_day,
        load_papers,
    ):
        start = time.monotonic()
        load(demo)
        env.flush_all()
        _logger.info("%s: %.1f s", load.__name__, time.monotonic() - start)
