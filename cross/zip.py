#!/usr/bin/env python3
"""zip.py DATE [--store] FILE.zip PATH…: a ZIP that comes out the same wherever it is made.

Folders are taken whole, names sorted, one time for all, modes 755 and 644, names in UTF-8.
"""

import pathlib
import sys
import zipfile


def files(paths):
    """Every file under the paths, sorted by name."""
    found = []
    for path in map(pathlib.Path, paths):
        found += [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
    return sorted(found, key=lambda path: path.as_posix())


def main(day, *words):
    """Writes the archive."""
    method = zipfile.ZIP_STORED if words[0] == "--store" else zipfile.ZIP_DEFLATED
    target, *paths = [word for word in words if word != "--store"]
    moment = (*map(int, day.split("-")), 0, 0, 0)
    with zipfile.ZipFile(target, "w", method, compresslevel=9) as archive:
        for path in files(paths):
            entry = zipfile.ZipInfo(path.as_posix(), moment)
            # Unix, so that modes count wherever the archive is made.
            entry.create_system = 3
            entry.external_attr = (0o100755 if path.stat().st_mode & 0o100 else 0o100644) << 16
            entry.compress_type = method
            archive.writestr(entry, path.read_bytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
