#!/usr/bin/env python3
"""The licences of what is linked into the programs that are handed out, with their texts, on stdout.

    licences.py agi1c    of the appliance program, both editions
    licences.py all      of every program

What is linked is what cargo resolves for the released targets, without what only builds or tests; beside it mbedTLS, of
which cross/mbedtls locks the package, and what zig and Rust bring. Where a crate may be taken under MIT, it is. Where it
has no file with its licence, its authors and its licence's name stand for it. A text stands there once.
"""

import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
LINUX = ["x86_64-unknown-linux-musl", "i586-unknown-linux-musl", "armv5te-unknown-linux-musleabi"]
WINDOWS = "x86_64-pc-windows-gnu"
# Which: targets, cargo's features, the programs as the first line names them.
SETS = {
    "agi1c": (LINUX, ["--no-default-features", "--features=tls"], "agi1c and agi1c-tls"),
    "all": ([*LINUX, WINDOWS], ["--all-features"], "agi1c, agi1c-tls, agi1c-kit and agi1c-server"),
}
LINE = "=" * 100


def metadata(manifest, target, *features):
    """What cargo says of a crate and all it uses there."""
    command = ["cargo", "metadata", "--format-version=1", "--locked", f"--filter-platform={target}", *features]
    return json.loads(subprocess.check_output([*command, f"--manifest-path={manifest}"]))


def linked(target, features):
    """The packages of a target that are somebody else's, by id."""
    data = metadata(HERE.parent / "Cargo.toml", target, *features)
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
    return {name: package for name, package in found.items() if package["source"]}


def mbedtls():
    """mbedTLS itself: its folder in the package that carries it. Of that package nothing else is used."""
    data = metadata(HERE / "mbedtls/Cargo.toml", LINUX[0])
    (carrier,) = [each for each in data["packages"] if each["name"] == "mbedtls-rs-sys"]
    folder = pathlib.Path(carrier["manifest_path"]).parent / "mbedtls"
    header = (folder / "include/mbedtls/build_info.h").read_text(encoding="utf-8")
    version = re.search(r'MBEDTLS_VERSION_STRING\s+"(.+)"', header)[1]
    return f"mbedTLS {version} (agi1c-tls, agi1c-kit): Apache-2.0, as chosen", "The Mbed TLS Contributors", [folder / "LICENSE"]


def runtime(which):
    """What zig and Rust link into every program."""
    import ziglang

    zig = pathlib.Path(ziglang.__file__).parent / "lib"
    yield "Rust's standard library: MIT OR Apache-2.0", "The Rust Project Developers", []
    yield "musl: MIT", "", [zig / "libc/musl/COPYRIGHT"]
    yield "zig's runtime: MIT", "", [zig.parent / "LICENSE"]
    if which == "all":
        yield "LLVM's libunwind, in agi1c-kit: Apache-2.0 WITH LLVM-exception", "", [zig / "libunwind/LICENSE.TXT"]
        yield "MinGW-w64's runtime, in the program for Windows: ZPL-2.1", "", [zig / "libc/mingw/COPYING"]


def crate(package):
    """Its heading, its authors, its licence files."""
    who = f"{package['name']} {package['version']}"
    if not package["license"]:
        sys.exit(f"{who} names no licence: expected one in its Cargo.toml")
    folder = pathlib.Path(package["manifest_path"]).parent
    names = ("licen", "copying", "notice", "unlicense")
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(names))
    if re.search(r"\bMIT\b", package["license"]) and re.search(r" OR |/", package["license"]):
        files = [path for path in files if "mit" in path.name.lower()] or files
    return f"{who}: {package['license']}", ", ".join(package["authors"]) or "(no authors named)", files


def main(which):
    """Prints them; fails where a package names no licence."""
    targets, features, programs = SETS[which]
    packages = {}
    for target in targets:
        packages.update(linked(target, features))
    print(f"What is linked into {programs} besides their own code, and its licences.")
    print("Where a choice is offered and MIT is part of it, MIT is what was chosen.\n")
    known = {}
    crates = sorted(packages.values(), key=lambda each: (each["name"], each["version"]))
    for heading, authors, files in [mbedtls(), *runtime(which), *map(crate, crates)]:
        print("\n".join(filter(None, [LINE, heading, authors])))
        for path in files:
            text = path.read_text(encoding="utf-8").replace("\r", "").strip()
            here = f"{path.name} of {heading.split(':')[0]}"
            # Copies differ in blanks only.
            first = known.setdefault(" ".join(text.split()), here)
            if first == here:
                print(f"\n--- {path.name}\n\n{text}")
            else:
                print(f"\n--- {path.name}: the same text as {first}, above")
        print()


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in SETS:
        sys.exit(__doc__)
    main(sys.argv[1])
