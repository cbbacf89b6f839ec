/** Codes from a wedge scanner, the camera or the fingers, one way for all. */
import {onWillUnmount} from "@odoo/owl";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {useBus, useService} from "@web/core/utils/hooks";

/** Call ``onCode`` for each code while the component is there, one after the other. */
export function useScanner(env, onCode) {
    const barcode = useService("barcode");
    let open = true;
    let turn = Promise.resolve();
    const take = (code) => {
        turn = turn.then(() => open && onCode(code));
        return turn;
    };
    useBus(barcode.bus, "barcode_scanned", (event) => take(event.detail.barcode));
    onWillUnmount(() => {
        open = false;
    });
    return {
        take,
        hasCamera: isBarcodeScannerSupported(),
        async camera() {
            const code = await scanBarcode(env).catch(() => "");
            if (code) {
                await take(code);
            }
        },
    };
}
