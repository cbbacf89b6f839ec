from . import (
    jxc_pda,
    jxc_pda_damage,
    jxc_pda_put,
    jxc_pda_unknown,
    jxc_scan,
    jxc_stocktake,
    jxc_tile,
    stock_scrap,
)
