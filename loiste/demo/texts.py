"""What people say in the demo, in Finnish: reasons for leaving, subjects of tickets, comments, notes."""

# reason: (share, comments)
LEAVING_REASONS: dict[str, tuple[float, list[str]]] = {
    "ei tuottanut arvoa": (0.21, [
        "Myynti ei lähtenyt käyntiin puolessa vuodessakaan.",
        "Emme saaneet kauppaan kävijöitä, joten maksu tuntui turhalta.",
        "Odotimme enemmän tilauksia.",
    ]),
    "kustannussäästöt": (0.17, [
        "Karsimme kaikki kuukausimaksut.", "Kate ei riitä kuukausimaksuun.", "Hinta nousi meille liian korkeaksi.",
    ]),
    "ei enää tarvetta": (0.18, [
        "Lopetamme liiketoiminnan vuodenvaihteessa.", "Jatkamme pelkkänä kivijalkakauppana.", "Yritys myytiin.",
        "Tuotteet siirtyivät tukkurin omaan kauppaan.",
    ]),
    "ei otettu käyttöön": (0.13, [
        "Kauppa ei koskaan valmistunut, aika ei riittänyt.", "Tuotteiden syöttäminen jäi kesken.",
        "Innostusta oli, tekijää ei.",
    ]),
    "siirtyi toiseen palveluun": (0.15, [
        "Tarvitsimme kassajärjestelmän samaan pakettiin.", "Kumppanimme suositteli toista alustaa.",
        "Toisessa palvelussa oli valmis liitäntä varastoomme.", "Saimme halvemman tarjouksen.",
    ]),
    "päättäjä tai käyttäjä vaihtui": (0.06, [
        "Uusi toimitusjohtaja valitsi tutun järjestelmän.", "Verkkokaupan hoitaja lähti, eikä kukaan jatkanut.",
    ]),
    "palvelu tuntui vaikealta": (0.05, [
        "Toimitustapojen säätäminen oli liian hankalaa.", "En oppinut käyttämään kampanjoita.",
    ]),
    "kaupan ulkoasu": (0.05, [
        "Ulkoasua ei saanut brändimme näköiseksi ilman koodaajaa.", "Valmiit teemat näyttivät vanhoilta.",
    ]),
}  # fmt: skip

# category: (share, subjects)
TICKETS: dict[str, tuple[float, list[str]]] = {
    "tilaukset": (0.19, ["Tilaus ei näy listalla", "Tilauksen hyvittäminen osittain", "Asiakas ei saanut vahvistusta"]),
    "tuotteet": (0.16, ["Varastosaldot eivät täsmää", "Tuotteiden tuonti tiedostosta", "Muunnelmien hinnat"]),
    "toimitus": (0.14, ["Pakettitarra ei tulostu", "Toimituskulu laskee väärin", "Noutopiste puuttuu kassalta"]),
    "maksutavat": (0.13, ["Korttimaksu keskeytyy", "Uuden maksutavan käyttöönotto", "Tilitys ei täsmää"]),
    "ulkoasu": (0.12, ["Teeman vaihtaminen", "Etusivun kuvat venyvät puhelimella", "Logon koko"]),
    "laskutus": (0.09, ["Kysymys laskusta", "Laskutusosoitteen muutos", "Vuosilaskutukseen siirtyminen"]),
    "verkkotunnus": (0.07, ["Oma verkkotunnus ei ohjaudu", "Sähköposti lakkasi toimimasta"]),
    "tekninen vika": (0.06, ["Hallintapaneeli hidastelee", "Virheilmoitus kassalla", "Rajapinta palauttaa virheen"]),
    "markkinointi": (0.04, ["Uutiskirje ei lähtenyt", "Alennuskoodi ei kelpaa", "Hakukonenäkyvyys"]),
}

SERVICE_PRAISE: list[str | None] = [
    "Nopea ja ystävällinen vastaus, kiitos!", "Asia hoitui kerralla kuntoon.",
    "Neuvot olivat selkeät ja kuvien kanssa.",
    "Sain avun samana päivänä.", "Aina yhtä hyvää palvelua.", "Vastaaja ymmärsi heti, mistä oli kyse.",
    "Mahtavaa, että vastaa ihminen eikä robotti.", "Ongelma ratkesi chatissa viidessä minuutissa.",
    "Kiitos kärsivällisyydestä, olin ihan pihalla.", "Ylititte odotukset.",
]  # fmt: skip
SERVICE_FAIR: list[str | None] = [
    "Ihan hyvä, mutta vastaus kesti.", "Asia selvisi, kun kysyin toisen kerran.",
    "Ohjeesta olisi ollut apua heti alkuun.",
    "Ratkaisu löytyi, vaikka kiertotietä.",
]  # fmt: skip
SERVICE_BLAME: list[str | None] = [
    "Odotin vastausta kaksi päivää.", "Sain saman ohjeen, jota olin jo kokeillut.",
    "Asiaa siirreltiin ihmiseltä toiselle.",
    "Vika on edelleen korjaamatta.", "Vastaus oli kohtelias mutta ei auttanut.",
]  # fmt: skip

RELATION_PRAISE: list[str | None] = [
    "Kotimainen palvelu, ja kaikki toimii.", "Kauppamme on kasvanut joka vuosi tällä alustalla.",
    "Asiakaspalvelu on paras syy pysyä.", "Helppo käyttää, vaikka en ole tekninen.",
    "Hinta ja ominaisuudet kohtaavat.",
    "Uusia ominaisuuksia tulee sopivaa tahtia.",
]  # fmt: skip
RELATION_FAIR: list[str | None] = [
    "Toimii, mutta raportit kaipaavat lisää.", "Ulkoasun muokkaus saisi olla vapaampaa.",
    "Perusasiat kunnossa, kassaintegraatio puuttuu.", "Hyvä pienelle kaupalle, kasvaessa tulee rajat vastaan.",
]  # fmt: skip
RELATION_BLAME: list[str | None] = [
    "Monikieliset kaupat ovat hankalia hoitaa.", "Hinta on noussut enemmän kuin hyöty.",
    "Varastonhallinta ei riitä meille.", "Kukaan ei ole ollut yhteydessä koko vuonna.",
    "Teemat alkavat olla vanhoja.",
]  # fmt: skip

NOTES: list[str | None] = [
    "Kävimme läpi syksyn kampanjat. Tavoitteena kaksinkertaistaa marraskuun myynti.",
    "Soitto: kauppa sujuu, toive paremmista raporteista.",
    "Esittelin uutiskirjeen ja alennuskoodit, kokeilevat ensi viikolla.",
    "Vuosipalaveri. Tavoite: 20 % lisää myyntiä ja uudet toimitustavat.",
    "Kiinnostunut monikielisestä kaupasta, palataan keväällä.",
    "Verkkokauppaa hoitaa nyt uusi henkilö, sovittiin koulutus.",
    "Kysyi hintaa seuraavasta paketista, lähetin vertailun.",
    "Pyysi pakettiautomaattia kassalle, kirjattu kehityspyynnöksi.",
    "Kuvat ja tuotetekstit kuntoon ennen sesonkia, teemme yhdessä.",
    "Ei vastannut puheluun, lähetin viestin.", "Tyytyväinen chatin nopeuteen. Lupasi toimia referenssinä.",
    "Kassan keskeytykset huolettavat, tarkistetaan maksutavat.", "Tuotteita jo 800, ohjeistin massamuokkaukseen.",
    "Myymälä muuttaa, verkkokaupan merkitys kasvaa.", "Sovittiin seuranta kuukauden päähän.",
]  # fmt: skip
# What each of them was, in the same order: a note unless it was a talk.
NOTE_NAMES: list[str | None] = [
    "meeting", "call", "meeting", "meeting", "email", "call", "email", "call", "meeting", "note", "call", "call", "note",
    "note", "call",
]  # fmt: skip
WORRIES: list[str | None] = [
    "Paneelin käyttö vähentynyt selvästi. Soitin, lupasi miettiä jatkoa.",
    "Kertoi kilpailevasta tarjouksesta. Tarjosin ilmaista läpikäyntiä.",
    "Myynti laskenut koko kevään, kuukausimaksu mietityttää.",
    "Ei ole vastannut kahteen viestiin, käyttö lähes loppunut.",
]
WORRY_NAMES: list[str | None] = ["call", "call", "meeting", "note"]
