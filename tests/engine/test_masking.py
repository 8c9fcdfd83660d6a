import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.masking import TOKEN, Masker, MaskFile, ordinary_words, read_mask_file, suggest_names
from reflectory.engine.reference import masking as reference


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "Ramsey County, MN",
            "In ramsey county and RAMSEY, not in Ramseyville",
            "In … and …, not in Ramseyville",
        ),
        ("Ramsey County", "Ramsey County's buses, Ramsey’s parks", "… buses, … parks"),
        ("City of St. Paul", "St. Paul, Saint Paul and st paul's", "…, … and …"),
        ("Saint Louis", "St. Louis or ST LOUIS", "… or …"),
        ("Saint-Denis (93)", "saint denis, St-Denis", "…, …"),
        ("Bogotá", "BOGOTA, Bogota\u0301 and bogotá", "…, … and …"),
        ("Łódź", "Lodz and łódź", "… and …"),
        ("Coeur d'Alene", "Coeur d’Alene is small", "… is small"),
        ("Département du Rhône", "le Rhône", "le …"),
        ("Stadt Köln", "Köln und KOLN", "… und …"),
        ("New York City", "new  york needs New York City", "… needs …"),
        ("Brighton & Hove", "Brighton & Hove", "…"),
        ("Winston-Salem", "Winston Salem's mayor", "… mayor"),
        ("Ely", "Ely is near, ely is not, rely on Ely", "… is near, ely is not, rely on …"),
        ("Lake County", "The Lake is nice in lake county", "The Lake is nice in …"),
        ("Reading", "We love Reading. Reading is fun, reading too", "We love …. Reading is fun, reading too"),
        ("Reading", "WE LOVE READING", "WE LOVE READING"),
        ("Housing", 'He said "Housing', 'He said "Housing'),
        ("Ramsey", "parks(Ramsey)", "parks(…)"),
        ("Ramsey", "", ""),
    ],
)
def test_a_name_is_masked_in_all_its_variants_and_only_where_it_is_a_name(name, text, expected):
    assert Masker([name]).mask(text) == expected


@pytest.mark.parametrize("name", ["", "2019", "A", "City", "City Council", "County of", "—"])
def test_what_is_no_name_masks_nothing(name):
    masker = Masker([name])
    assert masker.names == ()
    assert (
        masker.mask("A City Council of 2019 in the County of MN")
        == "A City Council of 2019 in the County of MN"
    )


def test_the_names_that_are_masked_can_be_listed_with_their_parts():
    assert Masker(["Ramsey County, MN", "City of Oslo"]).names == (
        "City of Oslo", "Oslo", "Ramsey", "Ramsey County", "Ramsey County, MN",
    )  # fmt: skip


def test_a_name_marked_never_stays():
    assert (
        Masker(["Ramsey County", "Springfield"], never=["Ramsey"]).mask("Ramsey, Springfield") == "Ramsey, …"
    )


def test_the_longest_name_wins():
    assert Masker(["York", "New York State"]).mask("New York State and York") == "… and …"


def test_the_token_can_be_chosen():
    assert Masker(["Oslo"], token="[place]").mask("In Oslo") == "In [place]"


def test_the_texts_where_each_name_is_masked_are_counted():
    texts = ["Oslo and Oslo", "Bogota\u0301", "bogotá, Oslo's", "none"]
    assert Masker(["Oslo", "Bogotá"]).counts(texts) == {"Bogotá": 2, "Oslo": 2}


def test_words_that_the_texts_write_small_are_ordinary():
    texts = ["we sail a boat", "Sail away", "the sail", "In Osló and Osló", "oslo"]
    assert ordinary_words(["Sail", "Osló", "Sail Creek Valley", "Unseen"], texts) == {"sail"}
    masker = Masker(["Sail", "Oslo"], ordinary={"sail"})
    assert masker.mask("Sail to Sail or sail to oslo") == "Sail to … or sail to …"


def test_a_mask_file_has_one_name_a_line_comments_and_names_to_keep():
    content = "\ufeffNorthgate  # the ward\n\n# all of it\n!Mobile\n!\n  Old Mill Lane \n"
    assert read_mask_file(content) == MaskFile(("Northgate", "Old Mill Lane"), ("Mobile",))


NAMES = ["Ramsey Falls", "Upper Ramsey Falls", "Big Oak", "Oak Ridge", "Ridge Row End"]
PIECES = st.sampled_from(
    [*NAMES, "ramsey", "falls", "oak", "upper", "big", "ridge", "row", "'s", "s", ",", "Oaks"]
)


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, max_size=12), st.booleans())
def test_names_are_found_as_by_trying_every_name_at_every_place(pieces, shout):
    text = " ".join(pieces).replace(" '", "'").replace(" ,", ",")
    text = text.upper() if shout else text
    assert Masker(NAMES).mask(text) == reference.mask(text, NAMES, TOKEN)


@settings(max_examples=30, deadline=None)
@given(st.text(), st.lists(st.text(max_size=8), max_size=4))
def test_any_text_and_any_names_can_be_given_and_only_names_change(text, names):
    masked = Masker([*names, "Ramsey"], token="").mask(text)
    rest = iter(unicodedata.normalize("NFC", text) if masked != text else text)
    assert all(character in rest for character in masked)


PLACES = {"north": "Northgate", "south": "Southam Cross"}
TEXTS = [f"The bus to {PLACES[group]} was late again" for group in ("north", "south") for _ in range(4)]
GROUPS = ["north"] * 4 + ["south"] * 4


def test_a_capitalised_term_of_one_group_is_suggested_with_its_counts():
    found = suggest_names([*TEXTS, "Ask in Northgate"], [*GROUPS, "south"])
    assert [(s.term, s.group, s.n_texts, s.n_texts_elsewhere) for s in found] == [
        ("Northgate", "north", 4, 1), ("Southam Cross", "south", 4, 0),
    ]  # fmt: skip
    assert found[0].share_of_group == 1.0


def test_what_begins_a_sentence_or_is_also_written_small_is_not_suggested():
    texts = [
        "Buses are late. Buses again",
        "Buses come",
        "Buses go",
        "we like the Library",
        "our Library",
        "a Library",
    ]
    assert suggest_names([*texts, "the library", "x"], ["a"] * 6 + ["b"] * 2) == []


def test_a_term_that_all_groups_use_or_few_texts_have_is_not_suggested():
    assert suggest_names([t.replace("Southam Cross", "Northgate") for t in TEXTS], GROUPS) == []
    assert suggest_names(TEXTS[2:6], GROUPS[2:6]) == []


def test_with_fewer_than_two_groups_nothing_is_suggested():
    assert suggest_names(TEXTS, ["north"] * 8) == []
    assert suggest_names(TEXTS, [*["north"] * 7, None]) == []
    assert [s.term for s in suggest_names([*TEXTS, "Ask Bo Lee"], [*GROUPS, None])] == [
        "Northgate",
        "Southam Cross",
    ]
