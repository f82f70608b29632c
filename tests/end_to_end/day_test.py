"""A day at a field hospital: every block of clients/cli/DAY.md, run in order, prints what stands there.

With WAYSTATION_WRITE_DAY=1 what is printed is written into the guide instead: read the difference."""

import os
import pathlib
import re
import subprocess
import unittest

import harness

GUIDE = harness.ROOT / "clients" / "cli" / "DAY.md"
# Ids made from random request ids, etags, and the id of whoever runs this.
MADE_UP = re.compile(r"(?<![0-9a-f])([0-9a-f]{20}|[0-9a-f]{16}|(?<=p-)[0-9a-f]{12})(?![0-9a-f])")
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.S)


def commands(block):
    """{command, what it printed} of a block; a command goes on after a backslash."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line[2:], ""])
        elif found and found[-1][0].endswith("\\") and not found[-1][1]:
            found[-1][0] += "\n" + line
        else:
            found[-1][1] += line + "\n"
    return found


class DayTest(harness.ProcessTest):
    def test_every_block_prints_what_the_guide_says(self):
        server = self.start()
        folder = pathlib.Path(self.folder)
        environment = {
            **os.environ,
            "PATH": f"{harness.BIN}:{os.environ['PATH']}",
            "WAYSTATION_SERVER": server.address,
            "XDG_CONFIG_HOME": str(folder / "config"),
            "TZ": "Asia/Baku",
            "LC_ALL": "C.UTF-8",
        }

        def run(command):
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=60,
            )
            shown = MADE_UP.sub("…", done.stdout)
            return "\n".join(line.rstrip() for line in shown.splitlines()) + "\n" * bool(shown)

        def replay(block):
            text = ""
            for command, want in commands(block.group()):
                got = run(command)
                if not WRITE:
                    with self.subTest(command=command):
                        self.assertEqual(got, want)
                text += f"$ {command}\n{got}"
            return text

        text = BLOCK.sub(replay, GUIDE.read_text(encoding="utf-8"))
        if WRITE:
            GUIDE.write_text(text, encoding="utf-8")


WRITE = os.environ.get("WAYSTATION_WRITE_DAY") == "1"

if __name__ == "__main__":
    unittest.main()
