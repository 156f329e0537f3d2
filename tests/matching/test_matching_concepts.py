"""The list of concepts: every spelling leads to its own concept, and everyday words lead to none."""

from collections import Counter

import pytest

from twosource.matching.wording import concept, fold, stem, stop_words, wording_of
from twosource.terms import load_table

CONCEPTS = load_table("concepts")["concepts"]
SPELLINGS = [(name, spelling) for name, line in CONCEPTS.items() for spelling in line.split()]

# Words of daily life that reports use for nothing the list holds; many begin like a concept.
EVERYDAY = {
    "en": """accustomed precious municipal satisfied sofa portrait portable bath album garden tomorrow bridegroom
        brittle germane carpet romance filled blanket trainee planet capable basement listen passenger_ wardrobe
        handsome counter raincoat oilcloth shipwright_ bankrupt_ grapefruit officious minimum regiment doctrine
        salvation beautiful chair table lemon window garment breakfast guitar violin pencil morning evening yellow
        purple happy lazy sugar coffee butter kitchen sister uncle cousin puppy kitten shoulder finger velvet
        singer melody football tennis holiday summer winter spring autumn""",
    "de": """Märchen sofort Führung ausführlich Einführung Vertrieb Handlung Erfolg Gefühl Garten Tisch Stuhl Fenster
        Sommer Winter Frühling Herbst Zucker Kaffee Butter Küche Schwester Onkel Tante Hund Katze Schulter Finger
        Sänger Fußball Urlaub schön glücklich müde faul gelb blau grün lila Zitrone Apfel Birne Frühstück Abend
        Morgen Nachmittag Regen Schnee Wolke Blume Wiese Lied Gitarre Geige Bleistift Teppich Kissen vergisst
        Ostern Weihnachten Spaziergang Geschmack Vorhang Löffel Gabel Messer""",
    "fr": """pays marcher retraite donné envoyer bonheur jardin table chaise fenêtre été hiver printemps automne sucre
        café beurre cuisine soeur oncle tante chien chat épaule doigt chanteur vacances heureux fatigué jaune bleu
        vert violet citron pomme poire matin soir pluie neige nuage fleur chanson guitare violon crayon tapis
        coussin cuillère fourchette couteau rideau goût promenade noël pâques gâteau fromage miel lait vélo
        ciseaux miroir chapeau""",
    "es": """capítulo negocio deporte sospecha fui diga jardín silla ventana verano invierno primavera otoño azúcar
        mantequilla cocina hermana tío tía perro gato hombro dedo cantante vacaciones feliz cansado amarillo azul
        verde morado limón manzana pera mañana tarde lluvia nieve nube flor canción guitarra violín lápiz alfombra
        almohada cuchara tenedor cuchillo cortina gusto paseo navidad pascua pastel queso miel leche bicicleta
        tijeras espejo sombrero""",
    "it": """vergine meglio avrò canone tempo giardino sedia finestra estate inverno primavera autunno zucchero burro
        cucina sorella zio zia cane gatto spalla dito cantante vacanze felice stanco giallo azzurro verde viola
        limone mela pera mattina sera pioggia neve nuvola fiore canzone chitarra violino matita tappeto cuscino
        cucchiaio forchetta coltello tenda gusto passeggiata natale pasqua torta formaggio miele latte bicicletta
        forbici specchio cappello""",
    "pl": """okulary zadanie zakażenie mianowicie pozarządowe eksploatacja ustawione Katarzyna korespondencja_ wypada ogród
        stół krzesło okno lato zima wiosna jesień cukier kawa masło kuchnia siostra wujek ciocia pies kot ramię
        palec piosenkarz wakacje szczęśliwy zmęczony żółty niebieski zielony fioletowy cytryna jabłko gruszka
        rano wieczór deszcz śnieg chmura kwiat piosenka gitara skrzypce ołówek dywan poduszka łyżka widelec nóż
        zasłona smak spacer ciasto ser miód mleko rower""",
    "no": """bevissthet byråkrati bølge nøye mer hage bord vindu sommer vinter vår høst sukker kaffe smør kjøkken søster
        onkel tante hund katt skulder finger sanger ferie lykkelig trøtt gul blå grønn lilla sitron eple pære
        morgen kveld regn snø sky blomst sang gitar fiolin blyant teppe pute skje gaffel kniv gardin smak tur jul
        påske kake ost honning melk sykkel saks speil hatt eng""",
    "ru": """проходит выслушать командировка спасибо пытался электронный дорого газировка сад стол стул окно лето зима
        весна осень сахар кофе масло кухня сестра дядя тетя собака кошка плечо палец певец отпуск счастливый
        усталый желтый синий зеленый лимон яблоко груша утро вечер дождь снег облако цветок песня гитара скрипка
        карандаш ковер подушка ложка вилка нож занавеска вкус прогулка торт сыр мед молоко велосипед ножницы
        зеркало шляпа""",
    "ar": """مانشستر تدمر البحرين شهر كمان حديقة كرسي طاولة نافذة صيف شتاء ربيع خريف سكر قهوة زبدة مطبخ أخت خال عم كلب
        قطة كتف إصبع مغن عطلة سعيد متعب أصفر أزرق أخضر ليمون تفاحة صباح مساء مطر ثلج غيمة زهرة أغنية عود قلم سجادة
        وسادة ملعقة شوكة سكين ستارة طعم نزهة كعكة جبنة عسل حليب دراجة مقص مرآة قبعة حصان بقرة شجرة""",
    "tr": """oldu olduğu çok hakkında kurtuluş yolculuk köyden_ uyarınca yüksek dönem olumlu bahçe masa sandalye pencere yaz
        kış ilkbahar sonbahar şeker kahve tereyağı mutfak dayı teyze köpek kedi omuz parmak şarkıcı tatil mutlu
        yorgun sarı mavi yeşil mor limon elma armut sabah akşam yağmur kar bulut çiçek şarkı gitar keman halı
        yastık kaşık çatal bıçak perde lezzet gezinti pasta peynir bal süt bisiklet makas ayna şapka onu""",
    "fa": """کرده کردن کرد افشار بواسطه کارگردان باغ میز صندلی پنجره تابستان زمستان بهار پاییز شکر قهوه کره_ آشپزخانه خواهر
        دایی خاله سگ گربه شانه انگشت خواننده تعطیلات خوشحال خسته زرد آبی سبز بنفش لیمو سیب گلابی صبح شب باران برف
        ابر گل ترانه گیتار ویولن مداد فرش بالش قاشق چنگال چاقو پرده مزه گردش کیک پنیر عسل شیر دوچرخه قیچی آینه کلاه""",
}

ACROSS = [
    ("defected", "übergelaufen"),
    ("defected", "انشق"),
    ("collapsed", "eingestürzt"),
    ("collapse", "انهيار"),
    ("collapsed", "обрушился"),
    ("collapse", "çöküşü"),
    ("bridge", "köprü"),
    ("bridge", "мост"),
    ("puente", "جسر"),
    ("grain", "зерно"),
    ("grain", "حبوب"),
    ("wheat", "Weizen"),
    ("cargo", "حمولة"),
    ("Fracht", "груз"),
    ("loaded", "погружено"),
    ("ship", "سفينة"),
    ("ships", "судов"),
    ("navire", "کشتی"),
    ("ledger", "دفتر"),
    ("Kassenbuch", "registre"),
    ("paid", "bezahlt"),
    ("bribes", "رشوة"),
    ("leaked", "مسربة"),
    ("hoax", "bufala"),
    ("invented", "erfunden"),
    ("retracted", "widerrufen"),
    ("denied", "نفى"),
    ("denied", "опроверг"),
    ("confirmed", "bestätigte"),
    ("witnesses", "شهود"),
    ("Zeugen", "свидетелей"),
    ("doctor", "طبيب"),
    ("doctor", "پزشک"),
    ("hospital", "مشفى"),
    ("port", "ميناء"),
    ("harbour", "liman"),
    ("satellite", "спутник"),
    ("satellite", "ماهواره"),
    ("images", "снимки"),
    ("general", "генерал"),
    ("general", "جنرال"),
    ("convoy", "قافلة"),
    ("injured", "yaralı"),
    ("wounded", "إصابة"),
    ("killed", "погибших"),
    ("checkpoint", "حاجز"),
    ("airport", "lotnisko"),
    ("pilots", "طيارين"),
    ("teacher", "учитель"),
    ("sanctions", "عقوبات"),
    ("torture", "işkence"),
    ("poison", "отравлен"),
    ("resigned", "استقال"),
    ("released", "освобождены"),
    ("coalition", "التحالف"),
]

APART = [
    ("order", "agree"),
    ("agree", "sign"),
    ("order", "sign"),
    ("handed", "withdrew"),
    ("wounded", "killed"),
    ("arrested", "abducted"),
    ("convicted", "acquitted"),
    ("trial", "convicted"),
    ("accused", "convicted"),
    ("bought", "sold"),
    ("export", "importer"),
    ("confirmed", "denied"),
    ("murdered", "executed"),
    ("missing", "abducted"),
    ("siege", "blockade"),
    ("captured", "recaptured"),
    ("fled", "defected"),
    ("stolen", "looted"),
    ("hospital", "doctor"),
    ("port", "ship"),
]


def test_every_spelling_finds_its_own_concept():
    """No spelling is swallowed by another concept's beginning, a shorter form or an Arabic prefix (x: any ending)."""
    lost = {
        (name, spelling): found
        for name, spelling in SPELLINGS
        if (found := concept(stem(fold(spelling.replace("*", "x"))))) != name
    }
    assert lost == {}


def test_no_spelling_stands_under_two_concepts():
    """Folded, each beginning and each whole word is listed once, so the order of the list says nothing."""
    forms = Counter(stem(fold(spelling.replace("*", "x"))) for _, spelling in SPELLINGS)
    assert [form for form, count in forms.items() if count > 1] == []


def test_no_spelling_is_a_function_word():
    """Function words never reach the list, so one standing there would be a promise not kept."""
    assert [s for _, s in SPELLINGS if not s.endswith("*") and fold(s) in stop_words()] == []


def test_beginnings_are_long_enough_to_say_something():
    """Two letters begin too many words, in any script."""
    short = [s for _, s in SPELLINGS if s.endswith("*") and len(fold(s.rstrip("*"))) < 3]
    assert short == []


@pytest.mark.parametrize("language", sorted(EVERYDAY))
def test_words_of_daily_life_are_no_concept(language):
    """A beginning swallows no word that merely starts alike, in its own language or another."""
    words = [word for word in EVERYDAY[language].split() if not word.endswith("_")]
    assert len(words) >= 60
    taken = {word: found for word in words if (found := concept(stem(fold(word)))) in CONCEPTS}
    assert taken == {}


@pytest.mark.parametrize(("one", "other"), ACROSS)
def test_two_languages_share_the_concept(one, other):
    """The same thing in two languages is one word for comparing."""
    shared = wording_of(one).words & wording_of(other).words
    assert shared
    assert shared <= set(CONCEPTS)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_makes_two_claims_stays_two_concepts(one, other):
    """Words that would turn one claim into another do not meet."""
    assert wording_of(one).words.isdisjoint(wording_of(other).words)


def test_reports_in_other_words_share_concepts():
    """Two sentences of one happening without a word in common, in two languages, meet in what they tell."""
    one = wording_of("The general defected and handed the documents to a journalist", "en")
    other = wording_of("Der General ist übergelaufen und hat einem Reporter die Akten übergeben", "de")
    assert {"general", "defection", "document", "journalist"} <= one.neutral & other.neutral
