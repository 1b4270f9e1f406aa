"""The `hanse` command for whoever has no script of that name: python -m hanse."""

from hanse.cli.main import main

if __name__ == "__main__":
    main()
