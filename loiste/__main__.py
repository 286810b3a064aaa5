"""`python -m loiste` is `loiste`."""

from loiste.cli.main import run

run()
