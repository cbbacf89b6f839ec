/** Sound and vibration: the eyes are on the shelf. */

let context = null;

function tone(frequency, start, length) {
    const source = context.createOscillator();
    const volume = context.createGain();
    source.frequency.value = frequency;
    volume.gain.value = 0.2;
    source.connect(volume).connect(context.destination);
    source.start(context.currentTime + start);
    source.stop(context.currentTime + start + length);
}

/** One high tone for what was taken, two low ones and a shake for what was not. */
export function feedback(good) {
    navigator.vibrate?.(good ? 40 : [200, 80, 200]);
    if (!window.AudioContext) {
        return;
    }
    // Browsers give no sound before the first touch; the context then waits.
    context = context || new AudioContext();
    if (context.state === "suspended") {
        context.resume();
    }
    if (good) {
        tone(1200, 0, 0.08);
    } else {
        tone(220, 0, 0.18);
        tone(220, 0.26, 0.18);
    }
}
