/** Why something was not taken, in words. */
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError, RPCError} from "@web/core/network/rpc";

import {feedback} from "./feedback";
import {ScanError} from "./gs1";
import {Refused} from "./transfer_work";

/** The page is one user's, the session by now another's. */
export function isOtherUser(error) {
    return error instanceof RPCError && error.exceptionName?.endsWith(".OtherUser");
}

/** The text for an error that the page expects; "" for any other. */
export function refusalText(error) {
    if (error instanceof Refused) {
        return error.message;
    }
    if (error instanceof ScanError) {
        return error.kind === "check"
            ? _t("The label was misread: its check digit is wrong. Scan again.")
            : _t("The label breaks GS1's rules at (%s).", error.ai);
    }
    if (error instanceof ConnectionLostError) {
        return _t("No network. Try again when it is back.");
    }
    if (error instanceof RPCError) {
        return error.data?.message || error.message;
    }
    return "";
}

/** Do something; what is expected to go wrong becomes the panel's ``state.message``. */
export async function attempt(state, act) {
    try {
        state.message = "";
        await act();
    } catch (error) {
        const text = refusalText(error);
        if (!text) {
            throw error;
        }
        feedback(false);
        state.message = text;
    }
}
