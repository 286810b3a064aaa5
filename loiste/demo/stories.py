"""Five shops whose stories a reader can find by name: what a team would want to see in time."""

from collections.abc import Callable

import pyarrow as pa

from loiste.demo.facts import joined
from loiste.demo.names import OWNERS
from loiste.demo.period import Period, rng
from loiste.demo.teller import Teller

ALKU, KASVU, PRO, ENTERPRISE = range(4)
DAILY = "orders orders orders products shipping reports"


def never_opens(story: Teller) -> None:
    """Bought, filled in products for three weeks, and never published; never asked for help either."""
    story.account(154, plan=KASVU, industry="koti ja sisustus", tags="kivijalka")
    story.contact(1, "Leena Harju", "decision_maker", "leena.harju@uinuva-puoti.example")
    story.subscription(1, 154, KASVU, 89.0)
    story.milestone(154, "onboarding_started")
    story.use(1, 154, 133, (0.9, 0.4), "products products appearance")
    story.use(1, 132, 60, (0.12, 0.0), "products")
    story.note(151, "Aloituspuhelu. Tavoite: kauppa auki ennen syyssesonkia, 150 tuotetta.", "call")
    story.note(98, "Kauppa yhä julkaisematta. Jätin soittopyynnön.")
    story.note(41, "Ei vastausta kolmeen viestiin. Ei ole pyytänyt apua kertaakaan.")


def champion_leaves(story: Teller) -> None:
    """The one who ran the shop changes jobs; use falls, nobody learns the ropes, the account leaves."""
    story.account(1400, plan=PRO, industry="rauta ja puutarha", tags="b2b,referenssi")
    story.contact(1, "Ritva Sallinen", "champion", "ritva.sallinen@mestarin-tyokalut.example")
    story.contact(2, "Kari Alho", "decision_maker", "kari.alho@mestarin-tyokalut.example")
    story.contact(3, "Joona Vesala", "champion", "joona.vesala@mestarin-tyokalut.example", since=180)
    story.subscription(1, 1400, PRO, 199.0)
    story.subscription(1, 1400, PRO, 199.0, since=38, ended=38)
    story.use(1, 1095, 205, (0.85, 0.85), DAILY + " campaigns newsletter")
    story.use(2, 1095, 120, (0.1, 0.1), "reports")
    story.use(3, 180, 60, (0.5, 0.02), "orders products")
    story.sell(1095, 38, (9000, 6200))
    story.answer(560, 10, "Ritva saa kaiken toimimaan, ja teiltä saa aina apua.")
    story.answer(112, 3, "Uusi tekijä ei tunne järjestelmää, eikä meillä ole aikaa opetella.", contact=2)
    story.ticket(168, "phone", "tuotteet", "Miten tuotteet tuodaan? Edellinen hoitaja lähti", 2, 0.6)
    story.ticket(150, "mail", "tilaukset", "Kampanjan hinnat jäivät päälle", 240, 9.5)
    story.note(201, "Ritva Sallinen siirtyi toiselle työnantajalle. Seuraaja aloittaa kuun lopussa.")
    story.note(120, "Tarjosin koulutusta Joonalle, ei sopinut kalenteriin.")
    story.tell("usage", 66, name="cancellation_page", contact_ref=f"{story.ref}-2", quantity=1.0, hour=14.2)
    story.churn(38, 1, "päättäjä tai käyttäjä vaihtui", "Verkkokaupan hoitaja lähti, ja uusi toi oman järjestelmänsä.")


def silent_giant(story: Teller) -> None:
    """The largest account: nobody has talked to it for almost a year, and it uses less each month."""
    story.account(1700, plan=ENTERPRISE, industry="vaatteet", tags="b2b,monikanavainen,vienti")
    people = {
        "Marika Ståhle": "decision_maker",
        "Antero Kopra": "champion",
        "Sini Rauta": "user",
        "Veli Orava": "billing",
    }
    for number, (name, role) in enumerate(people.items(), start=1):
        story.contact(number, name, role, f"{name.split()[0].lower()}@hiljainen-jatti.example")
    story.subscription(1, 1700, ENTERPRISE, 4800.0, renews_in=89)
    story.use(2, 1095, 365, (0.95, 0.95), DAILY + " campaigns integrations multi_language")
    story.use(3, 1095, 365, (0.9, 0.9), DAILY)
    story.use(2, 364, 0, (0.95, 0.08), DAILY)
    story.use(3, 364, 0, (0.9, 0.12), "orders orders shipping")
    story.sell(1095, 365, (118_000, 151_000))
    story.sell(364, 0, (151_000, 96_000))
    story.answer(700, 8, "Toimii isollakin volyymillä.")
    story.ticket(402, "mail", "tekninen vika", "Rajapinta hidastelee kampanjapäivinä", 95, 20.0)
    story.ticket(355, "mail", "tekninen vika", "Kysely tilausrajapinnan tulevaisuudesta", 180, 30.0)
    story.note(410, "Vuosipalaveri. Kaikki hyvin, sovittiin että palataan tarvittaessa.", "meeting")
    story.note(341, "Antero kysyi rajapinnan kehityssuunnitelmaa. Lupasin palata asiaan.", "email")


def winback(story: Teller) -> None:
    """Left for a competitor, was kept in touch with, and came back to a larger plan."""
    story.account(1250, plan=KASVU, industry="urheilu ja ulkoilu")
    story.contact(1, "Hannes Polku", "decision_maker", "hannes.polku@pyorapajan-paluu.example")
    story.contact(2, "Taru Ketola", "user", "taru.ketola@pyorapajan-paluu.example")
    story.subscription(1, 1250, KASVU, 89.0)
    story.subscription(1, 1250, KASVU, 89.0, since=470, ended=470)
    story.churn(470, 1, "siirtyi toiseen palveluun", "Toisessa palvelussa oli huoltovarausten kalenteri.")
    story.note(468, "Lähtivät sovussa. Kysyn kuulumiset puolen vuoden päästä.")
    story.note(290, "Soitto: uusi alusta kaatui sesongin alussa, harkitsevat paluuta.", "call")
    story.note(172, "Sovittiin paluusta Pro-pakettiin. Siirrämme tuotteet heidän puolestaan.", "meeting")
    story.subscription(2, 160, PRO, 199.0)
    story.use(1, 1095, 520, (0.6, 0.55), DAILY)
    story.use(1, 519, 471, (0.4, 0.05), "orders")
    story.use(1, 160, 0, (0.75, 0.8), DAILY + " campaigns discount_codes")
    story.use(2, 150, 0, (0.5, 0.6), "orders shipping products")
    story.sell(1095, 471, (2600, 2900))
    story.sell(154, 0, (3100, 5200))
    story.answer(45, 10, "Palasimme, koska täällä puhelimeen vastaa ihminen.")


def sharp_growth(story: Teller) -> None:
    """From a trial to the largest plan in a year and a half, behind sales that double every few months."""
    story.account(570, plan=ALKU, industry="kauneus ja terveys")
    story.contact(1, "Essi Raikas", "decision_maker", "essi.raikas@rakettikasvu.example")
    story.contact(2, "Onni Lento", "champion", "onni.lento@rakettikasvu.example", since=300)
    story.subscription(1, 570, ALKU, 39.0, trial=True)
    for since, plan, euros in ((540, ALKU, 39.0), (410, KASVU, 89.0), (240, PRO, 199.0), (58, ENTERPRISE, 900.0)):
        story.subscription(1, 570, plan, euros, since=since, renews_in=307 if plan == ENTERPRISE else None)
    story.tier(410, "silver")
    story.tier(240, "gold")
    for ago, name in ((570, "onboarding_started"), (566, "shop_published"), (564, "first_value")):
        story.milestone(ago, name)
    story.use(1, 570, 0, (0.6, 0.95), DAILY + " campaigns newsletter discount_codes")
    story.use(2, 300, 0, (0.7, 0.95), DAILY + " integrations multi_language")
    story.sell(564, 0, (350, 41_000))
    story.answer(190, 10, "Kauppa on kasvanut kymmenkertaiseksi, ja alusta on pysynyt mukana.")
    story.ticket(62, "chat", "tuotteet", "Tuotteiden tuonti kolmelle kielelle", 3, 0.8)
    story.note(245, "Myynti kaksinkertaistui kesällä. Pro-paketti käyttöön ja oma yhteyshenkilö.")
    story.note(60, "Laajenevat Ruotsiin ja Viroon. Enterprise-sopimus allekirjoitettu.", "meeting")


STORIES: dict[str, Callable[[Teller], None]] = {
    "Uinuva Puoti Oy": never_opens,
    "Mestarin Työkalukauppa Oy": champion_leaves,
    "Hiljainen Jätti Oy": silent_giant,
    "Pyöräpajan Paluu Oy": winback,
    "Rakettikasvu Oy": sharp_growth,
}


def stories(seed: int, period: Period) -> pa.Table:
    """All stories as signals; they use nothing of the other shops and change nothing of theirs."""
    told = []
    for number, (name, tell) in enumerate(STORIES.items()):
        story = Teller(f"K{90001 + number}", name, OWNERS[number], period, rng(seed, name))
        tell(story)
        told.append(story.table())
    return joined(told)
