"""Made-up Finnish names: shops put together from word parts, people, and business ids with the right check digit."""

import numpy as np

from loiste.demo.period import Ints


def words(text: str) -> list[str]:
    return text.split()


PLACE_STARTS = words("""
    Havu Tuuli Kaisla Lumi Kivi Sammal Halla Suvi Kuura Varpu Kaarna Pihka Rae Usva Ruska Lehto Kanerva
    Hiekka Vaahtera Saarni Koivu Haapa Leppä Pihlaja Kataja Joutsen Kurki Kiuru Tiira Hauki Ahven Lohi Karhu
    Ilves Kettu Näätä Majava Poro Susi Harmaa
""")
PLACE_ENDS = words("""
    lammen järven rannan mäen kallion niemen saaren lahden salmen kosken puron notkon aukion harjun laakson
    pellon niityn metsän suon portin sillan pihan kujan polun torin
""")
INDUSTRIES: dict[str, tuple[str, ...]] = {
    "vaatteet": ("Mekko", "Neule", "Vaate", "Farkku", "Sukka", "Hattu", "Takki"),
    "koti ja sisustus": ("Sisustus", "Tekstiili", "Valaisin", "Matto", "Koti", "Astia", "Keramiikka"),
    "elintarvikkeet": ("Kahvi", "Tee", "Suklaa", "Mauste", "Hunaja", "Herkku", "Leipä"),
    "käsityöt": ("Lanka", "Kangas", "Helmi", "Askartelu", "Nappi", "Villa"),
    "urheilu ja ulkoilu": ("Retki", "Pyörä", "Hiihto", "Kalastus", "Melonta", "Juoksu", "Vaellus"),
    "kauneus ja terveys": ("Saippua", "Kosmetiikka", "Hiustuote", "Sauna", "Luontais", "Tuoksu"),
    "lapset": ("Lelu", "Vauva", "Lastenvaate", "Kirja", "Peli", "Leikki"),
    "lemmikit": ("Koira", "Kissa", "Hevos", "Akvaario", "Lemmikki"),
    "rauta ja puutarha": ("Työkalu", "Puutarha", "Siemen", "Kasvi", "Rauta", "Varaosa"),
    "lahjat ja harrasteet": ("Lahja", "Kukka", "Kortti", "Musiikki", "Keräily", "Pienoismalli"),
}
SHOP_KINDS = words("""
    puoti kauppa aitta tukku mestarit piste pörssi verstas valinta nurkka varasto tori
""")
COMPANY_FORMS = ("", "", "", "", " Oy", " Oy", " Oy", " Ky", " Tmi")

FIRST_NAMES = words("""
    Anna Maria Johanna Helena Kaisa Emilia Sofia Laura Elina Hanna Sari Minna Päivi Tiina Katja Riikka Noora
    Iida Venla Aada Juha Mika Timo Antti Jari Matti Pekka Ville Jussi Lauri Eetu Onni Eino Oskari Tuomas
    Markus Heikki Sami Petri Teemu
""")
LAST_NAMES = words("""
    Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen
    Saarinen Salminen Heinonen Niemi Heikkilä Kinnunen Salonen Turunen Salo Laitinen Tuominen Rantanen
    Karjalainen Jokinen Mattila Savolainen Lahtinen Ahonen Ojala Leppänen Väisänen Hiltunen Kallio Pitkänen
    Miettinen Manninen Peltonen Kukkonen
""")
SWEDISH = (words("Astrid Elsa Linnea Karin Ingrid Erik Lars Nils Oskar Gustav"), words("Lindqvist Berglund Sandell"))
ESTONIAN = (words("Liis Kadri Maarja Triin Piret Tanel Rasmus Priit Margus Indrek"), words("Tamm Kask Rebane Põder"))
PEOPLE = {"FI": (FIRST_NAMES, LAST_NAMES), "SE": SWEDISH, "EE": ESTONIAN}
OWNERS = ("Eero Lindholm", "Satu Kivelä", "Mikko Halonen", "Jenni Aaltonen", "Olli Vuorinen")
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2])
UNUSED = 8_000_000  # business ids from here on are far above any given out


def shop_names(industries: Ints, random: np.random.Generator) -> list[str]:
    """A different name for each shop, telling its industry (an index of INDUSTRIES)."""
    count = len(industries)
    names = list(INDUSTRIES.values())
    starts, ends = random.permutation(len(PLACE_STARTS)), random.permutation(len(PLACE_ENDS))
    goods = random.random(count)
    kinds = random.integers(0, len(SHOP_KINDS), count)
    forms = random.integers(0, len(COMPANY_FORMS), count)
    made: list[str] = []
    seen: set[str] = set()
    for i in range(count):
        words = names[industries[i]]
        # The place comes round only after 1,000 shops; then another kind of shop stands there.
        place = PLACE_STARTS[starts[i % len(starts)]] + PLACE_ENDS[ends[(i // len(starts)) % len(ends)]]
        name = free(place, words[int(goods[i] * len(words))], int(kinds[i]), seen)
        made.append(name + COMPANY_FORMS[forms[i]])
    return made


def free(place: str, goods: str, kind: int, seen: set[str]) -> str:
    """A name that no other shop has: the next kind of shop until one is free."""
    for step in range(len(SHOP_KINDS)):
        word = SHOP_KINDS[(kind + step) % len(SHOP_KINDS)]
        name = f"{place} {compound(goods, word)}"
        if name not in seen:
            break
    seen.add(name)
    return name


def compound(first: str, second: str) -> str:
    """One word of two; a hyphen between two equal vowels, as Finnish writes it."""
    return f"{first}-{second}" if first[-1] == second[0] and first[-1] in "aeiouyäö" else first + second


def person_names(countries: list[str], random: np.random.Generator) -> list[str]:
    """A first and a last name for each country code."""
    first, last = random.random(len(countries)), random.random(len(countries))
    pools = [PEOPLE[country] for country in countries]
    return [f"{a[int(f * len(a))]} {b[int(s * len(b))]}" for (a, b), f, s in zip(pools, first, last, strict=True)]


def business_ids(count: int, random: np.random.Generator) -> list[str]:
    """Different Finnish business ids (Y-tunnus) with right check digits, from a range that is not given out."""
    numbers = UNUSED + random.permutation(np.arange(count * 3))
    digits = (numbers[:, None] // 10 ** np.arange(6, -1, -1)) % 10
    rests = (digits * WEIGHTS).sum(axis=1) % 11
    right = rests != 1  # such a number has no check digit and is never used
    checks = np.where(rests == 0, 0, 11 - rests)
    return [f"{n}-{c}" for n, c in zip(numbers[right][:count], checks[right][:count], strict=True)]


def address(name: str) -> str:
    """The part of an e-mail address before the @ for a person's name."""
    plain = name.lower().translate(str.maketrans("äöåõé", "aoaoe"))
    return plain.replace(" ", ".")
