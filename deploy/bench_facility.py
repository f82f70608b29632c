"""The section of deploy/bench about facilities that report and what headquarters shows meanwhile."""

import threading

import bench_inventory

# All facilities every ten minutes.
REPORT_SECONDS = 600
INSTALLATIONS = 5


def facility(bench):
    facilities = 500 if bench.options.quick else 10_000
    region = {"facilities": facilities, "items": 8}
    with bench.node("facility") as node:
        bench.load(node, "build", **region, lines=8, in_flight=16, seed=1)
        bench.load(node, "plants", **region, in_flight=16, seed=1,
                   operations=INSTALLATIONS * facilities)
        # Each has told of everything once.
        bench.load(node, "reports", **region, in_flight=16, seed=1, operations=facilities)
        bench.load(node, "catch-up")
        aim = f"{facilities / REPORT_SECONDS:,.0f}/s"
        for in_flight in (1, 16):
            measured = bench_inventory.calls(bench, node, "reports", in_flight=in_flight,
                                             seconds=bench.seconds, **region)
            bench_inventory.tell(bench, "reports",
                                 f"{facilities:,} facilities in turn, {in_flight} in flight",
                                 measured, aim)
        pages(bench, node, region)


def pages(bench, node, region):
    """First pages, alone and then while reports come as fast as they are taken."""
    for workload, work in (("endings", "what ends first, 50 rows"),
                           ("overviews", "facility overviews, 50 rows")):
        alone = bench.load(node, workload, in_flight=1, seconds=bench.seconds / 2, **region)
        bench.page("headquarters page", f"{work}, nobody reporting", alone, "< 20 ms")
        told = {}
        seconds = bench.seconds + 2
        reports = threading.Thread(target=lambda: told.update(
            bench.load(node, "reports", in_flight=4, seconds=seconds, **region)))
        reports.start()
        run = bench.load(node, workload, in_flight=1, seconds=bench.seconds / 2, **region)
        reports.join()
        bench.page("headquarters page",
                   f"{work}, beside {told['calls_per_second']:,.0f} reports a second", run,
                   "< 20 ms")
