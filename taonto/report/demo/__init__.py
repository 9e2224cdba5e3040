"""How the demo looks to a reader: a folder with one page that leads to everything else."""
