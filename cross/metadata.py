#!/usr/bin/env python3
"""Checks Cargo.toml's settings for the program `cross` against the keys that cross documents.

cross itself only warns about a key it does not know.
"""

import pathlib
import sys
import tomllib

# cross's docs/config_file.md (0.2.5 and later).
BUILD = {"build-std", "xargo", "zig", "default-target", "pre-build", "dockerfile", "env"}
TARGET = {"build-std", "xargo", "zig", "image", "runner", "pre-build", "dockerfile", "env"}
RUNNERS = {"qemu-system", "qemu-user", "native"}


def main():
    """Prints what is wrong; the exit status says whether anything is."""
    root = pathlib.Path(__file__).resolve().parent.parent
    table = (root / "cross/targets.tsv").read_text(encoding="utf-8").splitlines()
    triples = {line.split("\t")[0] for line in table if not line.startswith("#")}
    manifest = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))
    cross = manifest["package"]["metadata"]["cross"]
    wrong = [f"unknown table {key}" for key in cross.keys() - {"build", "target"}]
    wrong += [f"unknown key build.{key}" for key in cross.get("build", {}).keys() - BUILD]
    if cross.get("build", {}).get("default-target") not in triples:
        wrong.append("build.default-target is not in targets.tsv")
    for triple, keys in cross.get("target", {}).items():
        wrong += [f"unknown key target.{triple}.{key}" for key in keys.keys() - TARGET]
        if triple not in triples:
            wrong.append(f"target {triple} is not in targets.tsv")
        if keys.get("runner", "native") not in RUNNERS:
            wrong.append(f"target.{triple}.runner: one of {sorted(RUNNERS)}")
    for line in wrong:
        print(f"Cargo.toml, package.metadata.cross: {line}", file=sys.stderr)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
