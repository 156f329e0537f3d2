"""Whom a page credits, in the wordings pages use: verbs, phrases, works, papers, links, in nine languages.

Every sentence is ours. The rules alone are tried here; a model may only add to them.
"""

import pytest
from attributing_cases import rendition_of

from twosource.attributing import AttributeSettings, attribute, credits_of
from twosource.evidence.testimony import Party, Statement

SENTENCES = [
    (
        "en",
        "The registry of fuel sales was leaked, as first reported by the Valley Courier on Monday.",
        {"Valley Courier"},
    ),
    (
        "en",
        "The registry was leaked to a dealer in May, Reuters reported, citing two customs officers.",
        {"Reuters"},
    ),
    (
        "en",
        "According to documents obtained by the Harbour Herald, the depot sold 4,000 tonnes of fuel.",
        {"Harbour Herald"},
    ),
    (
        "en",
        "The depot sold 4,000 tonnes of fuel, according to internal records seen by Sky News.",
        {"Sky News"},
    ),
    ("en", "In a story first broken by ProPublica, the depot sold fuel to both sides.", {"ProPublica"}),
    (
        "en",
        "The news was first published by Der Spiegel, which said the papers were genuine.",
        {"Der Spiegel"},
    ),
    ("en", "The Guardian's report says the depot sold fuel to both sides.", {"The Guardian"}),
    ("en", "A Reuters investigation found that the depot sold fuel to both sides.", {"Reuters"}),
    ("en", "An investigation by the BBC has found that the depot sold fuel to both sides.", {"BBC"}),
    ("en", "The BBC's Ana Rui reports that the depot sold fuel to both sides.", {"BBC"}),
    ("en", "BBC: depot sold fuel to both sides", {"BBC"}),
    ("en", "Depot sold fuel to both sides - BBC", {"BBC"}),
    (
        "en",
        "Depot sold fuel to both sides: report\n\nThe depot sold fuel to both sides, the New York Times revealed on Tuesday.",
        {"New York Times"},
    ),
    ("en", "The depot sold fuel to both sides, the NYT has learned.", {"New York Times"}),
    (
        "en",
        "It was reported by the Syrian Observatory for Human Rights that 12 people were killed in Idlib.",
        {"Syrian Observatory for Human Rights"},
    ),
    ("en", "Twelve people were killed in Idlib, SOHR said.", {"Syrian Observatory for Human Rights"}),
    (
        "en",
        "Twelve people were killed in Idlib, the UK-based monitoring group Syrian Observatory for Human Rights reported.",
        {"Syrian Observatory for Human Rights"},
    ),
    ("en", "State news agency SANA reported that 12 people were killed in Idlib.", {"SANA"}),
    ("en", "Twelve people were killed in Idlib, Syria's state-run SANA news agency said.", {"SANA"}),
    ("en", "Twelve people were killed in Idlib, Turkish state media reported.", set()),
    (
        "en",
        "The Amaq agency, which is linked to Islamic State, claimed that its fighters killed 12 soldiers.",
        {"Amaq"},
    ),
    ("en", "On his blog The Quiet Quay, the clerk wrote that the depot was empty.", {"The Quiet Quay"}),
    ("en", "The blog The Quiet Quay reported that the depot was empty.", {"The Quiet Quay"}),
    ("en", "A post on the Facebook page of Harbour Watch said the depot was empty.", {"Harbour Watch"}),
    ("en", "The depot was empty, Harbour Watch wrote on Twitter.", {"Harbour Watch"}),
    ("en", "The depot was empty, local outlet Quay Today reported.", {"Quay Today"}),
    ("en", "The activist group Quay Watch said that soldiers killed 12 people in Idlib.", {"Quay Watch"}),
    ("en", "Speaking to Al Jazeera, the minister said the depot was empty.", {"Al Jazeera"}),
    ("en", "The minister told Channel Nine that the depot was empty.", {"Channel Nine"}),
    ("en", "In an interview with CNN, Ana Rui said the depot was empty.", {"CNN"}),
    ("en", "The depot was empty, Ana Rui told the Harbour Herald.", {"Harbour Herald"}),
    ("en", "A source quoted by Interfax said the depot was empty.", {"Interfax"}),
    ("en", "Interfax quoted a source as saying the depot was empty.", {"Interfax"}),
    ("en", "The papers were leaked to The Intercept.", {"The Intercept"}),
    ("en", "The papers, published by WikiLeaks on Monday, show that the depot was empty.", {"WikiLeaks"}),
    ("en", "WikiLeaks released papers which show that the depot was empty.", {"WikiLeaks"}),
    ("en", "The depot was empty, says a report in Le Monde.", {"Le Monde"}),
    ("en", "The depot was empty, per Axios.", {"Axios"}),
    ("en", "The depot was empty (via Reuters).", {"Reuters"}),
    ("en", "The depot was empty, reports AFP.", {"AFP"}),
    ("en", "The depot was empty, AFP reports.", {"AFP"}),
    ("en", "The depot was empty, it emerged in a Reuters report.", {"Reuters"}),
    ("en", "Reuters could not verify the claim that the depot was empty.", set()),
    ("en", "The minister denied a New York Times report that the depot was empty.", {"New York Times"}),
    ("en", "As the Valley Courier reported yesterday, the depot was empty.", {"Valley Courier"}),
    (
        "en",
        "The depot is empty, the Valley Courier and the Harbour Herald reported.",
        {"Valley Courier", "Harbour Herald"},
    ),
    ("de", "Das Depot sei leer, berichtet der Spiegel unter Berufung auf zwei Zöllner.", {"Der Spiegel"}),
    ("de", "Das Depot ist nach Informationen der Süddeutschen Zeitung leer.", {"Süddeutsche Zeitung"}),
    (
        "de",
        "Das Depot ist leer, wie die Nachrichtenagentur Reuters unter Berufung auf Zöllner meldet.",
        {"Reuters"},
    ),
    ("de", "Laut einem Bericht der New York Times ist das Depot leer.", {"New York Times"}),
    ("de", "Einem Bericht des Spiegel zufolge ist das Depot leer.", {"Der Spiegel"}),
    (
        "de",
        "Der Syrischen Beobachtungsstelle für Menschenrechte zufolge wurden zwölf Menschen getötet.",
        {"Syrian Observatory for Human Rights"},
    ),
    ("de", "Das Depot sei leer, sagte der Minister der Deutschen Presse-Agentur.", {"dpa"}),
    ("de", "Recherchen von NDR und WDR zeigen, dass das Depot leer ist.", {"NDR", "WDR"}),
    ("de", "Zuerst hatte die Bild-Zeitung darüber berichtet, dass das Depot leer ist.", {"Bild"}),
    ("de", "Dem Spiegel liegen die Dokumente vor, nach denen das Depot leer ist.", {"Der Spiegel"}),
    ("fr", "Le dépôt est vide, a rapporté l'AFP, citant deux douaniers.", {"AFP"}),
    ("fr", "Selon Le Monde, le dépôt est vide.", {"Le Monde"}),
    ("fr", "D'après des documents obtenus par Mediapart, le dépôt est vide.", {"Mediapart"}),
    ("fr", "Le dépôt est vide, selon l'agence de presse officielle Sana.", {"SANA"}),
    (
        "fr",
        "L'Observatoire syrien des droits de l'Homme (OSDH) a fait état de 12 morts à Idleb.",
        {"Syrian Observatory for Human Rights"},
    ),
    ("fr", "Comme l'a révélé le New York Times, le dépôt est vide.", {"New York Times"}),
    ("es", "El depósito está vacío, según informó la agencia Reuters.", {"Reuters"}),
    ("es", "Según el diario El País, el depósito está vacío.", {"El País"}),
    ("es", "El depósito está vacío, informa la cadena Sky News.", {"Sky News"}),
    ("es", "Según documentos obtenidos por The Guardian, el depósito está vacío.", {"The Guardian"}),
    ("es", "Así lo publicó el New York Times.", {"New York Times"}),
    ("it", "Il deposito è vuoto, riferisce la Reuters.", {"Reuters"}),
    ("it", "Secondo il Guardian, il deposito è vuoto.", {"The Guardian"}),
    ("it", "Lo rivela Sky News, che ha ottenuto i documenti.", {"Sky News"}),
    ("it", "Lo riporta l'emittente britannica Bbc.", {"BBC"}),
    ("pl", "Magazyn jest pusty, podała agencja Reutera.", {"Reuters"}),
    ("pl", "Według Sky News magazyn jest pusty.", {"Sky News"}),
    ("pl", 'Jak informuje "Guardian", magazyn jest pusty.', {"The Guardian"}),
    ("pl", "Jak podaje Agencja Reutera, powołując się na celników, magazyn jest pusty.", {"Reuters"}),
    ("ru", "Склад пуст, сообщает агентство Рейтер со ссылкой на двух таможенников.", {"Reuters"}),
    ("ru", "Об этом сообщает РИА Новости.", {"RIA Novosti"}),
    ("ru", "По данным газеты «Нью-Йорк таймс», склад пуст.", {"New York Times"}),
    ("ru", "Как пишет The Guardian, склад пуст.", {"The Guardian"}),
    ("ru", "Склад пуст, передает ТАСС.", {"TASS"}),
    ("ru", "Об этом говорится в документах, полученных телеканалом Sky News.", {"Sky News"}),
    (
        "ru",
        "Сирийский центр мониторинга за соблюдением прав человека сообщил о гибели 12 человек.",
        {"Syrian Observatory for Human Rights"},
    ),
    ("tr", "Depo boş, Reuters'ın haberine göre.", {"Reuters"}),
    ("tr", "Anadolu Ajansı'nın haberine göre depo boş.", {"Anadolu"}),
    ("tr", "BBC, deponun boş olduğunu bildirdi.", {"BBC"}),
    ("tr", "İngiliz Guardian gazetesi deponun boş olduğunu yazdı.", {"The Guardian"}),
    ("tr", "Sky News'in ele geçirdiği belgelere göre depo boş.", {"Sky News"}),
    ("fa", "به گزارش رویترز انبار خالی است.", {"Reuters"}),
    ("fa", "خبرگزاری فارس گزارش داد که انبار خالی است.", {"Fars News"}),
    ("fa", "روزنامه گاردین نوشت که انبار خالی است.", {"The Guardian"}),
    ("fa", "بی‌بی‌سی به نقل از دو مامور گمرک گزارش داد که انبار خالی است.", {"BBC"}),
    ("no", "Lageret er tomt, melder nyhetsbyrået Reuters.", {"Reuters"}),
    ("no", "Ifølge Sky News er lageret tomt.", {"Sky News"}),
    ("no", "Det skriver VG.", {"VG"}),
    ("no", "Lageret er tomt, sier politiet til NRK.", {"NRK"}),
    ("ar", "أفادت وكالة رويترز بأن المستودع فارغ نقلا عن اثنين من موظفي الجمارك.", {"Reuters"}),
    ("ar", "ذكرت صحيفة الغارديان البريطانية أن المستودع فارغ.", {"The Guardian"}),
    ("ar", "وفقا لوثائق حصلت عليها شبكة سكاي نيوز فإن المستودع فارغ.", {"Sky News"}),
    ("ar", "ونقلت وكالة سانا عن مصدر أن المستودع فارغ.", {"SANA"}),
    (
        "ar",
        "قال المرصد السوري لحقوق الإنسان إن 12 شخصا قتلوا في إدلب.",
        {"Syrian Observatory for Human Rights"},
    ),
    ("ar", "وبحسب ما نشرته صحيفة نيويورك تايمز فإن المستودع فارغ.", {"New York Times"}),
    ("ar", "كشفت صحيفة زود دويتشه تسايتونغ الألمانية أن المستودع فارغ.", {"Süddeutsche Zeitung"}),
    ("ar", 'نشرت مدونة "فتاة الميناء" أن المستودع فارغ.', {"فتاة الميناء"}),
    ("ar", "قال الوزير لقناة الجزيرة إن المستودع فارغ.", {"Al Jazeera"}),
    ("ar", "وقال مسؤول لوكالة فرانس برس إن المستودع فارغ.", {"AFP"}),
]


def credited(text, language, publisher="Harbour Post"):
    """Return the names a page credits as a whole."""
    parties, statements = {}, []
    for outcome in attribute(
        [rendition_of(text, language=language, publisher=publisher)], known=(), settings=AttributeSettings()
    ):
        for value in outcome.values:
            if isinstance(value, Party):
                parties[value.party_id] = value
            elif isinstance(value, Statement):
                statements.append(value)
    return {parties[i].name for i in credits_of(statements, parties)}


@pytest.mark.parametrize(("language", "text", "names"), SENTENCES)
def test_a_page_credits_whoever_its_words_name(language, text, names):
    assert credited(text, language) == names


def test_partners_who_hold_the_papers_together_with_the_page_are_not_credited():
    text = "Der Süddeutschen Zeitung, NDR und WDR liegen die geheimen Dokumente vor. Das Depot ist leer, sagte das BKA."
    assert credited(text, "de", "Süddeutsche Zeitung") == set()


def test_what_an_office_is_said_to_believe_is_not_from_it():
    assert credited("Die Zeit berichtet, das Depot sei leer. Das BKA hält die Dokumente für echt.", "de") == {
        "Die Zeit"
    }


def test_in_the_mood_that_reports_holders_are_told_of_by_whoever_spoke():
    text = (
        "Das Depot ist leer, wie die Süddeutsche Zeitung berichtet. "
        "Dem NDR und dem WDR lägen die Dokumente vor, heißt es weiter."
    )
    assert credited(text, "de") == {"Süddeutsche Zeitung"}


def test_people_beside_publications_without_names_speak_for_themselves():
    text = (
        "The files were leaked to British and German media outlets.\n\n"
        "Ana Rui, a former officer, said the files would help to find recruiters."
    )
    assert credited(text, "en") == set()


def test_people_in_one_breath_with_publications_without_names_stay():
    text = "The blog was written by a clerk, according to several news reports, as well as Ana Rui."
    assert credited(text, "en") == {"Ana Rui"}


def test_her_own_blog_is_the_title_in_the_headline():
    text = (
        "Blogger of ‘The Quiet Quay in Winter’ seized\n\n"
        "On Mara's own blog, it was reported that soldiers had seized her."
    )
    assert credited(text, "en") == {"The Quiet Quay in Winter"}


def test_a_hoax_a_page_debunks_is_not_where_it_has_its_story_from():
    text = (
        "The blog “The Quiet Quay” is a hoax, Ana Rui said.\n\n"
        "The blog “The Quiet Quay” is a hoax. According to the blog, soldiers killed the clerk."
    )
    assert "The Quiet Quay" not in credited(text, "en")


def test_whoever_confirmed_nothing_is_not_credited():
    assert credited("The depot was empty, Reuters reported. The ministry did not confirm that.", "en") == {
        "Reuters"
    }
