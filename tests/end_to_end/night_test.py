"""A night without the grid: clients/cli/NIGHT.md prints what stands there, and every figure in it is right.

The arithmetic is done here anew, from the story alone: nothing of the product is called for it."""

import datetime
import math
import re
import unittest

import guide

# Millilitres an hour: the set at 10 kW and at full load, the heating.
HALF, FULL, HEATING = 3400, 6100, 1000
HEEL = 20_000
HOLDOVER = datetime.timedelta(hours=6)
COUNTS_FOR = datetime.timedelta(hours=3)
TO_MOVE = datetime.timedelta(hours=1)
LIMIT_MILLICELSIUS = 8000

UNKNOWN, NO_END = "UNKNOWN", "no end known"
LINE = re.compile(r"^(UNKNOWN|no end known|[-\d]{10} [:\d]{5})  +(fridge|power|diesel|generator)\b.*?")
UNTIL = re.compile(r"  ([-\d]{10} [:\d]{5})  ")
STARTED = re.compile(r"started now it would go until ([-\d]{10} [:\d]{5})")


def at(clock, day=20):
    hour, minute = clock.split(":")
    return datetime.datetime(2031, 11, day, int(hour), int(minute))


def minutes(count):
    return datetime.timedelta(minutes=count)


def used(rate, begin, end):
    """Millilitres in that time, rounded up."""
    return math.ceil(rate * (end - begin).total_seconds() / 3600)


def runs_out(now, dipped, gone, rate):
    return now + minutes((dipped - HEEL - gone) * 60 // rate)


def warm(now, reading, rise, over):
    """When a fridge that rises so is above its limit."""
    return now + minutes((LIMIT_MILLICELSIUS + 1 - reading) * over // rise)


def expected():
    """What each question is answered with, in order: {what: until, or what is said where that is not known}."""
    rate = HALF + HEATING
    fuel = runs_out(at("18:00"), 140_000, 0, rate)
    nothing_feeds_it = {"diesel": fuel, "fridge": UNKNOWN, "power": UNKNOWN, "started": fuel}
    seen = at("18:00") + COUNTS_FOR
    mended = {"diesel": fuel, "fridge": seen + HOLDOVER, "power": NO_END, "started": fuel}

    now, cut = at("20:20"), at("20:10")
    fuel = runs_out(now, 140_000, used(HEATING, at("18:00"), now), rate)
    dark = {"diesel": fuel, "power": cut, "fridge": cut + HOLDOVER, "started": fuel}

    now = at("21:00")
    gone = used(HEATING, at("18:00"), now) + used(HALF, at("20:55"), now)
    fuel = runs_out(now, 140_000, gone, rate)
    late = {"diesel": fuel, "generator": fuel, "power": fuel, "fridge": warm(now, 4500, 500, 180)}

    now = at("22:30")
    unknown = {what: UNKNOWN for what in ("diesel", "generator", "power")}
    old_dip = {**unknown, "fridge": now + HOLDOVER}
    # The load was read more than three hours ago: full load is taken.
    fuel = runs_out(now, 96_000, 0, FULL + HEATING)
    dipped = {"diesel": fuel, "generator": fuel, "power": fuel, "fridge": fuel + HOLDOVER}

    now, seen = at("23:40"), at("23:30")
    burned = used(FULL, at("22:30"), seen) + used(HALF, seen, now)
    fuel = runs_out(now, 96_000, burned + used(HEATING, at("22:30"), now), rate)
    tripped = {"diesel": fuel, "power": seen, "fridge": seen + HOLDOVER, "started": fuel}

    now = at("0:30", 21)
    fuel = runs_out(now, 96_000, burned + used(HEATING, at("22:30"), now), rate)
    rising = {"diesel": fuel, "power": seen, "fridge": warm(now, 5000, 1000, 60), "started": fuel}

    now = at("1:20", 21)
    fuel = runs_out(now, 284_000, 0, rate)
    # Out of range since some time after 00:30, when it was last seen within.
    last_within = at("0:30", 21)
    fuelled = {"diesel": fuel, "generator": fuel, "power": fuel, "fridge": last_within}

    now = at("5:00", 21)
    fuel = runs_out(now, 264_000, 0, rate)
    back = {"diesel": fuel, "power": NO_END, "fridge": now + COUNTS_FOR + HOLDOVER, "started": fuel}
    # Asked again after the kill and with the clock set back: as before.
    return [nothing_feeds_it, mended, dark, late, old_dip, dipped, tripped, rising, rising, fuelled, back]


def told(text):
    """The same of what was printed, and when someone must act for the fridge."""
    answer, act_by = {}, None
    for line in text.split("\ngenerator generator-1, if it runs on")[0].splitlines():
        started = STARTED.search(line)
        if started:
            answer["started"] = datetime.datetime.fromisoformat(started.group(1))
        found = LINE.match(line)
        if not found:
            continue
        until = UNTIL.search(line[len(found.group(1)):] + "  ")
        known = found.group(1) not in (UNKNOWN, NO_END)
        answer[found.group(2)] = (
            datetime.datetime.fromisoformat(until.group(1)) if known else found.group(1)
        )
        if found.group(2) == "fridge" and known:
            act_by = datetime.datetime.fromisoformat(found.group(1))
    return answer, act_by


class NightTest(guide.GuideTest):
    def test_every_block_prints_what_the_guide_says_and_every_figure_is_right(self):
        ran = self.replay("NIGHT.md", {"kill-the-node": self.kill_the_node})
        answers = [text for command, text in ran if "facility autonomy" in command]
        wanted = expected()
        self.assertEqual(len(answers), len(wanted))
        for number, (text, want) in enumerate(zip(answers, wanted)):
            with self.subTest(answer=number):
                got, act_by = told(text)
                self.assertEqual(got, want, text)
                if want["fridge"] == UNKNOWN:
                    self.assertIsNone(act_by)
                else:
                    self.assertEqual(act_by, want["fridge"] - TO_MOVE)
        (excursions,) = [text for command, text in ran if "facility excursions" in command]
        # On the line from 5.0 at 00:30 to 8.6 at 01:20 above 8.0 for a sixth of 50 minutes; down to
        # 6.0 at 02:30 for six parts in 26 of 70.
        warm_minutes = math.ceil(50 * 0.6 / 3.6 + 70 * 0.6 / 2.6)
        self.assertRegex(excursions, rf"too warm +{warm_minutes} min")
        self.assertRegex(excursions, r"UNKNOWN +0 min")

    def kill_the_node(self):
        self.server.kill()
        self.server = self.start(listen=self.server.address)


if __name__ == "__main__":
    unittest.main()
