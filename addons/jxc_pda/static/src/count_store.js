/** Counts and sheets on the phone itself, until the server has them.
 *
 *  One database for each server database and user: who signs in next neither sees nor
 *  sends what another counted, and finds his own when he comes back.
 */
import {session} from "@web/session";
import {user} from "@web/core/user";

const QUEUE = "counts";
const SHEETS = "sheets";

function promised(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function opened(name) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
        request.result.createObjectStore(QUEUE, {keyPath: "client_id"});
        request.result.createObjectStore(SHEETS, {keyPath: "id"});
    };
    return promised(request);
}

export function storeName() {
    return `jxc_pda/${session.db}/${user.userId}`;
}

export class CountStore {
    constructor(name = storeName()) {
        this.db = opened(name);
    }

    async run(table, mode, act) {
        const transaction = (await this.db).transaction(table, mode);
        return promised(act(transaction.objectStore(table)));
    }

    /** Kept before anything else happens to it. */
    add(count) {
        return this.run(QUEUE, "readwrite", (table) => table.put(count));
    }

    remove(clientId) {
        return this.run(QUEUE, "readwrite", (table) => table.delete(clientId));
    }

    /** What still has to be sent, in the order of counting. */
    async waiting() {
        const counts = await this.run(QUEUE, "readonly", (table) => table.getAll());
        return counts.sort((a, b) => a.number - b.number);
    }

    keepSheet(id, sheet) {
        return this.run(SHEETS, "readwrite", (table) => table.put({id, sheet}));
    }

    async sheet(id) {
        const kept = await this.run(SHEETS, "readonly", (table) => table.get(id));
        return kept?.sheet;
    }
}
