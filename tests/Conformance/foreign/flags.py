# Reads flags in the official spelling, --name value or --name=value; use_tls may stand alone.
import argparse


def read(names):
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name in names:
        parser.add_argument(f"--{name}", **({"nargs": "?", "const": "true"} if name == "use_tls" else {}))
    return parser.parse_args()


def content(path):
    with open(path, "rb") as file:
        return file.read()
