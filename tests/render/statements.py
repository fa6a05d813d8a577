"""Statements as they are asked for: one language and two, long names, a whole year, nothing at all, millions."""

from dataclasses import replace

from bot.render.statement import Box, Column, Fact, Row, Statement, Words

NAME = "श्री सगरमाथा लोक्ता तथा अल्लो हस्तकला महिला सहकारी संस्था लिमिटेड, संखुवासभा"
GROUP = "กลุ่มแม่บ้านเกษตรกรทอผ้าไหมย้อมสีธรรมชาติบ้านหนองบัวแดงสามัคคีเพื่อการพัฒนาที่ยั่งยืน"


def statement(*languages: str, months: int, amount: Words, name: str, marked: bool = False) -> Statement:
    """A page with the same amount everywhere."""
    columns = tuple(Column(("मंसिर २०८३", "17 Nov – 15 Dec 2026")[: len(languages)]) for _ in range(months))
    columns += (Column(("ทั้งหมด", "In all"), strong=True), Column(("เฉลี่ยต่อเดือน", "Average of a month"), strong=True))
    labels = (
        ("เงินเข้า", "Money in"),
        ("ยอดขาย", "Sales"),
        ("จ่ายคืน", "Debts paid back"),
        ("गएको पैसा", "Money out"),
        ("बिजुली र पानी", "Electricity and water"),
        ("खर्च", "Costs"),
        ("Zotsala ndalama zapakhomo zisanachoke", "Surplus before money for home"),
        ("Za pakhomo", "Taken for home"),
        ("ऋण लिएको", "A loan I got"),
        ("Zotsala", "Box at the end"),
    )
    rows = tuple(
        Row(
            words[: len(languages)],
            (amount[-1:],) * len(columns),
            strong=number in (0, 3, 6, 9),
            within=number in (1, 2),
        )
        for number, words in enumerate(labels)
    )
    facts = tuple(Fact(("ชื่อ", "Name"), (name,), marked) for _ in range(8))
    few = tuple(
        Fact(("จดลงสมุดภายในสองวัน", "Written down within two days"), ("180 / 230 (78%)",), marked) for _ in range(7)
    )
    return Statement(
        languages=languages,
        title=("หนังสือรับจ่าย", "Cash book statement"),
        programme=("OTOP หนึ่งตำบล หนึ่งผลิตภัณฑ์", "OTOP, One Tambon One Product"),
        about=facts,
        totals=tuple(Fact(("เงินในกล่องตอนเริ่ม", "In the box at the start"), amount, marked) for _ in range(7)),
        columns=columns,
        rows=rows,
        legend=(("เดือนที่ไม่มีรายการ", "Coloured: nothing was written down in that month."),),
        boxes=(Box(("หนี้", "Debts"), few), Box(("การจด", "How the book was kept"), few), Box(("ผู้จด", "Who"), few)),
        notes=(("ไม่มีใครตรวจ", "Nobody has compared these figures with receipts."),),
        how=("ตรวจสอบได้ที่ /verify", "Is it real? Scan the square."),
        code="6MWUT-4A5HT-GHPEG",
        link="https://example.org/verify/6MWUT4A5HTGHPEG",
        across=months > 5,
        signatures=(("ลายเซ็น", "Signature"), ("ตราประทับ", "Stamp")),
    )


def only(sample: Statement) -> Statement:
    """Nothing at all was written down."""
    nothing = Row(("Change",), (("–",),))
    return replace(sample, columns=(Column(("Nov 2026",)),), rows=(nothing,), legend=(), across=False)


USUAL = statement("th", months=6, amount=("12,345",), name="สมศรี ใจดี")
SAMPLES = {
    "usual": USUAL,
    "a quarter": statement("ne", "en", months=3, amount=("१२,३४५", "12,345"), name=NAME),
    "two languages": statement("th", "en", months=12, amount=("12,345.5",), name=GROUP, marked=True),
    "a whole year": statement("ny", "en", months=12, amount=("1,234,567",), name="Grace Banda"),
    "two scripts of digits": statement("ne", "en", months=12, amount=("१२,३४,५६७", "1,234,567"), name=NAME),
    "huge": statement("ny", months=12, amount=("-K123,456,789,012.55",), name="W" * 200, marked=True),
    "nothing": only(USUAL),
}
