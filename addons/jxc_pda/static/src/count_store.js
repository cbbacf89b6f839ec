/** Counts, sheets and transfers on the phone itself, until the server has them.
 *
 *  One database for each server database and user: who signs in next neither sees nor
 *  sends what another counted, and finds his own when he comes back.
 */
import {session} from "@web/session";
import {user} from "@web/core/user";

const QUEUE = "counts";
const SHEETS = "sheets";
const TRANSFERS = "transfers";
const LISTS = "lists";
const FINDS = "finds";
/** Name and key of each table. */
const TABLES = [
    [QUEUE, "client_id"],
    [SHEETS, "id"],
    [TRANSFERS, "id"],
    [LISTS, "id"],
    [FINDS, "client_id"],
];

function promised(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function opened(name) {
    const request = indexedDB.open(name, 2);
    request.onupgradeneeded = () => {
        for (const [table, keyPath] of TABLES) {
            if (!request.result.objectStoreNames.contains(table)) {
                request.result.createObjectStore(table, {keyPath});
            }
        }
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

    /** Only a row that is still there: looked up and written in one transaction. */
    changed(table, row) {
        return this.run(table, "readwrite", (rows) => {
            const found = rows.getKey(row.client_id);
            found.addEventListener("success", () => found.result && rows.put(row));
            return found;
        });
    }

    /** Kept before anything else happens to it. */
    add(count) {
        return this.run(QUEUE, "readwrite", (table) => table.put(count));
    }

    /** Why the server did not take it; what was given up meanwhile does not come back. */
    refuse(count) {
        return this.changed(QUEUE, count);
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

    /** A transfer as it was read, what was scanned of it and not sent, and what the
     *  server has taken since.
     */
    keepTransfer(id, data, parts = {}, saved = {}) {
        // Plain copies: the page's own are proxies, which no database takes.
        const row = JSON.parse(JSON.stringify({id, data, parts, saved}));
        return this.run(TRANSFERS, "readwrite", (table) => table.put(row));
    }

    transfer(id) {
        return this.run(TRANSFERS, "readonly", (table) => table.get(id));
    }

    dropTransfer(id) {
        return this.run(TRANSFERS, "readwrite", (table) => table.delete(id));
    }

    keepList(id, rows) {
        return this.run(LISTS, "readwrite", (table) => table.put({id, rows}));
    }

    async list(id) {
        const kept = await this.run(LISTS, "readonly", (table) => table.get(id));
        return kept?.rows;
    }

    /** Goods with a code that nobody knows. */
    addFind(find) {
        return this.run(FINDS, "readwrite", (table) => table.put(find));
    }

    refuseFind(find) {
        return this.changed(FINDS, find);
    }

    finds() {
        return this.run(FINDS, "readonly", (table) => table.getAll());
    }

    dropFind(clientId) {
        return this.run(FINDS, "readwrite", (table) => table.delete(clientId));
    }
}
