"""Bodies nobody has listed: outlets known by the noun beside them, institutes by the noun that opens them.

Every sentence is ours, in eight languages; each says one thing and names whoever must be credited for it,
or nobody. The rules alone are tried.
"""

import pytest
from attributing_cases import rendition_of

from twosource.attributing import AttributeSettings, attribute, credits_of
from twosource.evidence.testimony import Party, Statement

NAMED = [
    ("es", "El puente fue volado el martes, publica el diario local Ribera Post.", {"Ribera Post"}),
    ("es", "El coronel ha huido, informa el portal digital Orilla Hoy.", {"Orilla Hoy"}),
    ("es", "La noticia fue revelada por la cadena británica Harbour News.", {"Harbour News"}),
    ("es", "El semanario francés Le Quai reveló que la central estaba parada.", {"Le Quai"}),
    ("fr", "L'affaire a été révélée dimanche par la chaîne canadienne Harbour News.", {"Harbour News"}),
    ("fr", "Le quotidien régional Quai Libre rapporte que le dépôt a brûlé.", {"Quai Libre"}),
    ("fr", "Le dépôt a brûlé, selon le site d'information Rive Info.", {"Rive Info"}),
    (
        "fr",
        "Le Harbour Tribune a retiré son article. Le journal indique que son reporter s'était trompé.",
        {"Harbour Tribune"},
    ),
    ("de", "Der Oberst ist nach einem Bericht der Zeitung „Harbour Tribune“ geflohen.", {"Harbour Tribune"}),
    (
        "de",
        "Das geht nach einem Bericht des kanadischen Senders Harbour News aus einer Liste hervor.",
        {"Harbour News"},
    ),
    ("de", "Einem Bericht des Magazins Kaiblick zufolge ist das Depot abgebrannt.", {"Kaiblick"}),
    ("de", "Wie das Nachrichtenportal Uferblick berichtet, ist das Depot abgebrannt.", {"Uferblick"}),
    (
        "de",
        "Die Zeitung „Harbour Tribune“ hat ihren Bericht zurückgezogen. Der Oberst sei zu Hause, teilte das Blatt mit.",
        {"Harbour Tribune"},
    ),
    ("it", "Il deposito è bruciato, scrive il quotidiano locale Riva Nuova.", {"Riva Nuova"}),
    ("ru", "Склад сгорел, сообщает местный портал «Речной вестник».", {"Речной вестник"}),
    (
        "ru",
        "Об этом говорится в исследовании Института речного права, опубликованном в среду.",
        {"Институт речного права"},
    ),
    ("ru", "Склад сгорел, говорится в докладе центра «Причал».", {"Причал"}),
    ("tr", "Yerel Kıyı Postası gazetesi deponun yandığını yazdı.", {"Kıyı Postası"}),
    ("tr", "Harbour News kanalının haberine göre depo yandı.", {"Harbour News"}),
    ("ar", "أعلنت بعثة مراقبة وقف النار أن المستودع احترق.", {"بعثة مراقبة وقف النار"}),
    ("ar", "كشف معهد الموانئ للدراسات أن المستودع احترق.", {"معهد الموانئ للدراسات"}),
    ("ar", "قال الطبيب سامر الحداد لوكالة «هاربر برس» إن المستودع احترق.", {"هاربر برس"}),
    ("fa", "مؤسسه کرانه اعلام کرد که انبار سوخته است.", {"مؤسسه کرانه"}),
    ("fa", "به گزارش روزنامه محلی «ساحل امروز»، انبار سوخته است.", {"ساحل امروز"}),
    ("en", "The depot burned for two days, the television station Riverline 4 reports.", {"Riverline 4"}),
    ("en", "According to Riverline 4 the colonel crossed the bridge on Monday.", {"Riverline 4"}),
    (
        "en",
        "The depot burned, the harbour master said in an on-the-record interview with the Quay Press Agency.",
        {"Quay Press Agency"},
    ),
    ("en", "Ten lorries crossed the river, the pilot told the agency Quay Press.", {"Quay Press"}),
    (
        "en",
        "The Tidewater Institute published a study on Monday showing that the depot held 900 tonnes of fuel.",
        {"Tidewater Institute"},
    ),
    (
        "en",
        "On Monday Harbour News, a Canadian broadcaster, published parts of a list in which the depot appears to have sold fuel.",
        {"Harbour News"},
    ),
    (
        "en",
        "The Ferry Monitoring Mission said ten barges crossed. The mission said the barges carried coal.",
        {"Ferry Monitoring Mission"},
    ),
    (
        "en",
        "The Tidewater Institute estimated that 40,000 tonnes of coal were moved.",
        {"Tidewater Institute"},
    ),
    ("en", "Dr Karim Sabbagh, who runs the clinic, said eleven people were killed.", {"Karim Sabbagh"}),
    (
        "en",
        "Hospital doctor says eleven killed in depot fire\n\nEleven people were killed, Dr Karim Sabbagh said.",
        {"Karim Sabbagh"},
    ),
    ("tr", "Dr. Kerim Sabah deponun yandığını söyledi.", {"Kerim Sabah"}),
    ("tr", 'Başhekim Kerim Sabah, "Depo yandı" dedi.', {"Kerim Sabah"}),
    (
        "tr",
        "Nehir Gözlem Misyonu on mavnanın geçtiğini bildirdi. Misyona göre mavnalar kömür taşıyordu.",
        {"Nehir Gözlem Misyonu"},
    ),
    ("en", "The East Gate newspaper reported that the depot had burned.", {"East Gate"}),
    ("en", "The local news site Ferry Watch reported that the depot had burned.", {"Ferry Watch"}),
    ("en", "Channel 9, which broke the story, said the depot had burned.", {"Channel 9"}),
    ("en", "The depot burned, according to Radio Delta 3.", {"Radio Delta 3"}),
    ("en", "Brigade 46 said it had burned the depot.", {"Brigade 46"}),
    ("en", "According to Beresk, 58, the depot burned.", {"Beresk"}),
    ("de", "Laut dem Portal Uferblick ist das Depot abgebrannt.", {"Uferblick"}),
    (
        "de",
        "Das Institut für Flussrecht teilte mit, es seien 900 Tonnen bewegt worden. Das Institut wertete Bilder aus.",
        {"Institut für Flussrecht"},
    ),
    (
        "de",
        "Die Beobachtungsmission Fluss erklärte, zehn Kähne seien durchgefahren.",
        {"Beobachtungsmission Fluss"},
    ),
    (
        "fr",
        "Selon une étude de l'Institut du droit fluvial, 900 tonnes ont été vendues.",
        {"Institut du droit fluvial"},
    ),
    ("fr", "Le dépôt a brûlé, a déclaré le docteur Karim Sabbagh à l'agence Quai Presse.", {"Quai Presse"}),
    (
        "fr",
        "Dans un entretien accordé à la radio Quai Libre, le maire a affirmé que le dépôt avait brûlé.",
        {"Quai Libre"},
    ),
    (
        "es",
        "Según un estudio del Instituto de Derecho Fluvial, se vendieron 900 toneladas.",
        {"Instituto de Derecho Fluvial"},
    ),
    (
        "es",
        "El Instituto de Derecho Fluvial afirmó que se vendieron 900 toneladas. El instituto usó imágenes.",
        {"Instituto de Derecho Fluvial"},
    ),
    (
        "es",
        "El médico Samir Haddad dijo a la agencia Muelle Prensa que murieron once personas.",
        {"Muelle Prensa"},
    ),
    (
        "es",
        "La Misión de Observación del Río confirmó que pasaron diez barcazas.",
        {"Misión de Observación del Río"},
    ),
    ("ru", "Фонд «Причал» сообщил, что склад сгорел.", {"Причал"}),
    ("ru", "Институт речного права сообщил, что продано 900 тонн.", {"Институт речного права"}),
    ("ru", "По данным Центра мониторинга рек, продано 900 тонн.", {"Центр мониторинга рек"}),
    (
        "ru",
        "Врач Самир Хаддад рассказал агентству «Пристань», что погибли одиннадцать человек.",
        {"Пристань"},
    ),
    ("ru", "Об этом сообщила газета «Вечерний причал» со ссылкой на мэра.", {"Вечерний причал"}),
    ("ru", "Миссия наблюдателей заявила, что прошли десять барж.", {"Миссия наблюдателей"}),
    ("tr", "Nehir Hukuku Enstitüsü 900 ton satıldığını açıkladı.", {"Nehir Hukuku Enstitüsü"}),
    ("tr", "Nehir Hukuku Enstitüsü'nün raporuna göre 900 ton satıldı.", {"Nehir Hukuku Enstitüsü"}),
    ("tr", "Doktor Samir Haddad, Rıhtım Ajansı'na on bir kişinin öldüğünü söyledi.", {"Rıhtım Ajansı"}),
    ("tr", "Rıhtım Haber sitesi deponun yandığını bildirdi.", {"Rıhtım Haber"}),
    ("ar", "قالت بعثة المراقبة النهرية إن عشر سفن عبرت.", {"بعثة المراقبة النهرية"}),
    ("ar", "وبحسب دراسة لمعهد القانون النهري، بيعت 900 طن.", {"معهد القانون النهري"}),
    ("ar", "أفاد موقع «ضفة برس» المحلي بأن المستودع احترق.", {"ضفة برس"}),
    ("ar", "وقال الطبيب سمير حداد لصحيفة «الرصيف» إن أحد عشر شخصا قتلوا.", {"الرصيف"}),
    ("ar", "أظهرت صور أقمار صناعية حللها معهد القانون النهري أن المستودع احترق.", {"معهد القانون النهري"}),
    ("fa", "بنیاد حقوق رودخانه گفت که ۹۰۰ تن فروخته شد.", {"بنیاد حقوق رودخانه"}),
    ("fa", "به گفته مرکز پایش رودها، ۹۰۰ تن فروخته شد.", {"مرکز پایش رودها"}),
    (
        "en",
        "Satellite images analysed by the Tidewater Institute show that the depot burned.",
        {"Tidewater Institute"},
    ),
    (
        "en",
        "The depot burned, the Tidewater Institute, a research group, said in a report.",
        {"Tidewater Institute"},
    ),
    (
        "en",
        "A report by the Tidewater Institute said 900 tonnes were sold. The institute used satellite images.",
        {"Tidewater Institute"},
    ),
    (
        "es",
        "La Misión de Observación de la Línea del Río confirmó que pasaron diez barcazas.",
        {"Misión de Observación de la Línea del Río"},
    ),
    (
        "fr",
        "L'Observatoire des droits de la mer affirme que le dépôt a brûlé.",
        {"Observatoire des droits de la mer"},
    ),
    (
        "es",
        "El Observatorio Sirio de Derechos del Mar dijo que el depósito ardió.",
        {"Observatorio Sirio de Derechos del Mar"},
    ),
    ("en", "The Harbour Standard was first to report that the depot had burned.", {"Harbour Standard"}),
    ("en", "In a statement to Quay Radio, the mayor said the depot had burned.", {"Quay Radio"}),
    ("en", "“It burned,” Marta Lind, a crane driver, told the Quay Press agency.", {"Quay Press"}),
    (
        "en",
        "A study from the Delta Research Centre found that 900 tonnes were sold.",
        {"Delta Research Centre"},
    ),
    (
        "en",
        "Col. Ivo Tarn has fled to the islands, the Delta Post website reported on Monday.",
        {"Delta Post"},
    ),
    ("de", "Das berichtete der Rundfunksender Radio Ufer unter Berufung auf einen Fahrer.", {"Radio Ufer"}),
    ("fr", "Selon nos confrères du Quai Libre, le dépôt a brûlé.", {"Quai Libre"}),
    ("fr", "Le Harbour Post affirme avoir consulté la liste.", {"Harbour Post"}),
    ("fr", "D'après une enquête du magazine Rive Gauche Info, le dépôt a brûlé.", {"Rive Gauche Info"}),
    ("fr", "« Le dépôt a brûlé », a confié le maire au journal Quai Libre.", {"Quai Libre"}),
    ("fr", "Le site Dockside rapporte, citant un chauffeur, que le dépôt a brûlé.", {"Dockside"}),
    ("es", "«El depósito ardió», contó el alcalde al periódico Ribera Libre.", {"Ribera Libre"}),
    ("es", "Según publicó este lunes el semanario Orilla, el depósito ardió.", {"Orilla"}),
    ("es", "De acuerdo con la cadena Harbour News, el coronel huyó.", {"Harbour News"}),
    ("ru", "Как пишет издание «Причал и кран», склад сгорел.", {"Причал и кран"}),
    ("ru", "Мэр рассказал телеканалу «Дельта», что склад сгорел.", {"Дельта"}),
    ("ru", "Склад сгорел, передает Reuters.", {"Reuters"}),
    ("ru", "По информации журнала «Берег», склад сгорел.", {"Берег"}),
    (
        "ru",
        "Согласно исследованию Центра речных исследований, продано 900 тонн.",
        {"Центр речных исследований"},
    ),
    ("tr", "Kıyı Postası'nın haberine göre depo yandı.", {"Kıyı Postası"}),
    ("tr", "Depo yandı, Kıyı Postası gazetesinin haberine göre.", {"Kıyı Postası"}),
    ("tr", "Delta Araştırma Merkezi'ne göre 900 ton satıldı.", {"Delta Araştırma Merkezi"}),
    ("ar", "ذكرت صحيفة الرصيف المحلية أن المستودع احترق.", {"الرصيف"}),
    ("ar", "وقالت قناة دلتا نيوز إن العقيد فر.", {"دلتا نيوز"}),
    ("ar", "أعلن مركز دلتا للأبحاث أن 900 طن بيعت. وأضاف المركز أن السفن أجنبية.", {"مركز دلتا للأبحاث"}),
    ("ar", "نقلت وكالة «هاربر برس» عن رئيس البلدية قوله إن المستودع احترق.", {"هاربر برس"}),
    ("fa", "روزنامه «ساحل» نوشت که انبار سوخته است.", {"ساحل"}),
    ("fa", "شبکه دلتا نیوز گزارش داد که سرهنگ گریخته است.", {"دلتا نیوز"}),
    ("fa", "شهردار در گفت‌وگو با خبرگزاری «اسکله» گفت که انبار سوخته است.", {"اسکله"}),
    ("fa", "بر اساس گزارش مرکز پژوهش دلتا، ۹۰۰ تن فروخته شد.", {"مرکز پژوهش دلتا"}),
    ("fa", "دکتر سمیر حداد به خبرگزاری «اسکله» گفت که یازده نفر کشته شدند.", {"اسکله"}),
]
NOBODY = [
    ("ar", "وأضافت البعثة أن عشر سفن عبرت.", set()),
    ("ar", "كشفت قائمة مسربة أن المستودع احترق. وتضم القائمة أسماء.", set()),
    ("ar", "كشف دفتر جيب قديم أن المستودع احترق. ويقع الدفتر في مئة صفحة.", set()),
    ("ar", "عبرت السفن المضيق استنادا إلى طول حبال المراسي.", set()),
    ("en", "DORN, March 3 (QNS) -- The harbour ministry on Monday denied that the depot had burned.", set()),
    ("en", "Brisel -- The harbour ministry said on Monday that the depot had burned.", set()),
    (
        "en",
        "The depot was emptied, documents seen by this newspaper show. Its manager, Ivo Tarn, said he knew nothing.",
        set(),
    ),
    (
        "en",
        "Our correspondent Lena Most spoke to the colonel for an hour. The depot burned on Monday.",
        set(),
    ),
    ("en", '"The depot burned all night," a docker told our correspondent.', set()),
    ("de", "Geflohener Oberst: Zeitung zieht Artikel zurück", set()),
    ("de", "Dem Korrespondenten dieser Zeitung sagte ein Fahrer, das Depot sei abgebrannt.", set()),
    ("fr", "« Le dépôt a brûlé », a dit un docker à notre correspondante.", set()),
    ("es", "«El depósito ardió», dijo un estibador a nuestro corresponsal Juan Peral.", set()),
    ("ar", "وقال عامل لمراسلنا إن المستودع احترق.", set()),
    ("en", "The Turkish newspaper reported that the depot had burned.", set()),
    ("en", "A Damascus newspaper reported that the depot had burned.", set()),
    ("en", "The Workers' Party newspaper reported that the depot had burned.", set()),
    ("en", "State television reported that the depot had burned.", set()),
    ("en", "In Kirna 12 men said the depot had burned.", set()),
    ("de", "Die regierungsnahe Zeitung berichtet, das Depot sei abgebrannt.", set()),
    ("fr", "La chaîne publique a rapporté que le dépôt avait brûlé.", set()),
    ("fa", "دولت جدید اعلام کرد که انبار سوخته است.", set()),
    ("es", "La misión dijo que pasaron diez barcazas.", set()),
]


def credited(language, text):
    """Return the names a page of one text credits, read by the rules alone."""
    rendition = rendition_of(text, language=language)
    values = [
        value
        for outcome in attribute([rendition], known=(), settings=AttributeSettings())
        for value in outcome.values
    ]
    parties = {value.party_id: value for value in values if isinstance(value, Party)}
    told = [value for value in values if isinstance(value, Statement)]
    return {parties[party_id].name for party_id in credits_of(told, parties)}


@pytest.mark.parametrize(("language", "text", "names"), NAMED)
def test_the_body_a_page_names_is_credited(language, text, names):
    assert credited(language, text) == names


@pytest.mark.parametrize(("language", "text", "names"), NOBODY)
def test_a_noun_or_a_place_or_the_page_itself_is_nobody_to_credit(language, text, names):
    assert credited(language, text) == names


def test_whoever_gave_the_page_its_papers_is_credited_and_stays_so_beside_them():
    text = (
        "The lists were passed to Harbour News by Open Quay, a group of former dockers. "
        "The depot sold fuel to both sides, the lists seen by Harbour News show."
    )
    rendition = rendition_of(text, publisher="Harbour News")
    values = [
        value
        for outcome in attribute([rendition], known=(), settings=AttributeSettings())
        for value in outcome.values
    ]
    parties = {value.party_id: value for value in values if isinstance(value, Party)}
    told = [value for value in values if isinstance(value, Statement)]
    assert {parties[i].name for i in credits_of(told, parties)} == {"Open Quay"}


def test_whoever_only_denies_what_the_page_has_told_is_not_its_source():
    text = (
        "The depot was sold to the militia on Monday. It paid 900 dollars for it. "
        "Ivo Tarn denied that the depot had been sold."
    )
    assert credited("en", text) == set()


def test_a_denial_that_is_the_news_is_credited():
    assert credited("en", "Ivo Tarn denied on Monday that the depot had been sold.") == {"Ivo Tarn"}
