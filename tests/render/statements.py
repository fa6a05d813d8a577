"""Statements as they are asked for: one language and two, long names, two years, nothing at all, millions."""

from dataclasses import replace

from bot.render.statement import Box, Column, Fact, MonthRow, Statement, Words

NAME = "श्री सगरमाथा लोक्ता तथा अल्लो हस्तकला महिला सहकारी संस्था लिमिटेड, संखुवासभा"
GROUP = "กลุ่มแม่บ้านเกษตรกรทอผ้าไหมย้อมสีธรรมชาติบ้านหนองบัวแดงสามัคคีเพื่อการพัฒนาที่ยั่งยืน"


def statement(*languages: str, months: int, amount: Words, name: str, marked: bool = False) -> Statement:
    """A page with the same amount everywhere."""
    columns = (
        Column(("เงินเข้า", "Money in"), ("ยอดขาย", "Sales")),
        Column(("เงินเข้า", "Money in"), ("จ่ายคืน", "Debts paid back")),
        Column(("เงินเข้า", "Money in"), ("ทั้งหมด", "In all"), strong=True),
        Column(("गएको पैसा", "Money out"), ("खर्च", "Costs")),
        Column(("गएको पैसा", "Money out"), ("जम्मा", "In all"), strong=True),
        Column((), ("Za pakhomo", "Taken for home")),
        Column((), ("Zotsala", "Box at the end"), strong=True),
        Column((), ("Masiku", "Days")),
    )
    rows = tuple(
        MonthRow(("मंसिर २०८३", "17 Nov – 15 Dec 2026"), (*[amount] * 7, ("12",)), empty=number % 5 == 3)
        for number in range(months)
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
        months=rows,
        total=MonthRow(("ทั้งหมด", "In all"), (*[amount] * 7, ("240",))),
        legend=(("เดือนที่ไม่มีรายการ", "Coloured: nothing was written down in that month."),),
        boxes=(Box(("หนี้", "Debts"), few), Box(("การจด", "How the book was kept"), few), Box(("ผู้จด", "Who"), few)),
        notes=(("ไม่มีใครตรวจ", "Nobody has compared these figures with receipts."),),
        how=("ตรวจสอบได้ที่ /verify", "Is it real? Scan the square."),
        code="6MWUT-4A5HT-GHPEG",
        link="https://example.org/verify/6MWUT4A5HTGHPEG",
    )


def only(sample: Statement) -> Statement:
    """Nothing at all was written down."""
    nothing = MonthRow(("Nov 2026",), (("–",),), empty=True)
    return replace(sample, columns=(Column((), ("Change",)),), months=(nothing,), total=nothing, legend=())


USUAL = statement("th", months=6, amount=("12,345",), name="สมศรี ใจดี")
SAMPLES = {
    "usual": USUAL,
    "two languages": statement("th", "en", months=12, amount=("12,345.50",), name=GROUP, marked=True),
    "two years": statement("ny", "en", months=25, amount=("12,345,678",), name="Grace Banda"),
    "two scripts of digits": statement("ne", "en", months=25, amount=("१,२३,४५,६७८", "12,345,678"), name=NAME),
    "huge": statement("ny", months=25, amount=("-K123,456,789,012.55",), name="W" * 200, marked=True),
    "nothing": only(USUAL),
}
