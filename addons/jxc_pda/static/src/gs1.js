/** What one scan says, read on the phone itself: the network may be away.
 *
 *  The server reads the same codes with logic/gs1.py; both are held to one table of
 *  vectors (static/tests/gs1_vectors.js).
 */
import {FIXED, OPEN} from "./gs1_formats";

export const SEPARATOR = "\x1d";
const GS1_SYMBOLOGIES = new Set(["]C1", "]d2", "]Q3", "]J1", "]e0", "]e1", "]e2"]);
const SYMBOLOGY = /^\][A-Za-z][0-9A-Za-z]/;
/** What scanners type for FNC1; none of it may stand in a value (character set 82). */
const FNC1 = new RegExp(`${SEPARATOR}|<GS>|\\{GS\\}|Alt029|[#|^\\]]`, "g");
const LEADING = new RegExp(`^${SEPARATOR}+`);
const BRACKETED = /\((\d{2,4})\)/;
const BARE = /^0[012]\d{14}/;
const GTIN = /^(\d{8}|\d{12,14})$/;
const CHECKED = /^(0[0-3]|41[0-7]|801[78])$/;
const DATED = /^1[1-7]$/;
const EXCLUDED = [
    ["01", "02"],
    ["01", "37"],
];
const SIGNS = {N: "\\d", X: '[!"%-?A-Z_a-z]', Y: "[A-Z0-9/#-]", Z: "[0-9A-Za-z_-]"};

/** Why a label is refused: `ai`, `value`, `check`, `repeat`, `pair`. */
export class ScanError extends Error {
    constructor(kind, ai = "") {
        super(`${kind} ${ai}`.trim());
        this.kind = kind;
        this.ai = ai;
    }
}

function pattern(format) {
    const source = format.replace(
        /(\[?)\+?(?:\[(-)\]|([NXYZ])(\.\.)?(\d+))(\]?)/g,
        (_all, open, dash, sign, upTo, length) => {
            if (dash) {
                return "-?";
            }
            const times = `${SIGNS[sign]}{${upTo ? "1," : ""}${length}}`;
            return open ? `(?:${times})?` : times;
        },
    );
    return new RegExp(`^${source}`);
}

function identifiers(runs) {
    return runs.split(" ").flatMap((run) => {
        const [first, last = first] = run.split("-");
        const count = Number(last) - Number(first) + 1;
        return Array.from({length: count}, (_item, i) =>
            String(Number(first) + i).padStart(first.length, "0"),
        );
    });
}

/** Identifier → {open, pattern}. */
export const IDENTIFIERS = new Map();
for (const [open, table] of [
    [false, FIXED],
    [true, OPEN],
]) {
    for (const [format, runs] of table) {
        const entry = {open, format, pattern: pattern(format)};
        for (const ai of identifiers(runs)) {
            IDENTIFIERS.set(ai, entry);
        }
    }
}

/** Whether the last digit is the one that GS1 computes from the others. */
export function hasCheckDigit(number) {
    let sum = 0;
    for (let i = number.length - 2, weight = 3; i >= 0; i--, weight = 4 - weight) {
        sum += Number(number[i]) * weight;
    }
    return (10 - (sum % 10)) % 10 === Number(number[number.length - 1]);
}

/** GTIN-8, -12 and -13 as 14 digits; "" for what is no GTIN. */
export function fullGtin(code) {
    return GTIN.test(code) && hasCheckDigit(code) ? code.padStart(14, "0") : "";
}

/** YYMMDD as ISO date; day 00 is the last of the month; "" for no date. */
function isoDate(value) {
    const [yy, month, day] = [0, 2, 4].map((at) => Number(value.slice(at, at + 2)));
    const now = new Date().getFullYear();
    let year = now - (now % 100) + yy;
    // GS1's window: 49 years back, 50 ahead.
    year += year - now > 50 ? -100 : year - now < -49 ? 100 : 0;
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    if (month < 1 || month > 12 || day > last) {
        return "";
    }
    const two = (number) => String(number).padStart(2, "0");
    return `${year}-${two(month)}-${two(day || last)}`;
}

function take(scan, rest) {
    const ai = [2, 3, 4].map((n) => rest.slice(0, n)).find((x) => IDENTIFIERS.has(x));
    if (!ai) {
        throw new ScanError("ai", rest.slice(0, 4));
    }
    const {open, pattern: form} = IDENTIFIERS.get(ai);
    const limit = rest.split(SEPARATOR, 1)[0].slice(ai.length);
    const value = form.exec(limit)?.[0];
    if (!value || (open && value.length < limit.length)) {
        throw new ScanError("value", ai);
    }
    if (DATED.test(ai) && !isoDate(value)) {
        throw new ScanError("value", ai);
    }
    if (CHECKED.test(ai) && !hasCheckDigit(value)) {
        throw new ScanError("check", ai);
    }
    if (ai in scan.elements && scan.elements[ai] !== value) {
        throw new ScanError("repeat", ai);
    }
    scan.elements[ai] = value;
    return rest.slice(ai.length + value.length);
}

function weightOf(elements) {
    const ai = Object.keys(elements).find((key) => key.startsWith("310"));
    return ai ? Number(elements[ai]) / 10 ** Number(ai[3]) : null;
}

function message(text, code, certain) {
    const scan = {code, gs1: true, certain, elements: {}};
    const trim = (rest) => rest.replace(LEADING, "");
    let rest = trim(text);
    if (!rest) {
        throw new ScanError("ai");
    }
    while (rest) {
        rest = trim(take(scan, rest));
    }
    const found = scan.elements;
    for (const pair of EXCLUDED) {
        if (pair.every((ai) => ai in found)) {
            throw new ScanError("pair", pair[1]);
        }
    }
    const count = found["30"] ?? found["37"];
    const dated = (ai) => (found[ai] ? isoDate(found[ai]) : "");
    return Object.assign(scan, {
        gtin: found["01"] || found["02"] || "",
        content: "02" in found,
        lot: found["10"] || "",
        serial: found["21"] || "",
        sscc: found["00"] || "",
        produced: dated("11"),
        best_before: dated("15"),
        expires: dated("17"),
        count: count === undefined ? null : Number(count),
        weight: weightOf(found),
    });
}

function unbracketed(code) {
    const parts = code.split(BRACKETED).slice(1);
    let text = "";
    for (let i = 0; i < parts.length; i += 2) {
        text += SEPARATOR + parts[i] + parts[i + 1].trim();
    }
    return text;
}

/** Take a scan apart; throws ScanError for a label that breaks GS1's rules. */
export function readScan(raw) {
    let code = raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
    let certain = false;
    const symbology = SYMBOLOGY.exec(code);
    if (symbology) {
        certain = GS1_SYMBOLOGIES.has(symbology[0]);
        code = code.slice(3);
    }
    if (/^\(\d{2,4}\)/.test(code)) {
        return message(unbracketed(code), code, true);
    }
    if (certain || code.startsWith(SEPARATOR)) {
        return message(code.replace(FNC1, SEPARATOR), code, true);
    }
    if (BARE.test(code)) {
        try {
            return message(code.replace(FNC1, SEPARATOR), code, false);
        } catch (error) {
            if (!(error instanceof ScanError)) {
                throw error;
            }
        }
    }
    return {code, gs1: false, certain: false, gtin: fullGtin(code), elements: {}};
}
