"""Plain files: text, Markdown, JSON Lines and subtitles, which are text as they are."""
