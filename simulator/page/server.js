// Talking to the simulator: its state, what is done on a phone, and the stream of what happens.

export class Refused extends Error {}

export async function state() {
  return answered(await reached("/sim/state", {}));
}

export async function post(path, body = {}) {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return answered(await reached(path, init));
}

async function reached(path, init) {
  try {
    return await fetch(path, init);
  } catch {
    throw new Refused("The simulator does not answer. Is it still running?");
  }
}

async function answered(answer) {
  const data = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(data?.error ?? `The simulator refused this (${answer.status}).`);
  return data;
}

// `heard` gets each event; `connected` true or false as the line comes and goes (the browser reconnects by itself).
export function listen(heard, connected) {
  const source = new EventSource("/sim/events");
  source.addEventListener("open", () => connected(true));
  source.addEventListener("error", () => connected(false));
  source.addEventListener("message", (event) => heard(JSON.parse(event.data)));
}
