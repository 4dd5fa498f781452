"""What paper needs is read once, before the web process forks; a first report would wait a second or two for it."""

from config.warming import before_serving


@before_serving
def load_paper() -> None:
    from config.paper.breaking import thai_words
    from config.paper.sheet import known_signs

    thai_words("ที่")
    known_signs()
