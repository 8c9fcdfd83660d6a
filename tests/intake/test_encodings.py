"""Encodings are found and said; what cannot be decoded fails alone; what was garbled before is pointed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflectory.intake import read
from reflectory.intake.encodings import decode, detect, looks_garbled
from reflectory.intake.legacy import guess_legacy
from tests.intake.planting import plant, reasons

SAID = {
    ("cp1252", "German"): "Das Schöne an den Gärten ist die Größe, überall für alle Bürger möglich.",
    (
        "cp1252",
        "French",
    ): "La réunion était très bien préparée, mais les élèves n'ont pas été consultés à temps.",
    ("cp1252", "Spanish"): "La ciudad necesita más árboles y también señales para niños. ¿Qué pasó?",
    ("cp1252", "Portuguese"): "A cidade não está preparada; são muitas as questões da população.",
    ("cp1252", "Swedish"): "Kommunen måste lyssna på oss, det är för få bussar på landsbygden.",
    ("cp1252", "English"): "They said it’s “fine” – but it isn’t, it costs £5",
    ("cp1252", "Icelandic"): "Það er ekki nóg að hlusta, við þurfum að gera meira fyrir börnin",
    (
        "cp1252",
        "several",
    ): "Größe und Öffnung. La réunion était très bien. El niño. São muitas questões. Måste få.",
    ("cp1250", "Czech"): "Příliš málo času. Město nebylo připraveno a úředníci nevěděli, co mají dělat.",
    ("cp1250", "Hungarian"): "A város nem készült fel időben, és a szülők sem tudták, mi történik.",
    ("cp1250", "Polish"): "Za mało było czasu, żeby się wszystkiego nauczyć, świetna współpraca",
    ("cp1251", "Russian"): "Привет, это наш город и мы его любим",
    ("koi8_r", "Russian"): "Привет, это наш город и мы его любим",
    ("cp1253", "Greek"): "Η πόλη μας χρειάζεται περισσότερα πάρκα",
    ("cp1254", "Turkish"): "Çok güzel bir şehir, ışıklar ve yollar iyi değil",
    ("cp1255", "Hebrew"): "העיר שלנו צריכה יותר פארקים",
    ("cp1256", "Arabic"): "مدينتنا تحتاج الى المزيد من الحدائق",
    ("shift_jis", "Japanese"): "私たちの市役所はとても良いサービスを提供しています",
    ("gb18030", "Chinese"): "我们的城市需要更多的公园和学校",
    ("euc_kr", "Korean"): "우리 도시에는 더 많은 공원이 필요합니다",
    ("mac_roman", "French"): "La réunion était très bien préparée",
}


@pytest.mark.parametrize(
    ("codec", "text"), [(codec, text) for (codec, _), text in SAID.items()], ids=map(str, SAID)
)
def test_old_encodings_are_guessed_from_the_letters_of_languages(tmp_path, codec, text):
    reading = read(
        plant(tmp_path, "a.csv", f"id,text\n1,{text.replace(',', ';')}\n".encode(codec)), text="text"
    )
    assert reading.records.texts == [text.replace(",", ";")]
    assert reading.encoding_note == f"read as {reading.encoding}, guessed"


@pytest.mark.parametrize(
    ("codec", "name", "note"),
    [
        ("utf-8", "UTF-8", "read as UTF-8"),
        ("utf-8-sig", "UTF-8", "read as UTF-8, from its byte order mark"),
        ("utf-16", "UTF-16", "read as UTF-16, from its byte order mark"),
        ("utf-32", "UTF-32", "read as UTF-32, from its byte order mark"),
        ("utf-16-le", "UTF-16", "read as UTF-16 without a byte order mark, guessed"),
        ("utf-16-be", "UTF-16", "read as UTF-16 without a byte order mark, guessed"),
    ],
)
def test_unicode_is_read_with_and_without_a_mark(tmp_path, codec, name, note):
    content = "id,text\n1,Schöne neue Stadt\n2,第一 und 第二 sind gut\n"
    reading = read(plant(tmp_path, "a.csv", content.encode(codec)), text="text")
    assert reading.records.texts == ["Schöne neue Stadt", "第一 und 第二 sind gut"]
    assert (reading.encoding, reading.encoding_note) == (name, note)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_chinese_words_is_recognised_without_a_mark(codec):
    text = "id,text\n" + "".join(
        f"{n},我们的城市需要更多的公园和学校我们的城市需要更多的公园\n" for n in range(20)
    )
    assert detect(text.encode(codec), "a.csv").codec == codec


def test_latin_1_is_said_to_be_a_guess(tmp_path):
    reading = read(plant(tmp_path, "a.csv", "id,text\n1,ein schöner Tag\n".encode("latin-1")))
    assert reading.records.texts == ["ein schöner Tag"]
    assert reading.encoding_note == "read as Windows-1252, guessed"


@pytest.mark.parametrize("others", ["a plain answer", "eine schöne Größe überall für Bürger und Gärten"])
def test_a_few_bad_bytes_in_utf_8_fail_their_rows_alone(tmp_path, others):
    content = (
        f"id,text,city\n1,{others},Leeds\n2,bad ".encode()
        + b"\xff\xfe here,Leeds\n3,good,Yo\xffrk\n4,fine and good,York\n"
    )
    reading = read(plant(tmp_path, "a.csv", content), text="text", groups=["city"])
    assert reading.records.ids == ["1", "4"]
    assert reasons(reading.failed) == {"the row holds bytes that cannot be decoded": (3, 4)}
    assert reading.encoding_note == "read as UTF-8; some bytes in it are not UTF-8"


def test_half_a_utf_16_character_fails_its_row(tmp_path):
    content = (
        "id,text\n1,good answer\n2,bad ".encode("utf-16")
        + b"\x00\xd8"
        + "x\n3,fine answer\n".encode("utf-16-le")
    )
    reading = read(plant(tmp_path, "a.csv", content))
    assert reasons(reading.failed) == {"the row holds bytes that cannot be decoded": (3,)}


def test_words_garbled_before_they_were_saved_are_used_and_pointed_at(tmp_path):
    content = (
        "id,text\n1,a fine cafÃ© by the sea\n2,itâ€™s good\n3,a fine café\n4,lost "
        "letters: Gr\ufffd\ufffde\n5,costs Â£5 today\n"
    )
    reading = read(plant(tmp_path, "a.csv", content))
    assert reading.used == 5
    assert reasons(reading.warnings) == {
        "the text seems to have been read in a wrong encoding before it was saved (such as Ã© for é)": (
            2,
            3,
            6,
        ),
        "the text holds replacement characters (\ufffd): letters were lost before it was saved": (5,),
    }


@given(st.text(alphabet="äöüßéèñçøåœžš’“”–£€ÄÖÜ", min_size=1))
def test_utf_8_once_read_as_windows_1252_is_noticed(text):
    assert looks_garbled(text.encode().decode("cp1252", "replace")) or "\ufffd" in text.encode().decode(
        "cp1252", "replace"
    )


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_whatever_is_written_in_utf_8_is_read_as_it_was(text):
    content = f"id,text\n{text}".encode()
    assert decode(content, detect(content, "a.csv")) == f"id,text\n{text}"


def test_bytes_that_are_words_in_no_encoding_are_not_guessed():
    assert guess_legacy(b"bad \xff\xfe bytes") is None
    assert guess_legacy(b"\x81\x8d\x8f") is None


def test_an_error_that_is_no_decoding_error_is_not_hidden():
    with pytest.raises(UnicodeEncodeError):
        "ä".encode("ascii", "reflectory-mark")


def test_the_sample_for_a_guess_stays_small():
    line = "ein schöner Tag in der Größe\n".encode("latin-1")
    assert detect(line * 20_000, "a.csv").codec == "cp1252"
