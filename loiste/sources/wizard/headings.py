"""How people head the columns of their files, in Finnish and English: the words by which a field is known."""

# Letters and digits only, small (see `plain`), the surest first. The names of the fields themselves need not be here.
WORDS: dict[str, tuple[str, ...]] = {
    field: tuple(words.split())
    for field, words in {
        "account_id": (
            "asiakasnumero asiakasnro asiakastunnus asiakasid asiakkaantunnus asiakkaannumero customerid "
            "customernumber customerno accountnumber clientid companyid asiakas customer account client tili "
            "yritys company"
        ),
        "contact_id": (
            "yhteyshenkilö yhteyshenkilönumero henkilö henkilötunniste käyttäjä käyttäjätunnus kontakti contact "
            "person personid user userid"
        ),
        "name": ("nimi asiakkaannimi asiakasnimi yrityksennimi kokonimi customername accountname companyname fullname"),
        "business_id": "ytunnus yritystunnus lytunnus vatnumber vatid companynumber orgnr",
        "signed_up_on": (
            "rekisteröitynyt rekisteröityi liittynyt liittymispäivä asiakkuusalkoi asiakkaaksi asiakasalkaen "
            "alkanut aloituspäivä signupdate signedup created createdat customersince startdate"
        ),
        "owner": "vastuuhenkilö omistaja asiakasvastaava myyjä accountmanager csm manager responsible",
        "tier": "taso luokka segmentti segment class asiakasluokka",
        "parent_id": "emoyhtiö emo konserni parent parentaccount",
        "country": "maa maakoodi countrycode",
        "tags": "tunnisteet avainsanat tagit labels keywords",
        "valid_from": "voimassaalkaen alkaen validfrom effectivefrom effectivedate",
        "email": "sähköposti sähköpostiosoite mail emailaddress",
        "phone": "puhelin puhelinnumero puh telephone mobile matkapuhelin",
        "role": "rooli tehtävä title",
        "language": "kieli kielikoodi lang",
        "subscription_id": (
            "tilaus tilausnumero tilausnro tilaustunnus sopimus sopimusnumero sopimusnro tilausid subscription "
            "contract contractid contractnumber orderid"
        ),
        "started_on": (
            "alkanut alkaa alku alkoi alkupvm alkupäivä aloituspäivä alkamispäivä alkaen start startdate started "
            "begin begins from"
        ),
        "ended_on": (
            "päättynyt päättyy loppu loppunut loppupvm päättymispäivä päättyi irtisanottu loppupäivä end enddate "
            "ended ends cancelled until"
        ),
        "mrr": (
            "kuukausihinta kuukausimaksu kkhinta kkmaksu hintakk summakk eurkk kuukausittain monthlyprice "
            "monthlyfee pricepermonth mrramount monthlyamount kuukausiveloitus"
        ),
        "amount": "summa hinta maksu veloitus euroa eur price total sum fee cost kustannus kustannukset",
        "interval": "jakso hintajakso period pricingperiod",
        "billing_interval": "laskutusväli laskutusjakso laskutus billing billingperiod billingfrequency",
        "currency": "valuutta valuuttakoodi currencycode",
        "plan": "paketti tuote tilaustyyppi taso palvelu product package plantier plannimi",
        "seats": "käyttäjiä lisenssit lisenssejä paikat käyttäjämäärä määrä users licences licenses quantity kpl",
        "trial": "kokeilu koekäyttö kokeilujakso istrial",
        "auto_renew": "automaattinenuusinta uusiutuuautomaattisesti jatkuu autorenewal autorenewflag",
        "renews_on": "uusiutuu uusimispäivä uusinta renewal renewaldate renews",
        "notice_on": "irtisanomispäivä viimeinenirtisanomispäivä irtisanottavaviimeistään noticedate notice",
        "usage_id": "tapahtuma tapahtumanumero tapahtumatunnus eventid rivi rivinumero",
        "occurred_at": (
            "aika ajankohta aikaleima päivä päivämäärä pvm käyttöpäivä date time timestamp datetime when usagedate day"
        ),
        "feature": "toiminto ominaisuus palvelu toiminnallisuus featurename function event action",
        "count": "määrä lukumäärä kpl kertaa käyttökerrat kerrat quantity times number usagecount",
        "duration_seconds": "kesto kestosek kestos sekuntia kestosekunteina duration seconds",
        "value": "arvo tulos myynti summa result outcome revenue",
        "ticket_id": (
            "tiketti tikettinumero tukipyyntö pyyntö tapaus tapausnumero ticket case caseid issue ticketnumber"
        ),
        "opened_at": "avattu luotu saapunut avausaika avauspäivä opened created createdat submittedat submitted",
        "first_response_at": "ensivastaus ensimmäinenvastaus vastattu firstresponse respondedat",
        "first_response_minutes": (
            "vastausaika vasteaika vastausaikamin responseminutes firstresponsetimeminutes responsetime"
        ),
        "solved_at": "ratkaistu suljettu ratkaisuaika solved closed closedat resolved resolvedat",
        "reopened": "avattuuudelleen uudelleenavattu isreopened",
        "channel": "kanava yhteydenottotapa source",
        "priority": "kiireellisyys prioriteetti urgency severity",
        "category": "aihealue kategoria luokka ryhmä type topic",
        "subject": "aihe otsikko title summary",
        "csat": "tyytyväisyys asiakastyytyväisyys arvosana satisfaction satisfactionscore rating",
        "ces": "vaivattomuus helppous effort effortscore",
        "nps": "npsarvo npspisteet suosittelu suositteluhalukkuus npsscore score recommend",
        "scale": "asteikko maksimi maxscore",
        "response_id": "vastaus vastausnumero vastausid vastaustunnus response answerid",
        "answered_on": (
            "vastattu vastauspäivä vastauspvm päivä päivämäärä pvm aika answered date responsedate submittedat"
        ),
        "level": "kyselytyyppi surveytype",
        "comment": "kommentti palaute avoinpalaute vapaasana lisätiedot feedback feedbacktext text remarks",
        "churned_on": "lähtenyt päättynyt poistunut lopettanut päättymispäivä churned churndate date päivä pvm",
        "reason": "syy lähtösyy poistumasyy reasoncode churnreason",
        "month": "kuukausi kk kausi period päivä pvm date",
        "cost_kind": "kustannuslaji laji kulu kululaji costtype kind type",
        "author": "kirjoittaja laatija tekijä writer by user",
        "note_kind": "laji yhteydenpito tapa kanava kind type channel",
        "text": "teksti muistiinpano merkintä kuvaus sisältö note content body description",
        "milestone": "välitavoite virstanpylväs vaihe tapahtuma stage event step",
        "occurred_on": "päivä päivämäärä pvm aika saavutettu date reachedat when",
        "date": "päivä päivämäärä pvm day",
        "rate": "kurssi valuuttakurssi exchangerate fx",
    }.items()
}
OWN_ID = ("id", "tunnus", "numero", "nro", "tunniste", "number", "no", "key")


def plain(heading: str) -> str:
    """Small letters and digits only: `Y-tunnus ` and `Y_TUNNUS` are the same word."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())
