"""The sections of deploy/bench about inventory's dearer paths; each figure's floor is an empty call."""

import csv
import os
import pathlib
import re
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
DATA = pathlib.Path(os.environ.get("WAYSTATION_REAL_DATA", ROOT.parent / "shared/data"))
CATALOGUE = DATA / "ifrc_catalogue" / "IFRC_supply_item_ifrc_standard.csv"
# Names in other languages for what the catalogue has in English alone.
WORDS = {
    "bandage": {"az": "sarğı", "hy": "վիրակապ", "ru": "бинт"},
    "blanket": {"az": "yorğan", "hy": "ծածկոց", "ru": "одеяло"},
    "gloves": {"az": "əlcək", "hy": "ձեռնոց", "ru": "перчатки"},
    "needle": {"az": "iynə", "hy": "ասեղ", "ru": "игла"},
    "syringe": {"az": "şpris", "hy": "ներարկիչ", "ru": "шприц"},
    "tent": {"az": "çadır", "hy": "վրան", "ru": "палатка"},
}
RECEIPT_COLUMNS = ("facility", "document_number", "kind", "day", "time", "source", "item", "lot",
                   "expiry_day", "date_kind", "place", "to_place", "purpose", "quantity", "packs",
                   "recorded_by", "note")
TYPED = ("bandage gauze", "syringe 5 ml", "gloves surgical", "blanket wool", "tent family",
         "generator 5kva", "needle luer", "water tank", "cable electric")


def calls(bench, node, workload, **options):
    """A run between two runs of empty calls with as many in flight: what else the machine does
    hits all of them."""
    in_flight = options.pop("in_flight", 1)
    floor = {"in_flight": in_flight, "seconds": bench.seconds / 4}
    before = bench.load(node, "clock", **floor)
    run = bench.load(node, workload, in_flight=in_flight, **options)
    after = bench.load(node, "clock", **floor)
    empty = (before["calls_per_second"] + after["calls_per_second"]) / 2
    return run, empty


def tell(bench, what, work, measured, aim=""):
    run, empty = measured
    bench.add(what, work,
              f"{run['calls_per_second']:,.1f}/s, p50 {run['p50_us'] / 1e3:.2f}, "
              f"p99 {run['p99_us'] / 1e3:.2f} ms",
              f"{empty:,.0f} empty calls/s", f"{run['calls_per_second'] / empty:.4f}", aim)


def build(bench, node, facilities, items, lines):
    region = {"facilities": facilities, "items": items}
    bench.load(node, "build", **region, lines=lines, in_flight=4, seed=1)
    return region


def lots(bench):
    """An issue of as many units as lots hold one each."""
    items = 10 if bench.options.quick else 50
    for number in (1, 10, 100):
        with bench.node(f"lots-{number}", "--services", "inventory,facility") as node:
            region = build(bench, node, 20, items, items)
            options = {**region, "lots": number, "operations": 20 * items}
            bench.load(node, "lots", in_flight=4, **options)
            tell(bench, "issue", f"one line from {number} lots, of {number + 1} there, 1 in flight",
                 calls(bench, node, "issue-lots", **options))


def reservations(bench):
    promises = 500 if bench.options.quick else 2000
    with bench.node("reserve", "--services", "inventory,facility") as node:
        region = build(bench, node, 20, 100, 100)
        for workload, work in (("reserve-spread", "scattered over 2,000 levels"),
                               ("reserve", "all of one item at one facility")):
            tell(bench, "reservation",
                 f"{promises:,} of one unit, {work}, 64 in flight",
                 calls(bench, node, workload, in_flight=64, operations=promises, **region))


def late(bench):
    later = 10_000 if bench.options.quick else 100_000
    with bench.node("late", "--services", "inventory,facility") as node:
        region = build(bench, node, 1, 10, 10)
        tell(bench, "late entry", "the same issue with one later use of its item, 1 in flight",
             calls(bench, node, "late", operations=500, **region))
        bench.load(node, "history", in_flight=64, operations=later, **region)
        tell(bench, "late entry", f"before {later:,} later ones of its item, 1 in flight",
             calls(bench, node, "late", operations=20, **region))


def recall(bench):
    facilities, items = (50, 100) if bench.options.quick else (1000, 500)
    movements = 2 * facilities * items
    with bench.node("recall", "--services", "inventory,facility") as node:
        region = {"facilities": facilities, "items": items}
        # Of one line each, so that there are as many movements.
        bench.load(node, "build", **region, lines=1, in_flight=64, seed=1)
        work = f"a lot that {facilities:,} facilities had, {movements:,} movements"
        tell(bench, "recall", f"{work}: recording it",
             calls(bench, node, "recall", operations=min(100, items - 1), **region))
        tell(bench, "recall", f"{work}: its progress",
             calls(bench, node, "recall-progress", operations=20, **region))


def catalogue_files(bench):
    """The catalogue as the load generator reads it, and what people have typed at each letter."""
    lines = []
    # As its publisher wrote it: not UTF-8.
    with open(CATALOGUE, encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file):
            name = " ".join(row["item description"].split())[:200] or row["item code"]
            code = re.sub("[^a-z0-9]+", "-", row["item code"].lower()).strip("-")[:50]
            parts = [f"{code}-{len(lines)}", "en", name]
            words = re.findall("[a-z]+", name.lower())
            for word, others in WORDS.items():
                if word in words or word + "s" in words:
                    for language, text in others.items():
                        parts += [language, text]
                    break
            lines.append("\t".join(parts))
    items = bench.temporary / "catalogue.tsv"
    items.write_text("\n".join(lines) + "\n", encoding="utf-8")
    names = [line.lower() for line in lines]
    texts = []
    for typed in TYPED + tuple(text for others in WORDS.values() for text in others.values()):
        for length in range(1, len(typed) + 1):
            prefix = typed[:length].strip()
            # An answer without hits has no bytes, which the load generator takes for an error.
            if any(all(word in name for word in prefix.split()) for name in names):
                texts.append(prefix)
    queries = bench.temporary / "texts.txt"
    queries.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return items, queries, len(lines), len(texts)


def search(bench):
    if not CATALOGUE.exists():
        raise SystemExit(f"deploy/bench: no catalogue at {CATALOGUE}: set WAYSTATION_REAL_DATA")
    items, queries, number, texts = catalogue_files(bench)
    with bench.node("search", "--services", "inventory,facility") as node:
        bench.load(node, "catalogue", in_flight=16, catalogue=items, operations=number)
        tell(bench, "search as you type",
             f"{number:,} items, {texts} texts in four languages, pages of 20, 1 in flight",
             calls(bench, node, "search", texts=queries, page_size=20,
                   operations=texts if bench.options.quick else 5 * texts), "p99 < 20 ms")


def large_receipt(bench):
    """Over the contract; then as a person does it, from a file to the levels at headquarters."""
    items = 5000
    with bench.node("large") as node:
        region = build(bench, node, 1, items, items)
        bench.load(node, "catch-up")
        tell(bench, "receipt of 5,000 lines", "one movement, sent to acknowledged, 1 in flight",
             calls(bench, node, "batches", lines=items, operations=20, **region))
        bench.load(node, "catch-up")
        table = bench.temporary / "receipt.csv"
        day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))
        with open(table, "w", encoding="ascii", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(RECEIPT_COLUMNS)
            for number in range(items):
                row = {"facility": "load-facility-00000", "document_number": "BENCH-1",
                       "kind": "receipt", "day": day, "time": "10:00", "source": "convoy",
                       "item": f"load-item-{number:04d}", "lot": "B1", "quantity": 10}
                writer.writerow([row.get(column, "") for column in RECEIPT_COLUMNS])
        began = time.monotonic()
        bench.command(node, "import", "movements", table)
        recorded = time.monotonic() - began
        bench.load(node, "catch-up")
        bench.add("receipt of 5,000 lines", "a file through the command line: in the ledger; then "
                  "in headquarters' levels",
                  f"{recorded * 1e3:.0f} ms; {(time.monotonic() - began) * 1e3:.0f} ms")


PARTS = (lots, reservations, late, recall, search, large_receipt)


def inventory(bench):
    for part in PARTS:
        print(f"\n--- {part.__name__}", flush=True)
        part(bench)
