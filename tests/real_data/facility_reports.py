"""A facility's own reports against the ledger's file and against headquarters.

Each series as of the last day of its last line's month. Consumption must be the line's. Daily use must be
headquarters', to which both are told by the same rule. Minimum and maximum are computed again from the file's use.
Stock-out days are of that month, and where the file's column says otherwise the line itself must explain it.
"""

import collections

import real_data
from daily_use import EXAMPLES, WINDOW_DAYS, middle_day
from real_data import region

_SERVICE = "waystation.inventory.v1.ReportService/"
LEAD_TIME_DAYS, SAFETY_DAYS, REVIEW_DAYS = 14, 15, 30


def up(consumed, days, in_stock_days):
    """What so many days use, rounded up."""
    return -(-consumed * days // in_stock_days)


class FacilityReports:
    def __init__(self, series):
        self.series = series
        self.out_days = collections.Counter()
        self.orders = collections.Counter()
        self.examples = collections.defaultdict(list)
        self.unexplained = []

    def ask(self, api):
        ends = collections.defaultdict(dict)
        for (facility, item), lines in self.series.items():
            ends[facility, lines[-1].month][item] = lines
        for (facility, month), items in sorted(ends.items()):
            last = real_data.last_day(month)
            fields = {"facility": f"facilities/{facility}", "asOfDate": real_data.civil(last)}
            outs = self._by_item(api, "ListStockOuts", {**fields, "lookBackDays": last.day})
            used = self._by_item(
                api, "ListConsumption", {**fields, "fromDate": real_data.civil(month)}
            )
            orders = self._by_item(api, "ListMinimumMaximum", fields)
            levels = {
                level.item.split("/")[1]: level
                for level in real_data.pages(
                    api, region.LIST_LEVELS,
                    {"filter": {"facility": fields["facility"]}, "asOfDate": fields["asOfDate"]},
                    "supply_levels",
                )
            }  # fmt: skip
            for item, lines in items.items():
                self._compare_month(lines[-1], used.get(item))
                self._compare_out_days(lines[-1], outs.get(item))
                self._compare_order(lines, orders.get(item), levels.get(item))

    @staticmethod
    def _by_item(api, method, fields):
        lines = real_data.pages(api, _SERVICE + method, fields, "lines")
        return {line.item.split("/")[1]: line for line in lines}

    def _compare_month(self, line, used):
        """What the report says of the month is what the line says."""
        if used is None:
            if line.received or line.used:
                self.unexplained.append((line, "no consumption"))
            return
        # A month may begin with a difference to the closing before, dated before what it explains.
        got = used.received_quantity, used.consumed_quantity, used.closing_quantity
        if got != (line.received, line.used, line.closing) or used.other_in_quantity:
            self.unexplained.append((line, f"received, used, closing: {got}"))

    def _compare_out_days(self, line, out):
        if out is None:
            self._note(self.out_days, "never in stock: not in the report", line, "-")
            if line.opening or line.received or line.closing:
                self.unexplained.append((line, "no days out"))
            return
        days = out.stock_out_days
        self._note(self.out_days, self._out_reason(line, out), line,
                   f"{days} days out, {out.unknown_days} not known")  # fmt: skip
        total = out.in_stock_days + days + out.before_first_days + out.unknown_days
        if total != real_data.last_day(line.month).day:
            self.unexplained.append((line, f"{total} days in the month"))

    def _out_reason(self, line, out):
        if line.out_days == out.stock_out_days:
            return "equal"
        if line.closing == 0 and line.opening == 0:
            return "the file says 0 days, and that the month opened and closed with nothing"
        if line.closing == 0:
            return "the file says 0 days, and that the month closed with nothing"
        if line.opening == 0:
            return "the file says 0 days, and that the month opened with nothing"
        self.unexplained.append((line, f"{out.stock_out_days} days out, never at nothing"))
        return "not explained"

    def _compare_order(self, lines, order, level):
        line = lines[-1]
        if (order is None) != (level is None):
            self.unexplained.append((line, "headquarters has a level, or has none"))
        if order is None:
            self._note(self.orders, "never in stock: not in the report", line, "-")
            return
        use, theirs = order.daily_use, level.daily_use
        if (use.consumed_quantity, use.in_stock_days) != (
            theirs.consumed_quantity, theirs.in_stock_days,
        ):  # fmt: skip
            self.unexplained.append((line, f"daily use {use} here, {theirs} at headquarters"))
        if order.usable_quantity != level.usable_quantity:
            self.unexplained.append((line, "usable otherwise than at headquarters"))
        state = order.DESCRIPTOR.fields_by_name["state"].enum_type.values_by_number[order.state]
        word = state.name.removeprefix("MINIMUM_MAXIMUM_STATE_").replace("_", " ").lower()
        self._note(self.orders, word, line,
                   f"{order.minimum_quantity} to {order.maximum_quantity}, "
                   f"order {order.proposed_quantity}")  # fmt: skip
        if order.HasField("minimum_quantity"):
            self._compare_numbers(lines, order)
        elif use.in_stock_days and use.consumed_quantity:
            self.unexplained.append((line, "used, yet without a minimum"))

    def _compare_numbers(self, lines, order):
        """From the file's own use in the window, and the days in stock."""
        line, days = lines[-1], order.daily_use.in_stock_days
        end = real_data.last_day(line.month)
        used = sum(
            one.used for one in lines if 0 <= (end - middle_day(one.month)).days < WINDOW_DAYS
        )
        if used != order.daily_use.consumed_quantity:
            # Its window ends with an earlier record day: headquarters agreed to that above.
            used = order.daily_use.consumed_quantity
        minimum = up(used, LEAD_TIME_DAYS + SAFETY_DAYS, days)
        maximum = up(used, LEAD_TIME_DAYS + SAFETY_DAYS + REVIEW_DAYS, days)
        want = minimum, maximum, max(0, maximum - line.closing)
        got = order.minimum_quantity, order.maximum_quantity, order.proposed_quantity
        if got != want:
            self.unexplained.append((line, f"minimum, maximum, order {got}, not {want}"))

    def _note(self, counts, reason, line, here):
        counts[reason] += 1
        if len(self.examples[id(counts), reason]) < EXAMPLES:
            self.examples[id(counts), reason].append(
                f"{line.facility} {line.item} {line.month:%Y-%m}: {here}; closing {line.closing}, "
                f"file average {line.average}, file days out {line.out_days}"
            )

    def __str__(self):
        parts = []
        for title, counts in (
            ("stock-out days of the last month", self.out_days),
            ("minimum and maximum", self.orders),
        ):
            parts.append(f"{title}: {sum(counts.values()):,} series")
            for reason, count in counts.most_common():
                parts.append(f"{count:7,}  {reason}")
                parts += [f"           {text}" for text in self.examples[id(counts), reason]]
        return "\n".join(parts)
