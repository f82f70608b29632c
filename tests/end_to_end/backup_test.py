"""Backups of a working node, restored by another process; killed in the middle of either."""

import random
import shutil
import subprocess
import time
import unittest

import harness
import ledger
import region
import spine_test

SEED = 20260711
WRITERS = 4
KILLED_BACKUPS = 3
KILLED_RESTORES = 6
WAIT_S = 60
CREATE_BACKUP = "waystation.common.v1.BackupService/CreateBackup"
GET_BACKUP = "waystation.common.v1.BackupService/GetBackup"
LIST_BACKUPS = "waystation.common.v1.BackupService/ListBackups"
STORES = {"facility", "inventory", "headquarters"}


def eventually(condition, what):
    end = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"never {what}")
        time.sleep(0.005)


def folders(path):
    return {entry.name for entry in path.iterdir() if entry.is_dir()}


class BackupCase(harness.ProcessTest):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.backups = self.data / "backups"

    def connect(self, node):
        """A client with a connection of its own: a shared one may still be the killed server's."""
        api = harness.Api(node.address, patient=True)
        self.addCleanup(api.close)
        return api

    def settled(self, movements=20):
        """A node with a small region and some movements; its client and address."""
        listen = f"127.0.0.1:{harness.lasting_port()}"
        node = self.start(listen=listen)
        api = self.connect(node)
        after = region.settle(api)
        self.post(api, movements, after)
        return node, api, listen

    def post(self, api, count, after=()):
        for number in range(count):
            items = [(region.PARACETAMOL, 100 + number), (region.RICE, 1000 + number)]
            api.call(region.CREATE_MOVEMENT, region.receipt(items), after)

    def make(self, api, name):
        """Makes a backup and waits until it is ready."""
        api.call(CREATE_BACKUP, {"backupId": name})
        backup = None

        def ready():
            nonlocal backup
            backup = api.call(GET_BACKUP, {"name": f"backups/{name}"}).backup
            self.assertFalse(backup.HasField("failure"), backup)
            return backup.program != ""

        eventually(ready, "ready")
        return backup

    def command(self, listen, *words, code=0):
        """What "waystation backup ..." prints; it must end with this code."""
        done = subprocess.run(
            [harness.BIN / "waystation", "--server", listen, "--profile-dir", self.folder / "p"]
            + ["backup", *words],
            capture_output=True,
            text=True,
            timeout=WAIT_S,
        )
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout + done.stderr

    def names(self, api):
        return [one.name for one in api.call(LIST_BACKUPS).backups if one.program]

    def restore_command(self, backup, target, *flags):
        return [harness.BIN / "waystation-node", "--restore", backup, "--data-dir", target, *flags]

    def restore(self, backup, target, *flags):
        """(exit code, what it said)."""
        done = subprocess.run(
            self.restore_command(backup, target, *flags),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout

    def restored(self, backup, target, *flags):
        code, said = self.restore(backup, target, *flags)
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r"(?m)^restored (already )?\S+, taken ")
        return said

    def refused_restore(self, backup, target, why, *flags):
        before = folders(target) if target.exists() else None
        code, said = self.restore(backup, target, *flags)
        self.assertEqual(code, 1, said)
        self.assertIn("not restored", said)
        self.assertIn(why, said)
        self.assertEqual(folders(target) if target.exists() else None, before, said)

    def verify(self, data, *flags):
        done = subprocess.run(
            [harness.BIN / "waystation-node", "--verify", "--exercise", "--data-dir", data, *flags],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout

    def check_headquarters(self, api):
        """Headquarters' levels are the fold of inventory's log, up to its head."""
        entries = ledger.read_log(api, "inventory/main")
        folded = ledger.fold_stock(entries)
        answer = api.call(region.LIST_LEVELS, after=[f"inventory/main@{len(entries)}"])
        levels = {
            (level.facility, level.item): level.usable_quantity + level.expired_quantity
            for level in answer.supply_levels
        }
        self.assertEqual(levels, folded)
        return entries


class LiveBackupTest(BackupCase):
    def test_a_backup_under_load_holds_what_was_acknowledged(self):
        node, api, listen = self.settled()
        stop = spine_test.threading.Event()
        writers = [spine_test.Writer(n, listen, (), stop) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        eventually(lambda: sum(len(w.acknowledged) for w in writers) > 50, "50 commands")
        before = [name for w in writers for _, name in list(w.acknowledged.values())]
        said = self.command(listen, "create", "under-load")
        self.assertIn("under-load: ready", said)
        at_backup = sum(len(w.acknowledged) for w in writers)
        eventually(lambda: sum(len(w.acknowledged) for w in writers) > at_backup + 50, "50 more")
        stop.set()
        for writer in writers:
            writer.join(WAIT_S)
            self.assertIsNone(writer.problem)
        live = ledger.read_log(api, "inventory/main")
        self.assertEqual(node.stop(), 0)

        target = self.folder / "restored"
        said = self.restored(self.backups / "under-load", target)
        for service in STORES:
            self.assertRegex(said, rf"\n{service}: [\d,]+ rows?, all equal")
        for log in ("inventory/main", "facility/main"):
            self.assertRegex(said, rf"headquarters from {log}: [1-9][\d,]* rows, all equal")
        self.assertEqual(folders(target), STORES)

        api = self.connect(self.start(data_dir=target))
        entries = self.check_headquarters(api)
        self.assertLess(len(entries), len(live))
        self.assertEqual(
            [entry.SerializeToString() for entry in entries],
            [entry.SerializeToString() for entry in live[: len(entries)]],
        )
        kept = {
            movement.name
            for movement in ledger.pages(
                api, region.LIST_MOVEMENTS, {"parent": region.FACILITY}, "movements"
            )
        }
        self.assertLessEqual(set(before), kept)

    def test_the_same_name_makes_no_second_backup(self):
        _, api, listen = self.settled(2)
        first = self.make(api, "once")
        self.post(api, 1)
        again = api.call(CREATE_BACKUP, {"backupId": "once"}).backup
        self.assertEqual(again, first)
        self.assertEqual(self.names(api), ["backups/once"])
        self.assertRegex(
            self.command(listen, "create", "once", code=4),
            r"there already, taken \d+-\d+-\d+ .*no new backup made.*\[ALREADY_EXISTS\]",
        )
        self.assertRegex(self.command(listen, "list"), r"once +ready .* 3 ")
        self.assertRegex(self.command(listen, "show", "once"), r"inventory +inventory/main +\d+ ")


class RestoreTest(BackupCase):
    def test_followers_notice_that_one_service_was_set_back(self):
        node, api, listen = self.settled(5)
        backup = self.make(api, "older")
        (head,) = [s.head.revision for s in backup.services if s.service == "inventory"]
        self.post(api, 5)
        self.check_headquarters(api)
        self.assertEqual(node.stop(), 0)

        shutil.move(self.data / "inventory", self.folder / "inventory.away")
        self.restored(self.backups / "older", self.data, "--services", "inventory")
        code, said = self.verify(self.data)
        self.assertEqual(code, 1)
        self.assertIn("inventory: ", said)
        self.assertIn("headquarters from inventory/main: of another history", said)

        node = self.start(listen=listen)
        api = self.connect(node)
        eventually(
            lambda: any('"history_changed"' in line for line in node.errors), "history_changed"
        )
        self.assertEqual(len(self.check_headquarters(api)), head)
        # Now past the revision that headquarters had followed: only the digest tells them apart.
        self.post(api, 7)
        self.check_headquarters(api)
        self.assertEqual(node.stop(), 0)
        code, said = self.verify(self.data)
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r"headquarters from inventory/main: [1-9][\d,]* rows, all equal")

    def test_a_service_whose_folder_is_gone_is_not_begun_anew(self):
        node, api, listen = self.settled(3)
        self.make(api, "good")
        self.assertEqual(node.stop(), 0)
        shutil.rmtree(self.data / "inventory")
        for _ in range(2):
            with self.assertRaises(harness.NotStarted) as refused:
                self.start(listen=listen)
            self.assertIn("folder is gone", refused.exception.text)
            self.assertFalse((self.data / "inventory").exists())
        self.restored(self.backups / "good", self.data, "--services", "inventory")
        node = self.start(listen=listen)
        self.check_headquarters(self.connect(node))
        self.assertEqual(node.stop(), 0)
        shutil.rmtree(self.data / "inventory")
        (self.data / "inventory").mkdir()
        node = self.start(listen=listen)
        self.assertEqual(node.stop(), 0)

    def test_a_longer_new_history_is_noticed_too(self):
        node, api, listen = self.settled(3)
        self.make(api, "older")
        self.post(api, 2)
        self.check_headquarters(api)
        self.assertEqual(node.stop(), 0)
        shutil.rmtree(self.data / "inventory")
        self.restored(self.backups / "older", self.data, "--services", "inventory")
        # Inventory alone goes further than headquarters had followed.
        node = self.start("waystation-node", None, "--services", "facility,inventory")
        self.post(self.connect(node), 6)
        self.assertEqual(node.stop(), 0)
        api = self.connect(self.start(listen=listen))
        self.check_headquarters(api)

    def test_refusals_leave_nothing(self):
        node, api, _ = self.settled(2)
        self.make(api, "good")
        self.assertEqual(node.stop(), 0)
        good = self.backups / "good"
        target = self.folder / "target"

        target.mkdir()
        (target / "letter.txt").write_text("mine")
        self.refused_restore(good, target, "empty folder")
        self.assertEqual((target / "letter.txt").read_text(), "mine")
        self.refused_restore(good, self.data, "empty folder")
        self.refused_restore(good, self.data, "empty folder", "--services", "inventory")

        fresh = self.folder / "fresh"
        self.refused_restore(self.folder / "nowhere", fresh, "no manifest")
        self.refused_restore(good / "inventory", fresh, "no manifest")
        for file in sorted((good / "inventory").iterdir()):
            self.refuse_damaged(good, fresh, file)
        bad = self.folder / "bad"
        shutil.copytree(good, bad)
        with open(bad / "manifest", "r+b") as manifest:
            manifest.write(b"waystation backup 2")
        self.refused_restore(bad, fresh, "newer")
        self.restored(good, fresh)

    def refuse_damaged(self, good, fresh, file):
        data = file.read_bytes()
        bad = self.folder / "bad"
        name = f"inventory/{file.name}"
        if data:
            shutil.copytree(good, bad)
            middle = len(data) // 2
            flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
            (bad / name).write_bytes(flipped)
            self.refused_restore(bad, fresh, name)
            shutil.rmtree(bad)
        # Each file missing or cut short: tests/storage/backup_test.cc.
        if file.name == "CURRENT":
            shutil.copytree(good, bad)
            (bad / name).unlink()
            self.refused_restore(bad, fresh, name)
            shutil.rmtree(bad)


class KilledTest(BackupCase):
    """SIGKILL: what is there afterwards is whole, or refused, or gone."""

    def test_in_the_middle_of_a_backup(self):
        node, api, listen = self.settled()
        cut_short = 0
        for number in range(KILLED_BACKUPS):
            partial = self.backups / f"b-{number}.partial"
            whole = self.backups / f"b-{number}"
            api.call(CREATE_BACKUP, {"backupId": f"b-{number}"})
            while not partial.exists() and not whole.exists():
                pass
            # Later and later in it.
            time.sleep(0.01 * number)
            node.kill()
            cut_short += partial.exists()
            if partial.exists():
                self.refused_restore(partial, self.folder / "no", "manifest")
            node = self.start(listen=listen)
            api = self.connect(node)
            self.assertFalse(partial.exists(), "what a crash left is cleared away")
            if whole.exists():
                self.assertIn(f"backups/b-{number}", self.names(api))
            self.make(api, f"b-{number}")
            self.post(api, 1)
        self.assertGreater(cut_short, 0, "no kill hit a backup")
        self.assertEqual(node.stop(), 0)
        for number in range(KILLED_BACKUPS):
            self.restored(self.backups / f"b-{number}", self.folder / f"restored-{number}")

    def test_in_the_middle_of_a_restore(self):
        node, api, _ = self.settled()
        self.make(api, "b")
        want = [entry.SerializeToString() for entry in ledger.read_log(api, "inventory/main")]
        self.assertEqual(node.stop(), 0)
        chance = random.Random(SEED)
        cut_short = 0
        for number in range(KILLED_RESTORES):
            target = self.folder / f"target-{number}"
            cut_short += self.killed_restore(target, number, chance)
            self.restored(self.backups / "b", target)
            self.assertEqual(folders(target), STORES)
            node = self.start(data_dir=target)
            entries = self.check_headquarters(self.connect(node))
            self.assertEqual([entry.SerializeToString() for entry in entries], want)
            self.assertEqual(node.stop(), 0)
            shutil.rmtree(target)
        self.assertGreater(cut_short, KILLED_RESTORES // 2, "too few kills hit a restore")

    def test_a_restore_is_resumed_as_it_was_begun_or_not(self):
        node, api, _ = self.settled()
        self.make(api, "b")
        self.assertEqual(node.stop(), 0)
        for number in range(20):
            target = self.folder / f"part-{number}"
            process = subprocess.Popen(
                self.restore_command(self.backups / "b", target, "--services", "facility"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while not (target / "restoring/compared").exists() and process.poll() is None:
                pass
            process.kill()
            process.wait(WAIT_S)
            if (target / "restoring/compared").exists():
                break
        else:
            self.fail("no kill came between comparing and the end")
        code, said = self.restore(self.backups / "b", target)
        self.assertEqual(code, 1, said)
        self.assertIn("not restored", said)
        self.restored(self.backups / "b", target, "--services", "facility")

    def killed_restore(self, target, number, chance):
        """Kills one when a step can be seen; whether it was still at work."""
        restoring = target / "restoring"
        steps = [restoring, restoring / "headquarters", restoring / "facility"]
        steps += [restoring / "inventory/CURRENT", restoring / "compared"]
        step = steps[number % len(steps)]
        process = subprocess.Popen(
            self.restore_command(self.backups / "b", target),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not step.exists() and process.poll() is None:
            pass
        if number >= len(steps):
            time.sleep(chance.random() * 0.1)
        process.kill()
        process.wait(WAIT_S)
        # Not begun, or ended: asked for again, it begins or says so.
        if not restoring.exists():
            return False
        with self.assertRaises(harness.NotStarted) as refused:
            self.start(data_dir=target)
        self.assertIn("restore was cut short", refused.exception.text)
        self.assertEqual(self.verify(target)[0], 1)
        return True


if __name__ == "__main__":
    unittest.main(verbosity=2)
