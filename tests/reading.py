"""How a test reads the page it was given."""

import re

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def text(response, *without):
    """The page without its tokens, whose letters are any letters, and without these words; spaces are one space."""
    page = TOKEN.sub("", response.content.decode())
    for word in without:
        page = page.replace(word, "")
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").split())
