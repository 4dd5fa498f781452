from config.welcome import first_of_each_role

LINES = "sme_owner\tsomchai@x.example\tone\nsme_owner\tyuki@x.example\ttwo\nauditor\tnok@x.example\tthree"


def test_one_sign_in_for_each_role() -> None:
    assert [line.split() for line in first_of_each_role(LINES)] == [
        ["sme", "owner", "somchai@x.example", "one"],
        ["auditor", "nok@x.example", "three"],
    ]
