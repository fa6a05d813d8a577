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

// The wall time that is written in an ISO string, whatever the zone of the browser: the simulated clock is the only
// one here.
function wall(iso) {
  const [year, month, day, hour, minute] = iso.match(/\d+/g).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour ?? 0, minute ?? 0));
}

function formatted(iso, language, options) {
  return new Intl.DateTimeFormat(LOCALES[language] ?? language, { timeZone: "UTC", ...options }).format(wall(iso));
}

export function hour(iso, language) {
  return formatted(iso, language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function day(iso, language) {
  if (language === "ne")
    return (
      formatted(iso, language, { day: "numeric" }) +
      ` ${NEPALI_MONTHS[wall(iso).getUTCMonth()]} ` +
      formatted(iso, language, { year: "numeric" })
    );
  return formatted(iso, language, { day: "numeric", month: "long", year: "numeric" });
}

export function dayShort(iso) {
  return formatted(iso, "en", { weekday: "short", day: "numeric", month: "short", year: "numeric" });
}

export function fileSize(bytes, language) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = bytes > 0 ? Math.min(3, Math.floor(Math.log(bytes) / Math.log(1000))) : 0;
  const options = { style: "unit", unit: units[step], maximumFractionDigits: 1 };
  return new Intl.NumberFormat(LOCALES[language] ?? language, options).format(bytes / 1000 ** step);
}
