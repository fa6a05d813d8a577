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

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 5000;

// `heard` gets each event; `connected` true or false as the line comes and goes. A line that is lost is tried again.
export function listen(heard, connected, pause = SHORTEST_PAUSE) {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sim/events`);
  let next = Math.min(2 * pause, LONGEST_PAUSE);
  socket.addEventListener("open", () => {
    next = SHORTEST_PAUSE;
    connected(true);
  });
  socket.addEventListener("message", (event) => heard(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    connected(false);
    setTimeout(() => listen(heard, connected, next), pause);
  });
}
