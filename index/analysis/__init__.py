"""French: text → words (``reading``), word → keys (``vocabulary``), and the lexicon both rest on."""
