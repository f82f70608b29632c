"""Reads a log over the wire and folds it, knowing nothing but the published contracts: the grammar
of a group (storage/group.h) and the events of inventory."""

import hashlib
import struct

import harness
import region

_HEAD = struct.Struct(">Bqq32sI")


class Group:
    """One group; raises AssertionError when its bytes contradict its digest."""

    def __init__(self, data):
        fixed = _HEAD.unpack_from(data)
        form, self.first_revision, self.record_time_us, self.previous, count = fixed
        assert form == 1, f"format {form}"
        self.digest = data[-32:]
        self.last_revision = self.first_revision + count - 1
        assert hashlib.sha256(data[:-32]).digest() == self.digest, "digest"
        entry_type = harness.schema().message("waystation.common.v1.LogEntry")
        self.entries = []
        offset = _HEAD.size
        for _ in range(count):
            (size,) = struct.unpack_from(">I", data, offset)
            offset += 4
            self.entries.append(entry_type.FromString(data[offset : offset + size]))
            offset += size
        assert offset == len(data) - 32, "trailing bytes"


def read_groups(api, log):
    """Every group up to the head, the chain of digests checked."""
    last = 0
    previous = bytes(32)
    call = api.stream(region.FOLLOW, {"log": log}, timeout=60)
    try:
        for answer in call:
            if answer.WhichOneof("message") == "progress":
                if answer.progress.head.revision <= last:
                    assert answer.progress.head.digest == previous or not last
                    return
                continue
            group = Group(answer.group)
            assert group.previous == previous, "the chain of digests is broken"
            assert group.first_revision == last + 1, "a gap in the revisions"
            previous = group.digest
            last = group.last_revision
            yield group
    finally:
        call.cancel()
    raise AssertionError("the stream ended before its progress")


def read_log(api, log):
    """Every entry up to the head, the chain of digests checked."""
    return [entry for group in read_groups(api, log) for entry in group.entries]


def fold_stock(entries):
    """{(facility, item): base units} by adding up every leg of every posted movement, damaged stock apart."""
    event_type = harness.schema().message("waystation.inventory.v1.Event")
    position = harness.schema().pool.FindEnumTypeByName(
        "waystation.inventory.v1.AccountKind"
    ).values_by_name["ACCOUNT_KIND_POSITION"].number
    damaged = harness.schema().pool.FindEnumTypeByName(
        "waystation.inventory.v1.Condition"
    ).values_by_name["CONDITION_DAMAGED"].number

    def holds(account):
        return account.kind == position and account.condition != damaged

    stock = {}
    for entry in entries:
        for data in entry.events:
            event = event_type.FromString(data)
            if event.WhichOneof("event") != "movement_posted":
                continue
            for leg in event.movement_posted.movement.legs:
                key = (entry.scope, leg.item)
                stock.setdefault(key, 0)
                stock[key] += leg.quantity * holds(leg.to)
                stock[key] -= leg.quantity * holds(getattr(leg, "from"))
    return stock


def pages(api, path, request, field):
    """All results of a list method, page after page."""
    token = ""
    while True:
        answer = api.call(path, {**request, "pageSize": 100, "pageToken": token})
        yield from getattr(answer, field)
        token = answer.next_page_token
        if not token:
            return
