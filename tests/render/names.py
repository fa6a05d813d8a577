"""Names as people of countries with a programme write them: one or more a script."""

NAMES = {
    "Arabic, Urdu": "فاطمہ بی بی گُل",
    "Arabic, Jawi": "سيتي نورحاليزا چڠڬڤۏڽ",
    "Bengali": "মোছাঃ রহিমা খাতুন, নকশীকাঁথা",
    "Bopomofo": "ㄅㄆㄇㄈ",
    "Cyrillic, Mongolian": "Бат-Өлзий Энхцэцэг Үүрээ",
    "Devanagari": "श्री सगरमाथा तामाङ क्षेत्री",
    "Ethiopic": "ወ/ሮ አበበች ገብረመድህን",
    "Han, China": "欧阳晓丽 村委会 龙江剪纸",
    "Han, Japan": "渡邉さくら 髙橋 斎藤 コウジ 凪",
    "Han, Taiwan": "陳淑芬 鹿港鎮工藝 劉靜怡",
    "Khmer": "ចាន់ សុភា ស្រ្តីខ្មែរ",
    "Lao": "ນາງ ບົວວັນ ພົມມະຈັນ",
    "Latin, Nigeria": "Ọlájùmọ̀kẹ́ Ṣadé Ɗan Ƙofar",
    "Latin, Peru": "María Ñusta Quispe Güemes",
    "Latin, Senegal": "Ndèye Ñaŋ Ŋoom",
    "Latin, Viet Nam": "Nguyễn Thị Hường Đặng",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ ᠡᠮᠡᠭᠲᠡᠢ",
    "Tamil": "மாரியம்மாள் கிருஷ்ணன்",
    "Telugu": "లక్ష్మీ దేవి",
    "Thai": "สมศรี ใจดี กลุ่มทอผ้าบ้านหนองบัวแดง",
}
