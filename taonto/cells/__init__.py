"""Rows of text, read from and written to CSV files and workbooks; other rooms know what the cells mean."""
