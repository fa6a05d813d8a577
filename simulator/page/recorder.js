// Pictures and sounds made on the phone: a picture made small as Telegram does, a recording, and samples for
// those who have neither at hand.

const LONGEST_SIDE = 1280;
const JPEG_QUALITY = 0.85;
const SAMPLE_SECONDS = 2;

export async function base64(blob) {
  const reader = new FileReader();
  const read = new Promise((resolve, reject) => {
    reader.addEventListener("load", () => resolve(reader.result.split(",")[1] ?? ""));
    reader.addEventListener("error", () => reject(reader.error));
  });
  reader.readAsDataURL(blob);
  return read;
}

// Rejects when the file is no picture that the browser can read.
export async function smallPicture(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
}

// Bars of soap on a table, in front of a wall.
export async function samplePicture() {
  const canvas = new OffscreenCanvas(800, 520);
  const pen = canvas.getContext("2d");
  const box = (colour, x, y, width, height, radius) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.roundRect(x, y, width, height, radius);
    pen.fill();
  };
  box("#e9dcc3", 0, 0, 800, 280, 0);
  box("#8a5a34", 0, 260, 800, 260, 0);
  box("#7a4d2a", 0, 260, 800, 14, 0);
  for (const [index, colour] of ["#7fae6d", "#d9a441", "#c96f4a"].entries()) {
    box("rgb(0 0 0 / 18%)", 92 + index * 220, 342, 190, 118, 26);
    box(colour, 84 + index * 220, 324, 190, 118, 26);
    box("rgb(255 255 255 / 35%)", 104 + index * 220, 338, 150, 22, 11);
  }
  return canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
}

// Starts at once; `stop()` of what it gives ends the recording and brings {blob, seconds}.
export async function microphone() {
  return recording(await navigator.mediaDevices.getUserMedia({ audio: true }));
}

// Two seconds of a hummed tone, recorded from the browser's own sound instead of a microphone.
export async function sampleSound() {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  for (const [index, pitch] of [220, 277, 330, 277].entries()) hum(context, out, pitch, (index * SAMPLE_SECONDS) / 4);
  const tape = recording(out.stream);
  await new Promise((resolve) => setTimeout(resolve, SAMPLE_SECONDS * 1000));
  const made = await tape.stop();
  await context.close();
  return made;
}

function hum(context, out, pitch, from) {
  const tone = context.createOscillator();
  const loud = context.createGain();
  tone.frequency.value = pitch;
  loud.gain.setValueAtTime(0, context.currentTime + from);
  loud.gain.linearRampToValueAtTime(0.4, context.currentTime + from + 0.05);
  loud.gain.linearRampToValueAtTime(0, context.currentTime + from + SAMPLE_SECONDS / 4);
  tone.connect(loud).connect(out);
  tone.start(context.currentTime + from);
  tone.stop(context.currentTime + from + SAMPLE_SECONDS / 4);
}

function recording(stream) {
  const type = MediaRecorder.isTypeSupported("audio/ogg;codecs=opus")
    ? "audio/ogg;codecs=opus"
    : "audio/webm;codecs=opus";
  const recorder = new MediaRecorder(stream, MediaRecorder.isTypeSupported(type) ? { mimeType: type } : {});
  const parts = [];
  const from = performance.now();
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.start();
  return { stop, drop: () => release(stream) };

  async function stop() {
    recorder.stop();
    await ended;
    release(stream);
    return {
      blob: new Blob(parts, { type: recorder.mimeType }),
      seconds: Math.max(1, Math.round((performance.now() - from) / 1000)),
    };
  }
}

function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}
