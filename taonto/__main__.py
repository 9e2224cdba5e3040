"""`python -m taonto` is the command line."""

from taonto.cli import main

main()
