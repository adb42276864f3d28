"""Whatever happens to the processes and the disk, a table is right and work goes on.

The faults are real where a test can make them: killed processes, a full disk, folders of another
user.  What only some machines allow is played as well, by calls that fail.
"""

import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import grouptools as gt
from grouptools.disk_cache import ABANDONED
from grouptools.errors import ArgumentError
from grouptools.files import CacheWarning
from grouptools.tables import cache

REQUESTS = [
    ("wigner_3j", {"j1": 1, "j2": 1, "j3": 2}),
    ("wigner_6j", {"l_max": 2}),
    ("spherical_harmonics", {"basis": "complex", "l_max": 3}),
    ("clebsch_gordan", {"basis": "real", "l_max": 3}),
]
KIND, PARAMETERS = REQUESTS[0]

#: What the processes of these tests begin with: `requests`, and all that is imported on demand.
PREAMBLE = f"""
import json, os, random, resource, signal, sys, time, warnings
from pathlib import Path
import platformdirs
import grouptools as gt
from grouptools.tables import cache
requests = {REQUESTS!r}
derived = [gt.table(kind, cache=False, **parameters) for kind, parameters in requests]
digests = [table.digest for table in derived]

def asked_for(times=1):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = [gt.table(k, **p).digest for _ in range(times) for k, p in requests]
    messages = [str(warning.message) for warning in caught]
    return {{"right": found == digests * times, "warnings": messages}}
"""


def answer(process):
    """What a script printed as JSON."""
    assert process.returncode == 0, process.stderr
    assert process.stderr == ""
    return json.loads(process.stdout)


def ask(times=1):
    """Ask for all tables; return the texts of the warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for kind, parameters in REQUESTS * times:
            found = gt.table(kind, **parameters)
            assert found == gt.table(kind, cache=False, **parameters)
    assert all(issubclass(warning.category, CacheWarning) for warning in caught)
    return [str(warning.message) for warning in caught]


# Processes

KILLED = """
import pathlib
requests.append(("wigner_D", {"basis": "complex", "l_max": 5}))  # 300 kB
derived.append(gt.table("wigner_D", cache=False, basis="complex", l_max=5))
digests.append(derived[-1].digest)
chance = random.Random(7)

def opened(path, mode="r", right=pathlib.Path.open, **options):
    stream = right(path, mode, **options)
    return SlowDisk(stream) if "w" in mode else stream

class SlowDisk:  # most processes are killed in the middle of a file
    def __init__(self, stream):
        self.stream = stream
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.stream.close()
    def write(self, content):
        for start in range(0, len(content), 4096):
            self.stream.write(content[start:start + 4096])
            self.stream.flush()
            time.sleep(1e-4)

whole = 0
for _ in range(50):
    child = os.fork()
    if not child:
        pathlib.Path.open = opened
        while True:
            for table in reversed(derived):
                cache.store(table)
                if chance.random() < 0.3:
                    cache.file_of(table.kind, table.parameters).unlink(missing_ok=True)
    time.sleep(chance.uniform(0, 0.05))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for file in cache.cached_files():
        assert cache.read(file).digest in digests
        whole += 1
    for request, table in zip(requests, derived):
        assert cache.load(*request) in (None, table)
partial = [path for path in cache.CACHE.folder.iterdir() if path.name.endswith(".partial")]
print(json.dumps({"whole": whole, "partial": len(partial), **asked_for()}))
"""


def test_a_process_killed_at_any_moment_leaves_no_wrong_file(cache_folder, run_python):
    found = answer(run_python(PREAMBLE + KILLED))
    assert found["whole"] > 50
    assert found["partial"] > 0, "no process was killed while it wrote: the test shows nothing"
    assert found["right"]
    assert found["warnings"] == []


def test_what_killed_processes_left_is_swept_when_it_is_old(cache_folder):
    ask()
    file = cache.cached_files()[0]
    left = [cache_folder / f"{file.name}.{pid}-0123abcd.partial" for pid in (1, 2)]
    foreign = cache_folder / "film.partial"
    for path in (*left, foreign):
        path.write_bytes(b"half a table")
    an_hour_and_more_ago = time.time() - ABANDONED - 60
    for path in (left[0], foreign):
        os.utime(path, (an_hour_and_more_ago, an_hour_and_more_ago))
    file.unlink()
    assert ask() == []
    assert [path.exists() for path in (*left, foreign)] == [False, True, True]


EIGHT = """
disturb = sys.argv[1:] == ["disturb"]
warnings.simplefilter("error")
gate, opened = os.pipe()
out, into = os.pipe()
children = []
for number in range(8):
    child = os.fork()
    if child:
        children.append(child)
        continue
    os.close(opened)
    os.read(gate, 1)
    try:
        for _ in range(20 if disturb else 1):
            found = [gt.table(k, **p).digest for k, p in requests]
            cache.cached_files()
            if disturb and number % 2:
                cache.CACHE.clear()
            if found != digests:
                raise ValueError(found)
    except BaseException as error:
        os.write(into, f"{error!r}; ".encode())
    os._exit(0)
os.close(opened)
os.close(into)
for child in children:
    os.waitpid(child, 0)
errors = os.read(out, 10_000).decode()
left = sorted(path.name for path in cache.CACHE.folder.iterdir())
whole = [cache.read(file).digest for file in cache.cached_files()]
print(json.dumps({"errors": errors, "left": left, "whole": whole, "digests": digests}))
"""


def test_eight_processes_derive_the_same_at_once(cache_folder, run_python):
    found = answer(run_python(PREAMBLE + EIGHT))
    assert found["errors"] == ""
    assert sorted(found["whole"]) == sorted(found["digests"])
    assert found["left"] == sorted(cache.file_of(*request).name for request in REQUESTS)


def test_eight_processes_go_on_while_others_clear_the_folder(cache_folder, run_python):
    found = answer(run_python(PREAMBLE + EIGHT, "disturb"))
    assert found["errors"] == ""
    assert set(found["whole"]) <= set(found["digests"])
    assert not any(name.endswith(".partial") for name in found["left"])


def test_threads_share_a_folder_too(cache_folder):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: gt.table(KIND, **PARAMETERS), range(32)))
    assert len(set(found)) == 1
    assert [file.name for file in cache_folder.iterdir()] == [
        cache.file_of(KIND, found[0].parameters).name
    ]


# Calls that fail


@pytest.mark.parametrize("code", ["EACCES", "EROFS", "ENOSPC", "EDQUOT", "EIO", "ESTALE"])
@pytest.mark.parametrize("call", ["open", "write", "replace", "mkdir"])
def test_a_folder_that_cannot_be_written_costs_one_warning(cache_folder, monkeypatch, call, code):
    number = getattr(errno, code)
    right = Path.open

    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    class FullStream:
        def __init__(self, stream):
            self.stream = stream

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.stream.close()

        def write(self, content):
            self.stream.write(content[:100])
            refuse()

    def opened(path, mode="r", **options):
        if "w" not in mode:
            return right(path, mode, **options)
        return refuse() if call == "open" else FullStream(right(path, mode, **options))

    if call in {"open", "write"}:
        monkeypatch.setattr(Path, "open", opened)
    else:
        monkeypatch.setattr(Path, call, refuse)
    messages = ask(times=2)
    complaint = (
        f"the cache in {cache_folder} cannot be written ({os.strerror(number)}): tables will be "
        f"derived anew each time; set GROUPTOOLS_CACHE to a folder that can be written"
    )
    assert messages == [complaint]
    assert list(cache_folder.iterdir()) == []


@pytest.mark.parametrize("code", ["EACCES", "EIO", "ESTALE", "ENOMEM"])
def test_a_folder_that_cannot_be_read_costs_one_warning(cache_folder, monkeypatch, code):
    ask()
    number = getattr(errno, code)

    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert ask(times=2) == [
        f"the cache in {cache_folder} cannot be read ({os.strerror(number)}): deriving anew"
    ]


def test_an_interrupt_leaves_nothing_half_written(cache_folder, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        gt.table(KIND, **PARAMETERS)
    assert list(cache_folder.iterdir()) == []


# Folders of another user, for which a process must not be root

UNPRIVILEGED = """
place, what = cache.CACHE.folder, sys.argv[1]
if what == "read-only":
    place.chmod(0o555)
elif what == "no entry":
    place.chmod(0o000)
elif what == "no search":
    asked_for()
    place.chmod(0o644)
elif what == "unreadable file":
    asked_for()
    place.chmod(0o777)
    cache.file_of(*requests[0]).chmod(0o000)
elif what == "read-only but full":
    asked_for()
    place.chmod(0o555)
elif what == "cannot be made":
    place.chmod(0o555)
    os.environ["GROUPTOOLS_CACHE"] = str(place / "one" / "two")
if os.getuid() == 0:
    try:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    except PermissionError:  # a root without the privileges of one
        pass
print(json.dumps(asked_for(2)))
"""


@pytest.mark.parametrize(
    ("what", "complaint"),
    [
        ("read-only", "cannot be written (Permission denied)"),
        ("no entry", "cannot be read (Permission denied)"),
        ("no search", "cannot be read (Permission denied)"),
        ("cannot be made", "cannot be written (Permission denied)"),
        ("unreadable file", "cannot be read (Permission denied)"),
        ("read-only but full", None),
    ],
)
def test_folders_of_another_user(run_python, what, complaint):
    place = Path(tempfile.mkdtemp(dir="/tmp"))  # pytest's are for their owner only
    place.chmod(0o755)
    try:
        found = answer(run_python(PREAMBLE + UNPRIVILEGED, what, GROUPTOOLS_CACHE=str(place)))
    finally:
        place.chmod(0o755)
        shutil.rmtree(place)
    assert found["right"]
    assert len(found["warnings"]) == (complaint is not None)
    assert all(complaint in message for message in found["warnings"])


# A disk that is full

FULL = """
if sys.argv[1] == "limit":  # no file of this process may grow beyond 2000 bytes
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
found = asked_for(2)
files = [cache.read(file).digest in digests for file in cache.cached_files()]
names = [path.name for path in cache.CACHE.folder.iterdir()]
print(json.dumps({"files": files, "names": names, **found}))
"""


def test_a_file_that_may_not_grow(cache_folder, run_python):
    found = answer(run_python(PREAMBLE + FULL, "limit"))
    assert found["right"]
    assert len(found["warnings"]) == 1
    assert "cannot be written (File too large)" in found["warnings"][0]
    assert found["files"] == [True]
    assert len(found["names"]) == 1


def test_a_full_disk(cache_folder):
    """A file system of 16 kB, mounted where only this process and its child see it."""
    inside = 'mount -t tmpfs -o size=16k none "$0" && exec "$@"'
    command = ["unshare", "--mount", "sh", "-c", inside, str(cache_folder)]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("this machine lets us mount nothing; test_a_file_that_may_not_grow is alike")
    root = str(Path(__file__).resolve().parents[2])
    process = subprocess.run(
        [*command, sys.executable, "-c", PREAMBLE + FULL, "disk"],
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    found = answer(process)
    assert found["right"]
    assert len(found["warnings"]) == 1
    assert "cannot be written (No space left on device)" in found["warnings"][0]
    assert found["files"]
    assert all(found["files"])
    assert len(found["names"]) == len(found["files"])


# Something else where the folder or a file should be


def test_a_missing_folder_is_made(cache_folder, monkeypatch):
    deep = cache_folder / "a" / "b"
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(deep))
    assert ask() == []
    assert len(cache.cached_files()) == len(REQUESTS)


@pytest.mark.parametrize("inside", ["", "folder"])
def test_a_file_in_the_place_of_the_folder(tmp_path, cache_folder, monkeypatch, inside):
    file = tmp_path / "file"
    file.write_text("mine")
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(file / inside))
    assert ask(times=2) == [
        f"the cache in {file / inside} cannot be read (Not a directory): deriving anew"
    ]
    assert file.read_text() == "mine"


def test_a_name_that_is_too_long(cache_folder, monkeypatch):
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(cache_folder / ("x" * 300)))
    messages = ask(times=2)
    assert len(messages) == 1
    assert "cannot be read (File name too long)" in messages[0]


@pytest.fixture
def no_hang():
    """A reader that waits for a pipe fails after some seconds."""

    def give_up(*_):
        raise TimeoutError("it waits for ever")

    old = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, old)


def put_socket(file):
    """Bound from its folder: the whole path may be too long for a socket."""
    back = Path.cwd()
    os.chdir(file.parent)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        Path("s").rename(file.name)
    os.chdir(back)


@pytest.mark.parametrize(
    ("put", "complaint", "mended"),
    [
        (Path.mkdir, "it is no regular file", False),
        (lambda file: (file / "mine").mkdir(parents=True), "it is no regular file", False),
        (os.mkfifo, "it is no regular file", True),
        (put_socket, "it is no regular file", True),
        (lambda file: file.symlink_to("/dev/zero"), "it is no regular file", True),
        (lambda file: file.symlink_to(file.name), "Too many levels of symbolic links", True),
        (lambda file: file.symlink_to("nowhere"), None, True),
        (Path.touch, "its content does not match its checksum", True),
    ],
    ids=["folder", "full folder", "pipe", "socket", "device", "loop", "dangling", "empty"],
)
def test_something_else_in_the_place_of_a_file(cache_folder, no_hang, put, complaint, mended):
    right = gt.table(KIND, cache=False, **PARAMETERS)
    file = cache.file_of(KIND, right.parameters)
    put(file)
    messages = ask()
    assert [complaint in message for message in messages] == [True] * (complaint is not None)
    assert ask() == []
    assert (file.is_file() and not file.is_symlink()) == mended
    if mended:
        assert cache.read(file) == right
    cache.CACHE.clear()
    assert file.exists() != mended


# No home


@pytest.fixture
def nobody(monkeypatch):
    """A user without a home, unknown to the machine, as in many containers."""

    def unknown(uid):
        raise KeyError(uid)

    for name in ("HOME", "XDG_CACHE_HOME", "GROUPTOOLS_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)


def test_without_a_home_tables_are_derived_with_one_warning(
    cache_folder, nobody, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.rglob("*"))
    complaint = (
        "no tables are kept, they are derived anew: there is no home folder for the cache to be "
        "in: set GROUPTOOLS_CACHE to a folder that can be written"
    )
    assert ask(times=2) == [complaint]
    assert set(tmp_path.rglob("*")) == before
    with pytest.raises(ArgumentError, match="there is no home folder for the cache"):
        cache.cached_files()


def test_without_a_home_the_variable_is_enough(cache_folder, nobody, monkeypatch):
    monkeypatch.setenv("GROUPTOOLS_CACHE", str(cache_folder))
    assert ask() == []
    monkeypatch.setenv("GROUPTOOLS_CACHE", "~/cache")
    assert len(ask()) == 1
