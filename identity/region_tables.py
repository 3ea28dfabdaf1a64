"""The official codes and names of provinces and of our regencies and districts (see NOTICE)."""

from collections.abc import Mapping
from types import MappingProxyType

PROVINCES: Mapping[str, str] = MappingProxyType(
    {
        "11": "Aceh",
        "12": "Sumatera Utara",
        "13": "Sumatera Barat",
        "14": "Riau",
        "15": "Jambi",
        "16": "Sumatera Selatan",
        "17": "Bengkulu",
        "18": "Lampung",
        "19": "Kepulauan Bangka Belitung",
        "21": "Kepulauan Riau",
        "31": "Daerah Khusus Ibukota Jakarta",
        "32": "Jawa Barat",
        "33": "Jawa Tengah",
        "34": "Daerah Istimewa Yogyakarta",
        "35": "Jawa Timur",
        "36": "Banten",
        "51": "Bali",
        "52": "Nusa Tenggara Barat",
        "53": "Nusa Tenggara Timur",
        "61": "Kalimantan Barat",
        "62": "Kalimantan Tengah",
        "63": "Kalimantan Selatan",
        "64": "Kalimantan Timur",
        "65": "Kalimantan Utara",
        "71": "Sulawesi Utara",
        "72": "Sulawesi Tengah",
        "73": "Sulawesi Selatan",
        "74": "Sulawesi Tenggara",
        "75": "Gorontalo",
        "76": "Sulawesi Barat",
        "81": "Maluku",
        "82": "Maluku Utara",
        "91": "Papua",
        "92": "Papua Barat",
        "93": "Papua Selatan",
        "94": "Papua Tengah",
        "95": "Papua Pegunungan",
        "96": "Papua Barat Daya",
    }
)
"""Ministry of Home Affairs codes, two digits; Statistics Indonesia numbers differently."""

REGENCIES: Mapping[str, str] = MappingProxyType(
    {
        "6501": "Kab. Bulungan",
        "6502": "Kab. Malinau",
        "6503": "Kab. Nunukan",
        "6504": "Kab. Tana Tidung",
        "6571": "Kota Tarakan",
    }
)
"""The five regions of the desk, four digits."""

DISTRICTS: Mapping[str, str] = MappingProxyType(
    {
        "650101": "Tanjung Palas",
        "650102": "Tanjung Palas Barat",
        "650103": "Tanjung Palas Utara",
        "650104": "Tanjung Palas Timur",
        "650105": "Tanjung Selor",
        "650106": "Tanjung Palas Tengah",
        "650107": "Peso",
        "650108": "Peso Hilir",
        "650109": "Sekatak",
        "650110": "Bunyu",
        "650201": "Mentarang",
        "650202": "Malinau Kota",
        "650203": "Pujungan",
        "650204": "Kayan Hilir",
        "650205": "Kayan Hulu",
        "650206": "Malinau Selatan",
        "650207": "Malinau Utara",
        "650208": "Malinau Barat",
        "650209": "Sungai Boh",
        "650210": "Kayan Selatan",
        "650211": "Bahau Hulu",
        "650212": "Mentarang Hulu",
        "650213": "Malinau Selatan Hilir",
        "650214": "Malinau Selatan Hulu",
        "650215": "Sungai Tubu",
        "650301": "Sebatik",
        "650302": "Nunukan",
        "650303": "Sembakung",
        "650304": "Lumbis",
        "650305": "Krayan",
        "650306": "Sebuku",
        "650307": "Krayan Selatan",
        "650308": "Sebatik Barat",
        "650309": "Nunukan Selatan",
        "650310": "Sebatik Timur",
        "650311": "Sebatik Utara",
        "650312": "Sebatik Tengah",
        "650313": "Sei Menggaris",
        "650314": "Tulin Onsoi",
        "650315": "Lumbis Ogong",
        "650316": "Sembakung Atulai",
        "650317": "Krayan Tengah",
        "650318": "Krayan Timur",
        "650319": "Krayan Barat",
        "650320": "Lumbis Pansiangan",
        "650321": "Lumbis Hulu",
        "650401": "Sesayap",
        "650402": "Sesayap Hilir",
        "650403": "Tana Lia",
        "650404": "Betayau",
        "650405": "Muruk Rian",
        "657101": "Tarakan Barat",
        "657102": "Tarakan Tengah",
        "657103": "Tarakan Timur",
        "657104": "Tarakan Utara",
    }
)
"""Their 55 districts, six digits."""

OLD_CODES: Mapping[str, str] = MappingProxyType(
    {
        "6404": "6501",
        "6405": "6503",
        "6406": "6502",
        "6410": "6504",
        "6473": "6571",
    }
)
"""Codes of Kalimantan Timur that a NIK issued before the province was made (UU 20/2012) still carries."""
