from companies.search.texts import fold, hiragana, thai_sort_key


def test_thai_words_sort_as_in_the_dictionary():
    words = ["เกวียน", "ขาว", "กา", "โกง", "ก้า", "แขก"]
    assert sorted(words, key=thai_sort_key) == ["กา", "ก้า", "เกวียน", "โกง", "ขาว", "แขก"]


def test_both_kinds_of_kana_sort_as_one():
    assert hiragana("ユキせいき") == "ゆきせいき"


def test_full_width_case_and_spaces_do_not_matter():
    assert fold("ＣＮＣ  Turning") == "cnc turning"
