"""``python -m searcher`` is the command ``searcher``."""

from searcher.main import main

if __name__ == "__main__":
    main()
