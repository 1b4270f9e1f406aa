"""How fast the site answers many readers, how much it sends, and how much memory it keeps."""
