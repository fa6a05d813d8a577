// Where a phone is: in a country where its language is spoken, so that its clock shows that country's time.

const PLACES = {
  th: { zone: "Asia/Bangkok", lat: 18.7883, lon: 98.9853 },
  ne: { zone: "Asia/Kathmandu", lat: 27.7172, lon: 85.324 },
  ny: { zone: "Africa/Blantyre", lat: -13.9626, lon: 33.7741 },
};
// Other phones are in Oita, where the idea began, and keep the time of who looks at the page.
const ELSEWHERE = { zone: undefined, lat: 33.2396, lon: 131.6093 };

export function placeOf(language) {
  return PLACES[language] ?? ELSEWHERE;
}
