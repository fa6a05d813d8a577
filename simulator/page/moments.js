// Times, days and sizes as the phone's language writes them.

// Phones in Malawi are set to English: there is no Android in Chichewa.
// Chromium knows no Nepali: it gets Devanagari digits here, and the names of the months below.
const LOCALES = { en: "en-GB", th: "th-TH", ne: "en-GB-u-nu-deva", ny: "en-GB" };
const NEPALI_MONTHS = [
  "जनवरी",
  "फेब्रुअरी",
  "मार्च",
  "अप्रिल",
  "मे",
  "जुन",
  "जुलाई",
  "अगस्ट",
  "सेप्टेम्बर",
  "अक्टोबर",
  "नोभेम्बर",
  "डिसेम्बर",
];

// A formatter is dear to make, and a year's chat asks for many.
const formatters = new Map();

// `zone` is an IANA name; without one the browser's own is meant.
function formatted(iso, language, zone, options) {
  const key = JSON.stringify([language, zone, options]);
  if (!formatters.has(key)) {
    formatters.set(key, new Intl.DateTimeFormat(LOCALES[language] ?? language, { timeZone: zone, ...options }));
  }
  return formatters.get(key).format(new Date(iso));
}

export function hour(iso, language, zone) {
  return formatted(iso, language, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function day(iso, language, zone) {
  if (language !== "ne") return formatted(iso, language, zone, { day: "numeric", month: "long", year: "numeric" });
  const month = NEPALI_MONTHS[formatted(iso, "en", zone, { month: "numeric" }) - 1];
  return [formatted(iso, "ne", zone, { day: "numeric" }), month, formatted(iso, "ne", zone, { year: "numeric" })].join(
    " ",
  );
}

export function dayShort(iso) {
  return formatted(iso, "en", undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
}

export function fileSize(bytes, language) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = bytes > 0 ? Math.min(3, Math.floor(Math.log(bytes) / Math.log(1000))) : 0;
  const options = {
    style: "unit",
    unit: units[step],
    maximumFractionDigits: 1,
    unitDisplay: step === 0 ? "long" : "short",
  };
  return new Intl.NumberFormat(LOCALES[language] ?? language, options).format(bytes / 1000 ** step);
}
