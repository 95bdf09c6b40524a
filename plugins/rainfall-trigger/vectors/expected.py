"""What the plugin must answer to each vector, worked out without it.

Another language and another method: calendar dates from the standard library, every window summed anew, the payout as an
exact fraction of the layer. Readings are compared to the published record, not trusted. With --check it compares its
answers to expected.json, otherwise it writes that file.
"""

import csv
import json
import sys
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
GENERATED = FOLDER / "generated"
RECORD = Path("node_modules/vega-datasets/data/seattle-weather.csv")


def published_record() -> dict[date, Fraction]:
    """Millimetres of each day."""
    path = next(parent / RECORD for parent in FOLDER.parents if (parent / RECORD).is_file())
    with path.open(newline="", encoding="utf-8") as file:
        return {date.fromisoformat(row["date"]): Fraction(Decimal(row["precipitation"])) for row in csv.DictReader(file)}


def canonical(value: object) -> str:
    """RFC 8785 for the texts and integers that occur here."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def is_valid(cover: dict) -> bool:
    days = [date.fromisoformat(reading["date"]) for reading in cover["series"]]
    return (
        all(later - earlier == timedelta(days=1) for earlier, later in zip(days, days[1:]))
        and 0 < cover["attachment"] < cover["exhaustion"]
        and 1 <= cover["windowDays"] <= len(days)
    )


def compare_to_record(cover: dict, record: dict[date, Fraction]) -> None:
    for reading in cover["series"]:
        day, depth = date.fromisoformat(reading["date"]), reading["rainfall"]
        if depth is not None and Fraction(depth, 10) != record[day]:
            raise SystemExit(f"{day}: the input says {depth} tenths, the record {record[day]} mm")


def share_of_layer(index: Fraction, attachment: Fraction, exhaustion: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), (index - attachment) / (exhaustion - attachment)))


def settle(cover: dict) -> dict:
    """In millimetres, window by window; missing readings count as no rain and make the result a lower bound."""
    days = cover["series"]
    length = cover["windowDays"]
    windows = [days[first : first + length] for first in range(len(days) - length + 1)]
    sums = [sum((Fraction(day["rainfall"] or 0, 10) for day in window), Fraction(0)) for window in windows]
    index = max(sums)
    window = windows[sums.index(index)]
    attachment, exhaustion = Fraction(cover["attachment"], 10), Fraction(cover["exhaustion"], 10)
    missing = [day for day in days if day["rainfall"] is None]
    final = not missing or index >= exhaustion
    signal = ("TRIGGER" if index >= attachment else "PASS") if final else "ESCALATE"
    output = {
        "station": cover["station"],
        "windowDays": length,
        "index": int(index * 10),
        "windowStart": window[0]["date"],
        "windowEnd": window[-1]["date"],
        "payout": floor(cover["sumInsured"] * share_of_layer(index, attachment, exhaustion)),
        "missingDays": len(missing),
        "final": final,
    }
    return {"signal": signal, "output": canonical(output)}


def expectations() -> dict[str, dict]:
    record = published_record()
    answers = {}
    for path in sorted(GENERATED.glob("*.input.json")):
        text = path.read_text(encoding="utf-8")
        cover = json.loads(text)
        if canonical(cover) != text:
            raise SystemExit(f"{path.name} is not canonical JSON")
        compare_to_record(cover, record)
        name = path.name.removesuffix(".input.json")
        answers[name] = settle(cover) if is_valid(cover) else {"error": "invalid-input"}
    return answers


def main() -> None:
    text = json.dumps(expectations(), indent=2, sort_keys=True) + "\n"
    target = GENERATED / "expected.json"
    if "--check" not in sys.argv[1:]:
        target.write_text(text, encoding="utf-8")
    elif target.read_text(encoding="utf-8") != text:
        raise SystemExit("expected.json is stale; run: npm run vectors -w @nexus/rainfall-trigger")


if __name__ == "__main__":
    main()
