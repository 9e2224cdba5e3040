"""The release: its files, its documentation, the pages of the rules."""
