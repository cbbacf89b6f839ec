from . import jxc_stocktake
from . import jxc_stocktake_counter
from . import jxc_stocktake_line
from . import jxc_stocktake_count
from . import jxc_stocktake_flow
from . import jxc_stocktake_page
