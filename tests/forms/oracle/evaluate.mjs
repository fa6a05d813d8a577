// What ODK's own engine (Web Forms) makes of filled forms. On standard input, a line each: {form, instance}, both XML.
// On standard output, a line each: {node: [value, relevant, satisfies its constraint, required, choices]} or {error}.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { JSDOM } from 'jsdom';

const SECONDS = 40; // of one form: a few large ones take longer, and are left out
const NAMES = 'window document DOMParser XMLSerializer XPathResult Node Element Attr Text Document XMLDocument Comment'.split(' ');

const { window } = new JSDOM('');
for (const name of NAMES) globalThis[name] ??= name === 'window' ? window : window[name];
globalThis.require = createRequire(import.meta.url);
globalThis.__dirname = '.';
const now = Date.parse(process.env.NOW);
Date.now = () => now;
console.log = console.warn = console.error = () => {};
const { loadForm } = await import('@getodk/xforms-engine');

async function evaluate({ form, instance }) {
  const loaded = await loadForm(form, { fetchFormAttachment: async () => new Response('', { status: 404 }), missingResourceBehavior: 'BLANK' });
  if (loaded.status === 'failure') throw loaded.error;
  const data = new FormData();
  data.set('xml_submission_file', new File([instance], 'xml_submission_file', { type: 'text/xml' }));
  const { root } = await loaded.restoreInstance({ data: [data] });
  const found = {};
  walk(root, found);
  return found;
}

function walk(node, found) {
  for (const child of node.currentState.children ?? []) {
    const state = child.currentState;
    const inner = state.children?.length ? null : child.instanceState.instanceXML;
    const written = inner === null ? null : new DOMParser().parseFromString(`<x>${inner}</x>`, 'text/xml').documentElement.textContent;
    const choices = ['select', 'rank'].includes(child.nodeType) ? state.valueOptions.map((one) => one.value) : [];
    found[state.reference] = [written, state.relevant, child.validationState.constraint?.valid ?? true, state.required, choices];
    walk(child, found);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let told;
  const began = performance.now();
  try {
    told = await evaluate(JSON.parse(line));
  } catch (error) {
    told = { error: String(error?.message ?? error).split('\n')[0].slice(0, 120) };
  }
  if (performance.now() - began > SECONDS * 1000) told = { error: 'too slow' };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
