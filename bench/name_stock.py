"""Invented names of a province of Bugis, Javanese, Tidung, Dayak and Toraja: words and how common they are.

A list begins with its commonest word; the n-th is drawn about as often as 1 / (n + 3): names collide as in life.
"""

import random
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Stock:
    """The words of one people: given names by sex, words that follow them, and how often a name is one word."""

    share: int
    single: float
    men: tuple[str, ...]
    women: tuple[str, ...]
    following: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STOCKS = (
    Stock(
        30,
        0.24,
        _words(
            "Muhammad Andi Abdul Ahmad Rustam Syamsul Sudirman Baharuddin Amiruddin Kamaruddin Nasruddin "
            "Jumardi Hamzah Arifin Sainuddin Haeruddin Muhtar Asri Ambo Makmur Tahir Saparuddin Ilham Akbar "
            "Irfan Aswar Mustafa Usman Bakri Mansur Jamal Lukman Hasbi Rahman Suardi Firman Nurdin Burhan "
            "Sultan Tamrin"
        ),
        _words(
            "Siti Nur Hasnah Nurhayati Rosdiana Andi Hasnawati Rosmini Suriani Darmawati Murni Marwah Jumriah "
            "Hasmawati Becce Indo Rahmatia Sumarni Fatmawati Nurjannah Asriani Ernawati Nurlela Mardiana Sitti "
            "Kartini Salmiah Hadijah Rahmawati Saharia Nuraeni Satriani Dahlia Masnah Juhaeda Harlina Nurmi "
            "Ramlah Sanati Hamsiah"
        ),
        _words(
            "Basri Daeng Mappa Rahman Tahir Halim Bahar Mustafa Arsyad Saleh Hakim Anwar Syarif Idris Hasan "
            "Ridwan Usman Ambo Lolo Ramadhani Maulana Sakka Beddu Palinge Nurdin Hamid Latif Yusuf Aminah "
            "Latang Jafar Mansyur Tangke Sulo Manja Rauf Gani Kadir Dg Patta"
        ),
    ),
    Stock(
        26,
        0.22,
        _words(
            "Slamet Agus Eko Budi Bambang Joko Wahyu Hadi Rudi Dedi Sutrisno Dwi Tri Heri Sugeng Suyanto "
            "Sumarno Suparman Sugiyono Supriyadi Mulyono Andri Hendra Arif Rizky Dimas Bayu Fajar Yoga Suharto "
            "Tono Suwarno Kasno Ponidi Aditya Galih Surya Irwan Taufik Agung"
        ),
        _words(
            "Sri Siti Dewi Endang Rini Yuni Sulastri Wahyuni Suharti Sumiati Ani Retno Indah Fitri Puji Tri Dwi "
            "Eka Ratna Lestari Wulan Ayu Dian Novita Rina Nur Tuti Wati Suryani Yanti Yunita Mega Sari Putri "
            "Kartini Ponirah Tumini Lilis Ika Desi"
        ),
        _words(
            "Wijaya Nugroho Lestari Rahayu Utami Santoso Susanto Setiawan Purnomo Handayani Wulandari Kurniawan "
            "Saputra Prasetyo Wibowo Utomo Pratama Hidayat Safitri Anggraini Maharani Permata Oktaviani "
            "Suryanto Hartono Raharjo Puspitasari Astuti Wahyuni Hidayati Firmansyah Widodo Sutrisno Ramadhan "
            "Cahyono Kusuma Ningsih Yulianto Fitriani Mulyani"
        ),
    ),
    Stock(
        20,
        0.18,
        _words(
            "Muhammad Abdul Datu Aji Ibrahim Yusuf Sulaiman Ismail Ahmad Syahrul Zainal Taufik Saiful Samsul "
            "Irwan Rahmat Hasan Husin Iskandar Mansyur Jamaluddin Hamid Aspian Rusdi Masdar Jumadi Bahrudin "
            "Kamal Norman Pangeran Rusli Hairul Arbain Sabran Udin Awang Mahyudin Ardiansyah Fahmi Rizal"
        ),
        _words(
            "Aisyah Siti Nurul Fatimah Salma Zahra Maimunah Aminah Halimah Rahmawati Norhayati Masitah Rabiah "
            "Khadijah Mariam Dayang Aji Salmah Jubaidah Rusmini Noor Marlina Maya Lina Juliana Nani Raudah "
            "Hafsah Sarinah Misbah Mastura Rohani Jamilah Safiah Asmah Hamidah Nadia Bunga Sinta Zainab"
        ),
        _words(
            "Ibrahim Hidayat Yusuf Maulana Ramadhani Ridwan Saputra Abdullah Ismail Jumadi Hasan Anwar Hamid "
            "Arsyad Pratama Safitri Rahman Hakim Kasim Salim Husin Idham Saleh Basri Syahbana Mulia Firdaus "
            "Azizah Hasanah Khairunnisa Amalia Nabila Putra Putri Rosidah Fauzi Harun Samad Kuning Bahri"
        ),
    ),
    Stock(
        15,
        0.14,
        _words(
            "Petrus Lukas Markus Laing Ping Asang Alang Yohanes Kornelius Jalung Bilung Usat Ding Irang Pebit "
            "Ncau Ngau Merang Impang Martinus Daud Samuel Yakub Elias Stepanus Paulus Yosep Yermia Njuk Lawai "
            "Jones Albert Robin Frans Herman Udau Balan Aran Incau Lian"
        ),
        _words(
            "Mebang Maria Martha Asung Usun Lirin Hunyang Bungan Yuliana Kristina Juliana Agustina Lidia "
            "Pebulan Ubung Piah Rosalina Dorkas Yohana Rut Ester Debora Novita Lina Rina Sinta Selvi Desi Dorce "
            "Petronela Lusia Awing Bulan Ribka Mariana Nelly Sulau Hana Unyang Ruth"
        ),
        _words(
            "Apui Ajang Lawai Jau Lenjau Njuk Udau Ding Usat Ngau Irang Merang Lung Anyi Bit Uluk Ibau Incau "
            "Ngerong Balang Tingai Baru Laing Alang Jalung Ukung Liah Bilung Asan Lahang Sigau Padan Tagal Paru "
            "Labo Murang Sakai Pangeran Kila Yusuf"
        ),
    ),
    Stock(
        9,
        0.06,
        _words(
            "Yohanes Markus Petrus Paulus Antonius Fransiskus Yosef Daniel Simon Marthen Hendrik Agustinus "
            "Lukas Matius Yulius Benyamin Robert Jhon Oktovianus Darius Semuel Rikson Ferdinan Silas Tonny"
        ),
        _words(
            "Maria Yuliana Martha Katarina Elisabet Kristina Magdalena Yosefina Theresia Veronika Ribka Damaris "
            "Selfi Hermin Yulita Agnes Margareta Anastasia Ludia Rosina Natalia Adriana Bernadeta Elis Monika"
        ),
        _words(
            "Palinggi Rante Tandi Pasaribu Manurung Sihombing Simanjuntak Lumban Tulak Pongtuluran Sampe Lebang "
            "Bala Kopong Ola Boro Sinaga Hutapea Siregar Nainggolan Payung Bunga Datu Lembang Duma Allo "
            "Parinding Tukan Lamen Kleden"
        ),
    ),
)  # fmt: skip


NEVER_ALONE = frozenset("Muhammad Abdul Siti Andi Nur Datu Aji Indo Dayang Dwi Tri Noor Sitti".split())


@cache
def _weights(size: int) -> tuple[float, ...]:
    return tuple(1 / (rank + 3) for rank in range(size))


def word(dice: random.Random, words: tuple[str, ...]) -> str:
    """One word, the earlier ones oftener."""
    return dice.choices(words, _weights(len(words)))[0]


def stock(dice: random.Random) -> Stock:
    """A people, by its share of the province."""
    return dice.choices(STOCKS, [one.share for one in STOCKS])[0]


def full_name(dice: random.Random, people: Stock, sex: str, family: str = "") -> str:
    """A name of one to three words; ``family`` is the father's word, which a part of the children carry last."""
    words = [word(dice, people.men if sex == "L" else people.women)]
    if dice.random() >= people.single or words[0] in NEVER_ALONE:
        words += [word(dice, people.following) for _ in range(1 if dice.random() < 0.8 else 2)]
    if family and len(words) > 1 and dice.random() < 0.4:
        words[-1] = family
    return " ".join(words)
