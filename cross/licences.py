#!/usr/bin/env python3
"""The licences of what is linked into the programs that are handed out, with their texts, on stdout.

What is linked is what cargo resolves for the released targets, without what only builds or tests. Where a crate has
no file with its licence, its authors and its licence's name stand for it.
"""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGETS = ["x86_64-unknown-linux-musl", "x86_64-pc-windows-gnu", "i586-unknown-linux-musl"]
RUST = "Rust's standard library (MIT OR Apache-2.0), musl (MIT) in the programs for Linux, MinGW-w64's runtime (ZPL-2.1)\n" \
    "and LLVM's libunwind (Apache-2.0 WITH LLVM-exception) in the one for Windows\n"


def linked(target):
    """The packages of a target, by id."""
    command = ["cargo", "metadata", "--format-version=1", "--locked", f"--filter-platform={target}"]
    data = json.loads(subprocess.check_output(command, cwd=ROOT))
    packages = {package["id"]: package for package in data["packages"]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    found, wanted = {}, [data["resolve"]["root"]]
    while wanted:
        node = nodes[wanted.pop()]
        if node["id"] in found:
            continue
        package = packages[node["id"]]
        # A macro runs in the compiler and is not in the file.
        if any("proc-macro" in target["kind"] for target in package["targets"]):
            continue
        found[node["id"]] = package
        kinds = [(dep["pkg"], {kind["kind"] for kind in dep["dep_kinds"]}) for dep in node["deps"]]
        wanted += [pkg for pkg, kind in kinds if None in kind]
    del found[data["resolve"]["root"]]
    return found


def texts(package):
    """The licence files of a package, sorted."""
    folder = pathlib.Path(package["manifest_path"]).parent
    names = ("licen", "copying", "notice", "unlicense")
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(names))


def main():
    """Prints them; fails where a package names no licence."""
    packages = {}
    for target in TARGETS:
        packages.update(linked(target))
    print("What is linked into agi1c and agi1c-kit besides their own code, and its licences.\n")
    print(RUST)
    for package in sorted(packages.values(), key=lambda each: (each["name"], each["version"])):
        if not package["license"]:
            sys.exit(f"{package['name']} names no licence: expected one in its Cargo.toml")
        print("=" * 100)
        print(f"{package['name']} {package['version']}: {package['license']}")
        print(", ".join(package["authors"]) or "(no authors named)")
        for path in texts(package):
            print(f"\n--- {path.name}\n\n{path.read_text(encoding='utf-8').strip()}")
        print()


if __name__ == "__main__":
    main()
