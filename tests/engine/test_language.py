import random

import pytest

from reflectory.engine.language import NAMES, Languages, detect, name

BUS = {
    "en": "The bus to the hospital was late again this morning.",
    "de": "Der Bus zum Krankenhaus kam heute Morgen wieder zu spät.",
    "fr": "Le bus pour l'hôpital était encore en retard ce matin.",
    "es": "El autobús al hospital llegó tarde otra vez esta mañana.",
    "pt": "O ônibus para o hospital atrasou de novo hoje de manhã.",
    "it": "L'autobus per l'ospedale era di nuovo in ritardo stamattina.",
    "nl": "De bus naar het ziekenhuis was vanochtend weer te laat.",
    "sv": "Bussen till sjukhuset var försenad igen i morse.",
    "da": "Bussen til sygehuset var forsinket igen i morges, og jeg måtte vente.",
    "fi": "Sairaalaan menevä bussi oli taas myöhässä tänä aamuna.",
    "pl": "Autobus do szpitala znowu spóźnił się dziś rano.",
    "cs": "Autobus do nemocnice měl dnes ráno zase zpoždění.",
    "hu": "A kórházba tartó busz ma reggel megint késett.",
    "ro": "Autobuzul spre spital a întârziat din nou azi dimineață.",
    "tr": "Hastaneye giden otobüs bu sabah yine geç kaldı.",
    "el": "Το λεωφορείο για το νοσοκομείο άργησε πάλι σήμερα το πρωί.",
    "ru": "Автобус до больницы сегодня утром опять опоздал.",
    "uk": "Автобус до лікарні сьогодні вранці знову запізнився.",
    "bg": "Автобусът за болницата тази сутрин пак закъсня.",
    "ar": "تأخرت الحافلة إلى المستشفى مرة أخرى هذا الصباح.",
    "he": "האוטובוס לבית החולים שוב איחר הבוקר.",
    "fa": "اتوبوس بیمارستان امروز صبح دوباره دیر رسید.",
    "hi": "अस्पताल जाने वाली बस आज सुबह फिर देर से आई।",
    "bn": "হাসপাতালের বাস আজ সকালে আবার দেরিতে এসেছে।",
    "ta": "மருத்துவமனைக்குச் செல்லும் பேருந்து இன்று காலை மீண்டும் தாமதமாக வந்தது.",
    "te": "ఆసుపత్రికి వెళ్లే బస్సు ఈ ఉదయం మళ్లీ ఆలస్యంగా వచ్చింది.",
    "th": "รถเมล์ไปโรงพยาบาลมาสายอีกแล้วเมื่อเช้านี้",
    "vi": "Xe buýt đến bệnh viện sáng nay lại đến muộn.",
    "id": "Bus ke rumah sakit terlambat lagi pagi ini, jadi saya harus menunggu.",
    "zh": "去医院的公共汽车今天早上又晚点了。",
    "ja": "病院行きのバスは今朝もまた遅れました。",
    "ko": "병원으로 가는 버스가 오늘 아침에도 또 늦었습니다.",
    "sw": "Basi la kwenda hospitalini lilichelewa tena leo asubuhi.",
    "tl": "Nahuli na naman ang bus papunta sa ospital kaninang umaga.",
    "so": "Baskii isbitaalka ayaa saaka mar kale soo daahay.",
    "et": "Haiglasse sõitev buss jäi täna hommikul jälle hiljaks.",
    "lv": "Autobuss uz slimnīcu šorīt atkal kavējās.",
    "lt": "Autobusas į ligoninę šį rytą vėl vėlavo.",
    "ka": "საავადმყოფოში მიმავალი ავტობუსი დღეს დილით ისევ დააგვიანა.",
    "am": "ወደ ሆስፒታል የሚሄደው አውቶቡስ ዛሬ ጠዋት እንደገና ዘገየ።",
    "eu": "Ospitalerako autobusa berriro berandu iritsi da gaur goizean.",
    "cy": "Roedd y bws i'r ysbyty yn hwyr eto y bore yma.",
}
ENGLISH = [
    "The staff at the desk were kind and explained what would happen next.",
    "We waited two hours in the cold before anybody came to open the hall.",
    "Please put the notices in other languages as well as on the website.",
    "My children like the new playground but there is no shade in summer.",
]


def test_one_sentence_in_each_of_forty_languages_is_told_apart():
    assert dict(zip(BUS, detect(list(BUS.values())).codes, strict=True)) == {code: code for code in BUS}


@pytest.mark.parametrize("code", ["de", "es", "ar", "vi", "so", "hu"])
def test_one_foreign_sentence_among_english_ones_is_noticed(code):
    found = detect([*ENGLISH * 50, BUS[code]])
    assert found.codes[-1] == code
    assert found.counts == {"en": 200, code: 1}


def test_a_word_or_two_are_in_the_language_of_the_texts_around_them():
    words = ["Nothing", "No", "Very good", "COVID", "ok"]
    german = [
        "Der Park ist zu weit weg und es gibt keinen Schatten.",
        "Wir warten jeden Tag auf den Bus zur Schule.",
    ]
    assert detect([*ENGLISH, *words]).codes == ("en",) * 9
    assert detect([*german, "Danke", "Gut", "Nichts"]).codes == ("de",) * 5


@pytest.mark.parametrize("text", ["Nothing", "ok", "No"])
def test_a_word_alone_is_undetermined(text):
    assert detect([text]).codes == ("und",)


def test_what_has_no_letters_is_undetermined_in_any_company():
    assert detect([*ENGLISH, "", " ", "5", "...", "\U0001f44d", "\ud800"]).codes[4:] == ("und",) * 6


def test_what_is_no_language_is_undetermined():
    assert detect(["<div id='a1'><span class='b2'></span></div> 0x3f9a 17:22:09 10.0.0.1 {[()]}"]).codes == (
        "und",
    )


def test_the_order_of_the_texts_changes_nothing():
    texts = [*BUS.values(), *ENGLISH, "Nothing", "Gracias"]
    expected = dict(zip(texts, detect(texts).codes, strict=True))
    shuffled = texts[:]
    random.Random(4).shuffle(shuffled)
    assert dict(zip(shuffled, detect(shuffled).codes, strict=True)) == expected


def test_above_the_limit_only_some_texts_are_read_and_the_count_says_so():
    texts = [*BUS.values(), *BUS.values()]
    found = detect(texts, at_most=10)
    assert found.n_detected == 20
    assert sum(found.counts.values()) == 20
    assert sum(code != "und" for code in found.codes) == 20
    assert [c for c in found.codes if c != "und"] == [c for c in detect(texts).codes if c in found.counts]


def test_no_texts_have_no_language():
    assert detect([]) == Languages(codes=(), counts={}, n_detected=0)
    assert detect([]).main == "und"


def test_the_main_language_is_that_of_most_texts_that_could_be_told():
    assert detect([*ENGLISH, BUS["de"], "", "", "?", "!", "5"]).main == "en"


def test_languages_have_english_names():
    assert [name(code) for code in ("de", "cy", "pt-BR", "und", "tlh")] == [
        "German", "Welsh", "Portuguese", "undetermined", "tlh",
    ]  # fmt: skip
    assert set(BUS) <= set(NAMES)
    assert len(NAMES) >= 100
