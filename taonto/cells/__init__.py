"""Rows of text in and out of CSV files and workbooks; what a cell means is not known here."""
