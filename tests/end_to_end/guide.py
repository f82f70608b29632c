"""Guides whose console blocks are run: what a node prints must be what stands in them.

With WAYSTATION_WRITE_GUIDES=1 what is printed is written into the guide instead: read the difference."""

import os
import pathlib
import re
import subprocess

import harness

WRITE = os.environ.get("WAYSTATION_WRITE_GUIDES") == "1"
# Ids made from random request ids, etags, and the id of whoever runs this.
MADE_UP = re.compile(r"(?<![0-9a-f])([0-9a-f]{20}|[0-9a-f]{16}|(?<=p-)[0-9a-f]{12})(?![0-9a-f])")
# This machine's time, where a clock that is not believed is shown.
OWN_TIME = re.compile(r"(?<=can't be believed: )[-\d]{10} [:\d]{5}")
# How old headquarters' copy is.
HEARD = re.compile(r"(?<=heard )[0-9]+(?= s ago)")
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.S)


def _commands(block):
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


class GuideTest(harness.ProcessTest):
    def replay(self, name, own_commands=None):
        """Runs every block of clients/cli/{name} in order in one shell's place, against a new node.

        `own_commands`: {word: function of the server} of what is no program; it prints nothing.
        Gives [command, what it printed] of all."""
        guide = harness.ROOT / "clients" / "cli" / name
        self.server = self.start(listen=f"127.0.0.1:{harness.lasting_port()}")
        folder = pathlib.Path(self.folder)
        environment = {
            **os.environ,
            "PATH": f"{harness.BIN}:{os.environ['PATH']}",
            "WAYSTATION_SERVER": self.server.address,
            "XDG_CONFIG_HOME": str(folder / "config"),
            "TZ": "Asia/Baku",
            "LC_ALL": "C.UTF-8",
        }
        ran = []

        def run(command):
            if own_commands and command in own_commands:
                own_commands[command]()
                return ""
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=60,
            )
            shown = HEARD.sub("…", OWN_TIME.sub("…", MADE_UP.sub("…", done.stdout)))
            return "\n".join(line.rstrip() for line in shown.splitlines()) + "\n" * bool(shown)

        def replay(block):
            text = ""
            for command, want in _commands(block.group()):
                got = run(command)
                ran.append((command, got))
                if not WRITE:
                    with self.subTest(command=command):
                        self.assertEqual(got, want)
                text += f"$ {command}\n{got}"
            return text

        text = BLOCK.sub(replay, guide.read_text(encoding="utf-8"))
        if WRITE:
            guide.write_text(text, encoding="utf-8")
        return ran
