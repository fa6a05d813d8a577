// Links that start a bot.

// The start code in a link to a bot ("" when it has none), null when it is no such link.
export function startOf(link, username) {
  if (!URL.canParse(link)) return null;
  const address = new URL(link);
  if (!/^(t\.me|telegram\.me)$/.test(address.hostname)) return null;
  if (username && address.pathname.slice(1).toLowerCase() !== username.toLowerCase()) return null;
  return address.searchParams.get("start") ?? "";
}
