"""A day at a field hospital: every block of clients/cli/DAY.md, run in order, prints what stands there."""

import unittest

import guide


class DayTest(guide.GuideTest):
    def test_every_block_prints_what_the_guide_says(self):
        self.replay("DAY.md")


if __name__ == "__main__":
    unittest.main()
