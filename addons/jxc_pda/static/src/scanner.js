/** Codes from a wedge scanner, the camera or the fingers, one way for all. */
import {onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {_t} from "@web/core/l10n/translation";
import {useBus, useService} from "@web/core/utils/hooks";

/** The host's window is as flat as an EAN; square codes need a taller one. Whoever has
 *  drawn his own keeps it. */
function openWindow() {
    const key = "o-barcode-scanner-overlay";
    if (!browser.localStorage.getItem(key)) {
        browser.localStorage.setItem(key, JSON.stringify({x: 24, y: 16}));
    }
}

/** Why there is no camera to be had, and what to do; "" if there is one. */
async function noCamera() {
    if (!isBarcodeScannerSupported()) {
        return _t("The camera works over https only. Type the code, or use a scanner.");
    }
    try {
        const video = {facingMode: "environment"};
        const stream = await browser.navigator.mediaDevices.getUserMedia({video});
        stream.getTracks().forEach((track) => track.stop());
        return "";
    } catch (error) {
        const reasons = {
            NotAllowedError: _t(
                "The camera is not allowed. Allow it for this site in the browser's settings, or type the code.",
            ),
            NotFoundError: _t("No camera was found. Type the code, or use a scanner."),
            NotReadableError: _t("Another app is using the camera. Close it first."),
        };
        return reasons[error.name] || error.message;
    }
}

/** Call ``onCode`` for each code while the component is there, one after the other;
 *  ``onNoCamera`` with the reason if its camera cannot be had. */
export function useScanner(env, onCode, onNoCamera) {
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
        async camera() {
            const reason = await noCamera();
            if (reason) {
                return onNoCamera(String(reason));
            }
            openWindow();
            const code = await scanBarcode(env).catch(() => "");
            if (code) {
                await take(code);
            }
        },
    };
}
