"""Prints what PyPI's `phonenumbers` makes of generated numbers, one case a line, tabs between: the plan, the
number as it comes, its E.164 form, and its national form in digits as people dial it (empty: not compared).

The numbers are drawn at random (the same in every run) and kept where the library calls them valid in the
region. What is expected is what the library reads out of the text, never what went into it. No rule of ours
is in here.
"""

import random

import phonenumbers as lib

INTERNATIONAL = {"ru": "810", "kz": "810", "us": "011", "ua": "00", "by": "810", "de": "00", "es": "00", "fr": "00"}
TRUNK = {"ru": "8", "kz": "8", "us": "1", "ua": "0", "by": "80", "de": "0", "es": "", "fr": "0"}
# Whose numbers are compared in every form; the others come with `+`, an international prefix or the trunk.
ALL_FORMS = ["ru", "kz", "us", "es"]
EACH = 150
FOREIGN = 60

draw = random.Random(1)


def some(region, count):
    """So many valid numbers: every kind's example and random ones of the same lengths."""
    code = lib.country_code_for_region(region.upper())
    kinds = [lib.example_number_for_type(region.upper(), kind) for kind in range(11)]
    kinds = [lib.national_significant_number(kind) for kind in kinds if kind]
    found = dict.fromkeys(kinds)
    while len(found) < count:
        pattern = draw.choice(kinds)
        keep = draw.randrange(len(pattern))
        found[pattern[:keep] + "".join(draw.choice("0123456789") for _ in pattern[keep:])] = None
    for national in found:
        number = lib.parse(f"+{code}{national}", region.upper())
        if lib.is_valid_number_for_region(number, region.upper()):
            yield number


def texts(region, number):
    """The forms in which a number of the region comes to a PBX there."""
    e164 = lib.format_number(number, lib.PhoneNumberFormat.E164)
    national = lib.national_significant_number(number)
    pretty = lib.format_number(number, lib.PhoneNumberFormat.INTERNATIONAL)
    yield e164
    yield pretty
    yield lib.format_number(number, lib.PhoneNumberFormat.RFC3966)
    yield f"sip:{e164}@192.0.2.1;user=phone"
    yield INTERNATIONAL[region] + e164[1:]
    yield f"{INTERNATIONAL[region]} {pretty[1:]}"
    yield TRUNK[region] + national
    yield lib.format_number(number, lib.PhoneNumberFormat.NATIONAL)
    if region in ALL_FORMS:
        yield e164[1:]
        yield national
        yield " ".join(national)


def read(text, region):
    """The library's E.164 form of a text; it knows no SIP addresses."""
    user = text.removeprefix("sip:").split("@")[0]
    return lib.format_number(lib.parse(user, region.upper()), lib.PhoneNumberFormat.E164)


def digits(text):
    return "".join(sign for sign in text if sign.isdigit())


for region in INTERNATIONAL:
    for number in some(region, EACH):
        dialled = digits(lib.format_number(number, lib.PhoneNumberFormat.NATIONAL))
        if region == "us":
            # The library leaves the 1 out, as people do.
            dialled = "1" + dialled
        if not dialled.startswith(TRUNK[region]):
            # Dialled in a way of its own: pagers in Germany, shared cost in Belarus. None of them calls.
            continue
        for text in texts(region, number):
            print(region, text, read(text, region), dialled, sep="\t")
    for other in INTERNATIONAL:
        if lib.country_code_for_region(other.upper()) == lib.country_code_for_region(region.upper()):
            continue
        for number in some(other, FOREIGN):
            text = lib.format_out_of_country_calling_number(number, region.upper())
            for text in (lib.format_number(number, lib.PhoneNumberFormat.E164), text):
                print(region, text, read(text, region), "", sep="\t")
