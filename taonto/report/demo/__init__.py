"""What the demo looks like to a reader: a folder with one page that leads to the rest."""
