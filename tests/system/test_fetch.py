"""Fetch: a file that is whole and right or as it was, from a hub that cuts, stalls, lies or moves."""

import errno
import hashlib
import os
import shutil

import pytest

from builder.base.errors import Busy, NetworkError, OutputError
from builder.system import fetch as fetching
from builder.system.fetch import Remote, fetch, fetch_bytes, is_whole
from builder.system.http import Limits, ServiceRefused
from builder.testing.hub import HubFault, stub_hub

DATA = bytes(range(256)) * 2_000
NAME = "en/voice.onnx"


@pytest.fixture
def hub(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with stub_hub() as hub:
        hub.files[NAME] = DATA
        yield hub


def remote(hub, path=NAME, data=DATA):
    return Remote(address=f"{hub.address}/{path}", size_bytes=len(data), md5=hashlib.md5(data).hexdigest())


def get(hub, path, waits=None, *, tell=lambda done: None, file=None, **limits):
    waits = waits if waits is not None else []
    fetch(file or remote(hub), path, service="hub", limits=Limits(**limits), tell=tell, sleep=waits.append)


def part(path):
    return path.with_name(f"{path.name}.part")


def test_a_file_is_fetched_into_a_new_folder(hub, tmp_path):
    path = tmp_path / "new" / "voice.onnx"
    told = []

    get(hub, path, tell=told.append)

    assert path.read_bytes() == DATA
    assert told == sorted(told)
    assert told[-1] == len(DATA)
    assert not part(path).exists()


def test_a_cut_connection_is_taken_up_where_it_broke_off(hub, tmp_path):
    hub.faults[NAME] = [HubFault(cut=200_000), HubFault(cut=100_000)]
    waits = []

    get(hub, tmp_path / "voice", waits)

    assert (tmp_path / "voice").read_bytes() == DATA
    assert [asked for _, asked in hub.asked] == [None, "bytes=312000-", "bytes=412000-"]
    assert waits == [1.0, 1.0]


def test_an_interrupted_fetch_is_taken_up_by_the_next_run(hub, tmp_path):
    path = tmp_path / "voice"

    def interrupt(done):
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(hub, path, tell=interrupt)
    had = part(path).stat().st_size
    get(hub, path)

    assert path.read_bytes() == DATA
    assert had > 100_000
    assert hub.asked[-1] == (NAME, f"bytes={had}-")


def test_a_hub_that_gives_the_whole_file_again_is_taken_at_its_word(hub, tmp_path):
    hub.ranges = False
    hub.faults[NAME] = [HubFault(cut=200_000)]

    get(hub, tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == DATA


def test_what_was_there_is_not_asked_for_again(hub, tmp_path):
    part(tmp_path / "voice").write_bytes(DATA)

    get(hub, tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == DATA
    assert hub.asked == []


def test_more_than_there_should_be_is_begun_anew(hub, tmp_path):
    part(tmp_path / "voice").write_bytes(DATA + b"more")

    get(hub, tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == DATA
    assert hub.asked == [(NAME, None)]


def test_a_hub_without_bytes_where_ours_end_is_asked_from_the_start(hub, tmp_path):
    hub.faults[NAME] = [HubFault(status=416)]
    part(tmp_path / "voice").write_bytes(b"old")

    get(hub, tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == DATA
    assert [asked for _, asked in hub.asked] == ["bytes=3-", None]


def test_another_file_is_removed_and_told(hub, tmp_path):
    path = tmp_path / "voice"
    path.write_bytes(b"the voice of before")
    hub.faults[NAME] = [HubFault(change=DATA[:-1] + b"!")]

    with pytest.raises(NetworkError, match=r"has MD5 .*, expected .*; what came was removed"):
        get(hub, path)

    assert path.read_bytes() == b"the voice of before"
    assert not part(path).exists()


def test_the_rest_of_another_file_is_never_kept(hub, tmp_path):
    part(tmp_path / "voice").write_bytes(b"x" * 1_000)

    with pytest.raises(NetworkError, match="what came was removed"):
        get(hub, tmp_path / "voice")

    assert list(tmp_path.iterdir()) == []


def test_a_file_longer_than_announced_is_cut_off(hub, tmp_path):
    hub.faults[NAME] = [HubFault(change=DATA + b"more")]

    with pytest.raises(NetworkError, match="is longer than the 512000 bytes announced"):
        get(hub, tmp_path / "voice")

    assert not (tmp_path / "voice").exists()


def test_a_file_shorter_than_announced_is_asked_for_again_and_given_up(hub, tmp_path):
    hub.faults[NAME] = [HubFault(change=DATA[:1_000])] * 9
    hub.ranges = False

    with pytest.raises(NetworkError, match="ended 511000 bytes too early"):
        get(hub, tmp_path / "voice")

    assert len(hub.asked) == 4


def test_a_part_that_was_not_asked_for_is_refused(hub, tmp_path):
    part(tmp_path / "voice").write_bytes(DATA[:1_000])
    hub.faults[NAME] = [HubFault(shift=10)]

    with pytest.raises(NetworkError, match="asked for bytes from 1000 on and sent others"):
        get(hub, tmp_path / "voice")


def test_a_file_that_is_not_there_is_told_with_its_status(hub, tmp_path):
    with pytest.raises(ServiceRefused, match="status 404 for http://127") as caught:
        get(hub, tmp_path / "voice", file=remote(hub, "no/such"))

    assert caught.value.status == 404
    assert len(hub.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_refusal_that_may_pass_is_waited_out(hub, tmp_path, status):
    hub.faults[NAME] = [HubFault(status=status, headers={"Retry-After": "7"})]
    waits = []

    get(hub, tmp_path / "voice", waits)

    assert waits == [7.0]
    assert (tmp_path / "voice").read_bytes() == DATA


def test_a_hub_that_stays_away_is_given_up_and_what_came_is_kept(hub, tmp_path):
    hub.faults[NAME] = [HubFault(cut=511_000), *[HubFault(status=503)] * 9]
    waits = []

    with pytest.raises(ServiceRefused, match="status 503"):
        get(hub, tmp_path / "voice", waits)

    assert waits == [1.0, 2.0, 4.0]
    assert part(tmp_path / "voice").stat().st_size == 1_000


def test_silence_has_an_end(hub, tmp_path):
    hub.faults[NAME] = [HubFault(cut=1_000, silent_s=60.0)]

    get(hub, tmp_path / "voice", timeout_s=0.2)

    assert (tmp_path / "voice").read_bytes() == DATA
    assert hub.asked[-1] == (NAME, "bytes=511000-")


def test_a_trickle_is_cut(hub, tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "_BLOCK_BYTES", 100)
    clock = iter(range(0, 10**6, 61)).__next__

    with pytest.raises(NetworkError, match="sent 100 bytes in 60 s, which is too slow"):
        fetch(remote(hub), tmp_path / "voice", service="hub", sleep=lambda s: None, clock=clock)


def test_nothing_is_reached_where_nothing_is(tmp_path, hub):
    address = hub.address
    hub.shutdown()
    hub.server_close()
    gone = Remote(address=f"{address}/voice", size_bytes=1, md5="0")

    with pytest.raises(NetworkError, match="cannot be reached"):
        get(hub, tmp_path / "voice", file=gone)


def test_this_machine_may_send_us_on_to_itself(hub, tmp_path):
    hub.faults[NAME] = [HubFault(status=302, headers={"Location": "/moved/voice?signed=1"})]
    hub.files["moved/voice?signed=1"] = DATA
    part(tmp_path / "voice").write_bytes(DATA[:1_000])

    get(hub, tmp_path / "voice")

    assert (tmp_path / "voice").read_bytes() == DATA
    assert hub.asked == [(NAME, "bytes=1000-"), ("moved/voice?signed=1", "bytes=1000-")]


@pytest.mark.parametrize("target", ["http://voices.example.org/voice", "ftp://127.0.0.1/voice"])
def test_nobody_sends_us_on_to_what_is_not_secure(hub, tmp_path, target):
    hub.faults[NAME] = [HubFault(status=302, headers={"Location": target})]

    with pytest.raises(NetworkError, match="expected https"):
        get(hub, tmp_path / "voice")


def test_nobody_sends_us_on_to_a_file_of_this_machine(hub, tmp_path):
    hub.faults[NAME] = [HubFault(status=302, headers={"Location": "file:///etc/hostname"})]

    with pytest.raises(ServiceRefused, match="status 302"):
        get(hub, tmp_path / "voice")


def test_sending_us_round_and_round_has_an_end(hub, tmp_path):
    hub.faults[NAME] = [HubFault(status=302, headers={"Location": f"/{NAME}"})] * 99

    with pytest.raises(ServiceRefused, match="status 302"):
        get(hub, tmp_path / "voice")


def test_too_little_space_is_told_before_anything_is_fetched(hub, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 100))

    with pytest.raises(OutputError) as caught:
        get(hub, tmp_path / "voice")

    assert caught.value.hint == "free space there, then run again"
    assert hub.asked == []


def test_a_disk_that_fills_up_keeps_what_came(hub, tmp_path):
    def fill_up(done):
        if done > 100_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match="No space left") as caught:
        get(hub, tmp_path / "voice", tell=fill_up)

    assert caught.value.where.endswith("voice.part")
    assert part(tmp_path / "voice").stat().st_size > 100_000


def test_two_fetches_of_one_file_do_not_meet(hub, tmp_path):
    met = []

    def again(done):
        with pytest.raises(Busy):
            get(hub, tmp_path / "voice")
        met.append(done)

    get(hub, tmp_path / "voice", tell=again)

    assert met
    assert (tmp_path / "voice").read_bytes() == DATA


def test_bytes_are_fetched_and_asked_for_again(hub):
    hub.faults[NAME] = [HubFault(cut=10), HubFault(status=500)]

    found = fetch_bytes(f"{hub.address}/{NAME}", service="hub", sleep=lambda s: None)

    assert found == DATA


def test_too_many_bytes_are_refused(hub):
    with pytest.raises(NetworkError, match="is longer than 1000 bytes"):
        fetch_bytes(f"{hub.address}/{NAME}", service="hub", limits=Limits(most_bytes=1_000))


def test_a_file_is_whole_when_it_is_the_remote_one(hub, tmp_path):
    path = tmp_path / "voice"
    path.write_bytes(DATA)
    (tmp_path / "other").write_bytes(DATA[:-1] + b"!")

    assert is_whole(path, remote(hub))
    assert not is_whole(tmp_path / "other", remote(hub))
    assert not is_whole(tmp_path / "missing", remote(hub))
