/* Runs in the page: a scanner's keys, and what the scan page answers. */

const pdaOne = (selector) => document.querySelector(selector);

async function pdaUntil(what, check) {
    for (let i = 0; i < 2000; i++) {
        const found = check();
        if (found) {
            return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never came: ${what}; the page says ${document.body.innerText}`);
}

/** Each sign is a key of its own, then Enter: what a wedge scanner sends. */
function pdaKeys(code) {
    for (const key of [...code, "Enter"]) {
        const init = {key, bubbles: true, cancelable: true};
        document.body.dispatchEvent(new KeyboardEvent("keydown", init));
    }
}

/** Scan, and wait for the page's word on it. */
async function pdaScan(code, good) {
    const before = pdaOne(".o_jxc_message")?.dataset.number;
    pdaKeys(code);
    const message = await pdaUntil(`an answer to ${code}`, () => {
        const node = pdaOne(".o_jxc_message");
        return node && node.dataset.number !== before && node;
    });
    if (message.classList.contains("o_jxc_good") !== good) {
        throw new Error(`${code}: ${message.innerText}`);
    }
    return message.innerText;
}

function pdaSmall() {
    const buttons = [...document.querySelectorAll(".o_jxc_pda button")];
    const small = buttons.find((node) => node.offsetHeight && node.offsetHeight < 48);
    if (small) {
        throw new Error(`too small for a thumb: ${small.outerHTML}`);
    }
    if (document.documentElement.scrollWidth > window.innerWidth) {
        throw new Error("scrolls sideways");
    }
}

async function jxcPick({name, way, counts, names, wrong}) {
    pdaSmall();
    pdaKeys(name);
    await pdaUntil("the transfer", () => pdaOne(".o_jxc_current"));
    pdaSmall();
    await pdaScan(wrong, false);
    for (let i = 0; i < way.length; i++) {
        const next = pdaOne(".o_jxc_goods").innerText;
        if (next !== names[i]) {
            throw new Error(`the way leads to ${next}, not to ${names[i]}`);
        }
        for (let n = 0; n < counts[i]; n++) {
            await pdaScan(way[i], true);
        }
        if (i === 0) {
            await pdaScan(way[0], false); // one more than asked for
        }
    }
    pdaOne(".o_jxc_finish").click();
    await pdaUntil("the end", () => pdaOne(".o_jxc_finished"));
}

function jxcRun(call, values) {
    call(values).then(
        () => console.log("pda succeeded"),
        (error) => console.error(`pda: ${error.message}`),
    );
}
