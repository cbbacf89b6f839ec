/** A stock-take in the hands of a counter: what was counted where, without a network. */
import {_t} from "@web/core/l10n/translation";

import {fullGtin} from "./gs1";
import {Refused} from "./transfer_work";

const {DateTime} = luxon;
/** Older browsers have no randomUUID outside of https. */
export function newId() {
    if (crypto.randomUUID) {
        return crypto.randomUUID();
    }
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

const keyOf = (one) => [
    one.product_id,
    one.location_id,
    one.lot_id || one.lot_name || "",
];

export class CountWork {
    constructor(planId, sheet) {
        this.planId = planId;
        this.sheet = sheet;
        this.binId = null;
        /** Counts that the server may not have, oldest first. */
        this.own = [];
        /** Counts of this session, sent or not: what can be undone. */
        this.history = [];
        this.number = Date.now();
        this.current = null;
    }

    get plan() {
        return this.sheet.plans.find((plan) => plan.id === this.planId);
    }

    get bin() {
        return this.sheet.bins.find((bin) => bin.id === this.binId);
    }

    /** Where something is to be counted first; then where something may be found. */
    get bins() {
        const waits = new Set(this.sheet.lines.map((line) => line.location_id));
        const isWaiting = (bin) => waits.has(bin.id);
        return [
            ...this.sheet.bins.filter(isWaiting),
            ...this.sheet.bins.filter((bin) => !isWaiting(bin)),
        ];
    }

    product(id) {
        return this.sheet.products.find((product) => product.id === id);
    }

    lotName(one) {
        const lot = this.sheet.lots.find((other) => other.id === one.lot_id);
        return lot?.name || one.lot_name || "";
    }

    /** Lines of the bin at hand, those found here last. */
    get lines() {
        const there = this.sheet.lines.filter(
            (line) => line.location_id === this.binId,
        );
        const known = new Set(there.map((line) => keyOf(line).join("|")));
        for (const count of this.own) {
            const key = keyOf(count).join("|");
            if (count.location_id === this.binId && !known.has(key)) {
                known.add(key);
                there.push({...count, id: key, counted: null, found: true});
            }
        }
        return there;
    }

    /** What the server knows, and on top of it what it does not know yet. */
    counted(line) {
        let quantity = line.counted ?? null;
        const key = keyOf(line).join("|");
        const undone = new Set(this.own.map((count) => count.undo_of));
        const mine = this.own.filter((count) => keyOf(count).join("|") === key);
        const here = new Set(mine.map((count) => count.client_id));
        for (const count of mine) {
            if (undone.has(count.client_id) || here.has(count.undo_of)) {
                continue;
            }
            const amount = count.quantity * count.factor;
            if (count.kind === "set") {
                quantity = amount;
            } else if (amount) {
                quantity = (quantity || 0) + (count.kind === "undo" ? -amount : amount);
            }
        }
        return quantity;
    }

    binDone(bin) {
        const lines = this.sheet.lines.filter((line) => line.location_id === bin.id);
        return lines.filter((line) => this.counted(line) !== null).length;
    }

    binSize(bin) {
        return this.sheet.lines.filter((line) => line.location_id === bin.id).length;
    }

    findBin(code) {
        return this.sheet.bins.find(
            (bin) => bin.barcode && bin.barcode === code.trim(),
        );
    }

    /** The product of a scan, and the unit that carries the barcode. */
    find(scan) {
        const code = scan.gs1 && scan.gtin ? scan.gtin : scan.code;
        const same = (barcode) =>
            barcode &&
            (barcode === code || (scan.gtin && fullGtin(barcode) === scan.gtin));
        for (const product of this.sheet.products) {
            if (same(product.barcode) || (!scan.gs1 && product.code === code)) {
                return {product, uom_id: product.uom_id, uom: product.uom, factor: 1};
            }
            const pack = product.packs.find((one) => same(one.barcode));
            if (pack) {
                return {product, ...pack};
            }
        }
        return null;
    }

    /** A product that the sheet does not have but the server knows. */
    learn(found) {
        this.sheet.products.push({
            id: found.product_id,
            name: found.name,
            barcode: "",
            code: "",
            uom_id: found.uom_id,
            uom: found.uom_name,
            tracking: found.tracking,
            packs: [],
        });
    }

    goods(scan, found, lot = "") {
        if (!this.bin) {
            throw new Refused(_t("Scan the bin first."));
        }
        const {product, uom_id, factor} = found;
        const name = lot || (product.tracking === "serial" && scan.serial) || scan.lot;
        const lotName = name || scan.serial || "";
        if (product.tracking !== "none" && !lotName) {
            return {needsLot: product};
        }
        const quantity = scan.count ?? 1;
        return this.make("add", product, lotName, {quantity, uom_id, factor});
    }

    make(kind, product, lotName, amount) {
        const tracked = product.tracking !== "none";
        const lot =
            tracked &&
            this.sheet.lots.find(
                (one) => one.product_id === product.id && one.name === lotName,
            );
        const count = {
            ...this.stamp(kind),
            product_id: product.id,
            location_id: this.binId,
            lot_id: lot ? lot.id : false,
            lot_name: tracked && !lot ? lotName : "",
            ...amount,
            // For the list of what the server does not take; not sent.
            about: [product.name, tracked ? lotName : "", this.bin.name],
        };
        this.own.push(count);
        this.history.push(count);
        this.current = count;
        return count;
    }

    stamp(kind) {
        const number = ++this.number;
        return {
            // Counts of one second keep their order: the server sorts them by this.
            client_id: `${String(number).padStart(15, "0")}-${newId()}`,
            number,
            stocktake_id: this.planId,
            kind,
            device_time: DateTime.utc().toFormat("yyyy-MM-dd HH:mm:ss.SSS"),
        };
    }

    /** The keypad: so many in all, in the product's own unit. */
    set(line, quantity) {
        if (Number.isNaN(quantity) || quantity < 0) {
            throw new Refused(_t("That is no quantity."));
        }
        const product = this.product(line.product_id);
        const amount = {quantity, uom_id: product.uom_id, factor: 1};
        return this.make("set", product, this.lotName(line), amount);
    }

    /** Takes the last count back; what was sent already is taken back there. */
    undo() {
        const last = this.history.pop();
        const {product_id, location_id, lot_id, lot_name, factor, about} = last;
        const count = {
            ...this.stamp("undo"),
            undo_of: last.client_id,
            product_id,
            location_id,
            lot_id,
            lot_name,
            // What the server takes back, as long as it has not said so.
            quantity: last.kind === "add" ? last.quantity : 0,
            factor,
            about,
        };
        this.own.push(count);
        this.current = null;
        return count;
    }

    /** The server's answer: its lines hold what it took, ours are done with. */
    settle(answer) {
        this.sheet.since = answer.since;
        for (const line of answer.lines) {
            const at = this.sheet.lines.findIndex((one) => one.id === line.id);
            if (at < 0) {
                this.sheet.lines.push(line);
            } else {
                this.sheet.lines[at] = line;
            }
        }
        const settled = new Set(answer.results.map((one) => one.client_id));
        this.own = this.own.filter((count) => !settled.has(count.client_id));
    }
}
