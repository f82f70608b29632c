"""Headquarters' daily use and stock-out days against those that a ledger keeps itself.

The ledger's average_monthly_consumption is the mean of what was distributed in a series' last three
lines. Headquarters takes the 30 days up to the facility's last record, and only the days in stock.
So every difference comes from one or both of these, or from when the facility recorded last. Each
step is computed from the file alone and must give exactly what headquarters answers.
"""

import collections
import datetime

import real_data
from real_data import region

WINDOW_DAYS = 30
EXAMPLES = 2


def rounds_to(value, whole):
    return abs(value - whole) <= 0.5


def middle_day(month):
    """The day on which a month's use is dated."""
    return month.replace(day={2: 14, 3: 16}.get(month.month, 15))


class Comparison:
    def __init__(self, series):
        self.series = series
        self.use = collections.Counter()
        self.out_days = collections.Counter()
        self.examples = collections.defaultdict(list)
        self.unexplained = []

    def ask(self, api):
        """Each series at its own end: as of the last day of its last line's month."""
        ends = collections.defaultdict(list)
        for (facility, item), lines in self.series.items():
            ends[facility, lines[-1].month].append((item, lines))
        for (facility, month), items in sorted(ends.items()):
            fields = {
                "filter": {"facility": f"facilities/{facility}"},
                "asOfDate": real_data.civil(real_data.last_day(month)),
            }
            answer = real_data.pages(api, region.LIST_LEVELS, fields, "supply_levels")
            levels = {level.item.split("/")[1]: level for level in answer}
            for item, lines in items:
                self._compare(lines, levels.get(item))

    def _compare(self, lines, level):
        last = lines[-1]
        if level is None:
            # Never anything in stock, in any line.
            reason = "never in stock: no level"
            self._note(self.use, reason, last, "-")
            self._note(self.out_days, reason, last, "-")
            if any(line.opening or line.received or line.closing for line in lines):
                self.unexplained.append((last, "no level"))
            return
        use = level.daily_use
        self._note(self.use, self._use_reason(lines, level), last,
                   f"{use.consumed_quantity} in {use.in_stock_days} days in stock")  # fmt: skip
        self._note(self.out_days, self._out_reason(lines, level), last,
                   f"{use.stock_out_days} days out")  # fmt: skip

    def _use_reason(self, lines, level):
        last = lines[-1]
        use = level.daily_use
        three = [line.used for line in lines[-3:]]
        if not rounds_to(sum(three) / len(three), last.average):
            self.unexplained.append((last, "the file's average is not of its last three lines"))
        record = datetime.date(
            level.record_date.year, level.record_date.month, level.record_date.day
        )
        begin = record - datetime.timedelta(days=WINDOW_DAYS - 1)
        in_window = sum(line.used for line in lines if begin <= middle_day(line.month) <= record)
        if in_window != use.consumed_quantity:
            self.unexplained.append((last, f"consumed {use.consumed_quantity}, not {in_window}"))
        if use.in_stock_days == 0 and last.average == 0:
            return "out of stock all 30 days: none is told here, 0 there"
        if use.in_stock_days == 0:
            return "out of stock all 30 days: none is told here, the months before there"
        if rounds_to(use.consumed_quantity * WINDOW_DAYS / use.in_stock_days, last.average):
            return "equal, rounded to whole pieces a month"
        if (record.year, record.month) != (last.month.year, last.month.month):
            return "the facility's last record is of an earlier month"
        window_alone = not rounds_to(use.consumed_quantity, last.average)
        if use.in_stock_days == WINDOW_DAYS:
            return "30 days here, three months there"
        if not window_alone:
            return "only days in stock count here"
        return "30 days here, three months there; and only days in stock count here"

    def _out_reason(self, lines, level):
        last = lines[-1]
        days = level.daily_use.stock_out_days
        if last.out_days == days:
            return "equal"
        # What a stock-out within the window rests on: a line that closes or opens at nothing.
        if not any(line.closing == 0 or line.opening == 0 for line in lines[-3:]):
            self.unexplained.append((last, f"{days} days out, yet never at nothing"))
        if last.closing == 0:
            return "the file says 0 days, and that the month closed with nothing"
        return "the file says 0 days, and that a month before closed with nothing"

    def _note(self, counts, reason, line, here):
        counts[reason] += 1
        if len(self.examples[id(counts), reason]) < EXAMPLES:
            self.examples[id(counts), reason].append(
                f"{line.facility} {line.item} {line.month:%Y-%m}: here {here}, "
                f"file average {line.average}, file days out {line.out_days}"
            )

    def __str__(self):
        parts = []
        for title, counts in (("daily use", self.use), ("stock-out days", self.out_days)):
            parts.append(f"{title}: {sum(counts.values()):,} series")
            for reason, count in counts.most_common():
                parts.append(f"{count:7,}  {reason}")
                parts += [f"           {text}" for text in self.examples[id(counts), reason]]
        return "\n".join(parts)
