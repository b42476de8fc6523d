"""What benches/run measured, as Markdown tables and as a picture. It measures nothing."""
import dataclasses
import math
import os
import pathlib
import platform
import statistics

NAMES = {
    "agi1c": "agi1c",
    "floor": "floor: C, nothing but this request and these commands",
    "perl": "Perl, libasterisk-agi-perl and LWP",
    "php-close": "PHP as in 2013, 1C closes the connection",
    "php": "PHP as in 2013, 1C keeps the connection",
}
COLOURS = {"agi1c": "#2563a8", "floor": "#8a8f98"}
OTHERS = "#c98b3b"


def median(values):
    return statistics.median(values)


def p99(values):
    return sorted(values)[min(len(values) - 1, len(values) * 99 // 100)]


def ms(micros):
    value = micros / 1000
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def ratio(value, base):
    found = value / base
    return f"{found:.2f}" if found < 10 else f"{found:,.0f}"


def table(heading, rows):
    lines = ["| " + " | ".join(heading) + " |", "|" + "---|" * len(heading)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def held(found):
    rows = []
    for name, one in found.items():
        beside = median(one["beside"])
        rows.append([
            NAMES[name], str(len(one["held"])), ms(median(one["held"])), ms(p99(one["held"])),
            ms(median(one["name"])), ms(p99(one["name"])), ms(beside), ratio(median(one["held"]), beside),
        ])
    heading = ["program", "calls", "held, ms", "p99", "until the name, ms", "p99", "agi1c by turns with it, ms",
               "held, agi1c = 1"]
    return table(heading, rows)


def costs(found):
    rows = []
    for name, one in found.items():
        rows.append([
            NAMES[name], f"{one['instructions']:,}", str(one["system"]), str(round(median(one["faults"]))),
            str(one["trips"][0]), f"{one['own']:,}", f"{one['resident']:,}", f"{one['file']:,}",
        ])
    heading = ["program", "user instructions", "system calls", "page faults", "AGI round trips",
               "memory of its own, kB", "resident, kB", "file, bytes"]
    return table(heading, rows)


def scale(rows):
    lines = []
    for how, ours, floor in rows:
        lines.append([
            how, str(len(ours["held"])), ms(median(ours["held"])), ms(p99(ours["held"])), ms(median(floor["held"])),
            ms(p99(floor["held"])), ratio(median(ours["held"]), median(floor["held"])),
        ])
    heading = ["condition", "calls", "agi1c held, ms", "p99", "floor held, ms", "p99", "agi1c / floor"]
    return table(heading, lines)


def machine():
    model = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}, load at the end {load:.1f}"


def bar(left, right, low, value):
    """Where `value` lies between `left` and `right` on a scale whose each 180 pixels are ten times as much."""
    return min(right, left + 180 * math.log10(max(value / low, 1)))


def picture(found):
    """Held times on a logarithmic scale: the bar is the median, the mark p99."""
    left, right, top, step = 330, 1050, 54, 34
    bottom = top + step * len(found)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1100" height="{bottom + 40}" font-family="sans-serif" '
        'font-size="14">',
        f'<rect width="1100" height="{bottom + 40}" fill="#fff"/>',
        '<text x="16" y="26" font-size="16" fill="#222">How long a call is held, ms (bar: median; mark: p99; '
        'each line is ten times the one before)</text>',
    ]
    for power in range(5):
        at = left + 180 * power
        parts.append(f'<line x1="{at}" y1="{top - 12}" x2="{at}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{at}" y="{bottom + 20}" text-anchor="middle" fill="#555">{0.1 * 10 ** power:g}</text>')
    for row, (name, one) in enumerate(found.items()):
        y = top + step * row
        middle, worst = median(one["held"]), p99(one["held"])
        end, mark = (bar(left, right, 100, value) for value in (middle, worst))
        label = NAMES[name].partition(":")[0] if name == "floor" else NAMES[name]
        parts.append(f'<text x="{left - 10}" y="{y + 16}" text-anchor="end" fill="#222">{label}</text>')
        colour = COLOURS.get(name, OTHERS)
        parts.append(f'<rect x="{left}" y="{y}" width="{end - left:.0f}" height="22" fill="{colour}"/>')
        parts.append(f'<line x1="{mark:.0f}" y1="{y - 2}" x2="{mark:.0f}" y2="{y + 24}" stroke="#222" stroke-width="2"/>')
        parts.append(f'<text x="{max(end, mark) + 8:.0f}" y="{y + 16}" fill="#222">{ms(middle)}</text>')
    return "\n".join([*parts, "</svg>", ""])


@dataclasses.dataclass
class Tables:
    markdown: str
    svg: str

    def write(self, folder):
        (folder / "results.md").write_text(self.markdown)
        (folder / "results.svg").write_text(self.svg)


def tables(found, conditions):
    short = held(found)
    ours, floor, perl = (found[name] for name in ["agi1c", "floor", "perl"])
    sentence = (
        f"By turns with each, agi1c holds a call {ratio(median(floor['beside']), median(floor['held']))} times as long as "
        f"the floor, and Perl {ratio(median(perl['held']), median(perl['beside']))} times as long as agi1c; of memory that "
        f"nobody shares it "
        f"needs {ratio(ours['own'], floor['own'])} times what the floor does."
    )
    markdown = f"""# Side by side

Written by `benches/run`; {machine()}.

One call: the program is started as Asterisk starts it (fork, exec,
pipes), asks a stand-in 1C on loopback that answers at once, sets the name and the variables, ends. The client calls
for the first time, which is the longest way. Measured from outside, each program by turns with agi1c; times are medians
unless they say p99. They hold for this machine and this hour: look at the ratios, and run it on your own.

{sentence}

![Held times](results.svg)

{short}

{costs(found)}

Memory is looked at while the program waits for the answer to each of its AGI commands, page by page; the largest of a
call counts, and of that the mean of twenty calls, since each stack begins at another place in its page. "Of its own" are
pages that exist because it runs; "resident" are also the pages of its file, which the kernel maps in sixteens around
each one that is touched, shares with its cache, and between all calls of the moment. A script's file is the script
alone; its interpreter comes on top. PHP beside a server that keeps the connection waits for its own read limit of one
second.

## Under other conditions

{scale(conditions)}
"""
    return Tables(markdown, picture(found))
