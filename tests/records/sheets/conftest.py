import pytest
from helpers.sheets import csv_bytes


@pytest.fixture
def sheet_file(tmp_path):
    def write(data, name="log.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else csv_bytes(data))
        return path

    return write
