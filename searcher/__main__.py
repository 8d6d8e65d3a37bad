"""``python -m searcher`` is the command ``searcher``."""

from searcher.start import main

if __name__ == "__main__":
    main()
