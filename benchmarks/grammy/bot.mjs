// The same registration with grammY on Bun, in the way of its own guide: sessions, and the runner with `sequentialize`.
//
// Arguments: the API's root, the database's file, and --disk for sessions in SQLite (WAL, FULL) after every message
// instead of memory. Six messages; the row is written at the last.

import { Database } from "bun:sqlite";
import { run, sequentialize } from "@grammyjs/runner";
import { Bot, session } from "grammy";

const [root, file, ...options] = process.argv.slice(2);

const database = new Database(file, { create: true });
database.exec("PRAGMA journal_mode = WAL");
database.exec("PRAGMA synchronous = FULL");
database.exec(
  "CREATE TABLE producer (person INTEGER PRIMARY KEY, name TEXT, village TEXT, product TEXT, people INTEGER)",
);
const register = database.prepare("INSERT INTO producer VALUES (?, ?, ?, ?, ?)");

function onDisk() {
  database.exec("CREATE TABLE session (chat TEXT PRIMARY KEY, said TEXT NOT NULL)");
  const find = database.prepare("SELECT said FROM session WHERE chat = ?");
  const keep = database.prepare("INSERT OR REPLACE INTO session VALUES (?, ?)");
  const drop = database.prepare("DELETE FROM session WHERE chat = ?");
  return {
    read(chat) {
      const found = find.get(chat);
      return found ? JSON.parse(found.said) : undefined;
    },
    write(chat, state) {
      keep.run(chat, JSON.stringify(state));
    },
    delete(chat) {
      drop.run(chat);
    },
  };
}

// What is asked after which answer.
const NEXT = {
  name: ["village", "Which village do you live in?"],
  village: ["product", "What do you make?"],
  product: ["people", "How many people work in it, you too?"],
};

const bot = new Bot("42:TEST", { client: { apiRoot: root } });
const storage = options.includes("--disk") ? { storage: onDisk() } : {};

bot.use(sequentialize((context) => String(context.chat?.id)));
bot.use(session({ initial: () => ({ step: "", said: {} }), ...storage }));

bot.command("start", async (context) => {
  context.session.step = "name";
  await context.reply("Welcome! What is your name?");
});

bot.on("message:text", async (context) => {
  const here = context.session;
  if (here.step in NEXT) {
    const [next, question] = NEXT[here.step];
    here.said[here.step] = context.msg.text;
    here.step = next;
    await context.reply(question);
  } else if (here.step === "people") {
    here.said.people = Number(context.msg.text);
    here.step = "sure";
    await context.reply(`${Object.values(here.said).join(", ")}: is everything right?`);
  } else if (here.step === "sure") {
    const { name, village, product, people } = here.said;
    register.run(context.from.id, name, village, product, people);
    context.session = { step: "", said: {} };
    await context.reply("You are registered.");
  }
});

bot.catch((error) => console.error(error));
const runner = run(bot);
process.on("SIGINT", async () => {
  await runner.stop();
  process.exit(0);
});
