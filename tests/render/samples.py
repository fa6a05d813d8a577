"""Pictures as they are really asked for: four languages, long names, huge and missing values, one month only."""

from decimal import Decimal

from bot.domain.evaluation.progress import Verdict
from bot.render.progress import Chart, Point, ProgressPicture


def chart(label: str, note: str, verdict: Verdict, *points: tuple[str, int | None, str]) -> Chart:
    """All of one kind, held against the first where there is something to hold."""
    change, note = (note, "") if note.endswith("%") else ("", note)
    return Chart(
        label,
        change,
        verdict,
        tuple(Point(month, None if value is None else Decimal(value), text) for month, value, text in points),
        note,
        None if verdict is Verdict.UNKNOWN else 0,
    )


def then_the_book(label: str, change: str, note: str, words: list[str], months: list[str], base: int | None) -> Chart:
    """From memory first, then from the book: two stretches, and what is compared is of the second."""
    values = [56, 60, 119, 131, 153][: len(months)]
    points = tuple(
        Point(month, Decimal(value), text, int(at > 1))
        for at, (month, value, text) in enumerate(zip(months, values, words, strict=True))
    )
    verdict = Verdict.UNKNOWN if base is None else Verdict.BETTER
    return Chart(label, change, verdict, points, note, base)


ENGLISH = ProgressPicture(
    title="My progress",
    subtitle="Malee Soap, Ban Nong Bua",
    charts=(
        chart(
            "Sales",
            "+25%",
            Verdict.BETTER,
            ("Jun", 12_000, "฿12,000"),
            ("Jul", 11_500, "฿11,500"),
            ("Aug", None, ""),
            ("Sep", 13_200, "฿13,200"),
            ("Oct", 14_100, "฿14,100"),
            ("Nov", 15_000, "฿15,000"),
        ),
        chart("People at work", "0%", Verdict.SAME, ("Jun", 4, "4"), ("Nov", 4, "4")),
        chart("Losses", "+12.5%", Verdict.WORSE, ("Jun", 8, "8 kg"), ("Jul", 0, "0 kg"), ("Nov", 9, "9 kg")),
        chart("Price", "The question has changed since the first answer.", Verdict.UNKNOWN, ("Jun", 55, "฿55")),
    ),
    footer="5 of 6 check-ins answered",
    language="en",
    day="24 Nov 2026",
)

THAI = ProgressPicture(
    title="ความก้าวหน้าของฉัน",
    subtitle="กลุ่มแม่บ้านเกษตรกรทอผ้าไหมย้อมสีธรรมชาติบ้านหนองบัวแดงสามัคคี",
    charts=(
        chart(
            "ยอดขายผ้าไหมมัดหมี่ย้อมสีธรรมชาติและผลิตภัณฑ์แปรรูปของกลุ่ม",
            "+25%",
            Verdict.BETTER,
            *(
                (month, value * 1000, f"฿{value},000")
                for month, value in zip(
                    ["มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ม.ค.", "มี.ค.", "พ.ค."],
                    [12, 10, 9, 13, 14, 14, 16, 12, 15],
                    strict=True,
                )
            ),
        ),
        chart("จำนวนที่ทำได้", "-40%", Verdict.WORSE, ("มิ.ย. 69", 50, "50 ผืน"), ("ก.ค. 69", 30, "30 ผืน")),
        chart("ราคา", "คำตอบแรกนับเป็นหน่วยอื่น", Verdict.UNKNOWN, ("มิ.ย.", 900, "฿900"), ("ก.ค.", 950, "฿950")),
    ),
    footer="ตอบแล้ว 8 จาก 9 ครั้ง",
    language="th",
    day="24 พ.ย. 2569",
)

NEPALI = ProgressPicture(
    title="मेरो प्रगति",
    subtitle="श्री सगरमाथा लोक्ता तथा अल्लो हस्तकला महिला सहकारी संस्था लिमिटेड, संखुवासभा",
    charts=(
        chart(
            "बिक्री",
            "+३३%",
            Verdict.BETTER,
            ("असार", 9_00_000, "रु ९,००,०००"),
            ("साउन", None, ""),
            ("भदौ", None, ""),
            ("असोज", 10_50_000, "रु १०,५०,०००"),
            ("कात्तिक", 12_00_000, "रु १२,००,०००"),
        ),
        chart(
            "बनाएको परिमाण",
            "पहिलो उत्तर ० थियो।",
            Verdict.BETTER,
            ("असार", 0, "० पाना"),
            ("साउन", 0, "० पाना"),
            ("भदौ", 120, "१२० पाना"),
        ),
        chart("काम गर्ने मानिस", "०%", Verdict.SAME, ("असार", 7, "७")),
    ),
    footer="५ मध्ये ३ पटक उत्तर दिनुभयो",
    language="ne",
    day="८ मंसिर २०८३",
)

CHICHEWA = ProgressPicture(
    title="Mmene ndikuyendera",
    subtitle="Kampini Soya Cooperative",
    charts=(
        chart(
            "Ndalama zogulitsa",
            "+1,200,000%",
            Verdict.BETTER,
            ("24 Jun 2026", 100, "K100"),
            ("24 Jul 2026", 54_000, "K54,000"),
            ("24 Aug 2026", 3_400_000, "K3,400,000"),
            ("24 Sep 2026", 120_000_000_000, "K120,000,000,000"),
        ),
        chart(
            "Zopangidwa", "-100%", Verdict.WORSE, ("Jun", 18, "malita 18"), ("Jul", 10, "malita 10"), ("Aug", 0, "0")
        ),
        chart("Phindu", "-50%", Verdict.WORSE, ("Jun", 40, "K40"), ("Jul", -30, "−K30"), ("Aug", 20, "K20")),
    ),
    footer="Mwayankha 4 pa 4",
    language="ny",
    day="24 Nov 2026",
)

FIRST_MONTH = ProgressPicture(
    title="My progress",
    subtitle="Asha",
    charts=(chart("Sales", "There is nothing to compare yet.", Verdict.UNKNOWN, ("Nov", 1200, "K1,200")),),
    footer="",
    language="en",
    day="24 Nov 2026",
)

# Memory, then the book, in every script: once held against the book's first figure, once with none to hold against.
STRETCHES = {
    language: ProgressPicture(title, "", (held, alone), "", language)
    for language, title, held, alone in (
        (
            "en",
            "Your progress",
            then_the_book(
                "Amount made",
                "29% up",
                "Compared with 28 May 2026: 119. The first answer was found out in another way.",
                ["56", "60", "119", "131", "153"],
                ["28 Mar 2026", "28 Apr 2026", "28 May 2026", "28 Jun 2026", "28 Jul 2026"],
                2,
            ),
            then_the_book(
                "Sales",
                "",
                "The first answer was found out in another way.",
                ["฿56", "฿60", "฿119"],
                ["28 Mar 2026", "28 Apr 2026", "28 May 2026"],
                None,
            ),
        ),
        (
            "th",
            "ความก้าวหน้าของคุณ",
            then_the_book(
                "จำนวนที่ทำได้",
                "เพิ่มขึ้น 29%",
                "เทียบกับ 28 พ.ค. 2569: 119 · คำตอบแรกได้ตัวเลขมาคนละวิธี",
                ["56", "60", "119", "131", "153"],
                ["28 มี.ค. 2569", "28 เม.ย. 2569", "28 พ.ค. 2569", "28 มิ.ย. 2569", "28 ก.ค. 2569"],
                2,
            ),
            then_the_book(
                "ยอดขาย",
                "",
                "ครั้งแรกได้ตัวเลขมาคนละวิธี",
                ["฿56", "฿60", "฿119"],
                ["28 มี.ค. 2569", "28 เม.ย. 2569", "28 พ.ค. 2569"],
                None,
            ),
        ),
        (
            "ne",
            "तपाईंको प्रगति",
            then_the_book(
                "उत्पादन",
                "२९% बढ्यो",
                "१४ जेठ २०८३ को ११९ सँग दाँजेको। पहिलो जवाफ अर्कै तरिकाले लिइएको थियो।",
                ["५६", "६०", "११९", "१३१", "१५३"],
                ["चैत", "वैशाख", "जेठ", "असार", "साउन"],
                2,
            ),
            then_the_book(
                "बिक्री",
                "",
                "पहिलो जवाफ अर्कै तरिकाले लिइएको थियो।",
                ["रु ५६", "रु ६०", "रु ११९"],
                ["चैत", "वैशाख", "जेठ"],
                None,
            ),
        ),
        (
            "ny",
            "Kupita patsogolo kwanu",
            then_the_book(
                "Zopangidwa",
                "kwakwera ndi 29%",
                "Tafananitsa ndi 28 Mei 2026: 119. Yankho loyamba linapezeka m'njira ina.",
                ["56", "60", "119", "131", "153"],
                ["Mal", "Epu", "Mei", "Jun", "Jul"],
                2,
            ),
            then_the_book(
                "Ndalama za malonda",
                "",
                "Yankho loyamba linapezeka m'njira ina.",
                ["K56", "K60", "K119"],
                ["Mal", "Epu", "Mei"],
                None,
            ),
        ),
    )
}

NOTHING = ProgressPicture("My progress", "", (chart("Sales", "", Verdict.UNKNOWN),), "", "en")

SAMPLES = {
    "english": ENGLISH,
    "thai": THAI,
    "nepali": NEPALI,
    "chichewa": CHICHEWA,
    "first_month": FIRST_MONTH,
    "nothing": NOTHING,
    **{f"stretches_{language}": picture for language, picture in STRETCHES.items()},
}
