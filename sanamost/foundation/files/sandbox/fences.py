"""What the child gives up before it looks at a stranger's bytes.

Everywhere: memory, processor time, file size, open files, core dumps (rlimits). On Linux besides: a
network namespace of its own where the kernel allows it, and a seccomp filter after which every
system call but the few of plain computing fails with EPERM: no file can be opened, no socket made,
no program or process started. Structures: linux/seccomp.h, linux/filter.h, linux/audit.h.
"""

import contextlib
import ctypes
import platform
import resource
import sys

MEMORY_BYTES = 256 * 1024 * 1024
ADDRESS_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 5
OUTPUT_BYTES = 32 * 1024 * 1024
OPEN_FILES = 24

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, REFUSE_EPERM, KILL = 0x7FFF0000, 0x00050001, 0x80000000
LOAD_WORD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ARCHITECTURE_OFFSET, NUMBER_OFFSET = 4, 0

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""The machine's column in COMPUTING, and its AUDIT_ARCH number."""

COMPUTING = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "lseek": (8, 62),
    "pread64": (17, 67),
    "fcntl": (72, 25),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "clock_gettime": (228, 113),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "getrandom": (318, 278),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
"""System calls by name: x86-64 and 64-bit ARM. None of them opens, connects or starts anything."""


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.POINTER(_Instruction)))


def limit_resources(*, cpu_seconds: int = CPU_SECONDS, output_bytes: int = OUTPUT_BYTES) -> None:
    """Cap what the process may take; a parser that wants more fails or is killed."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_DATA, MEMORY_BYTES),
        (resource.RLIMIT_AS, ADDRESS_BYTES),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows some of them by name only
            resource.setrlimit(what, (most, most))


def leave_network() -> bool:
    """Step into a network namespace with no way out; False where the kernel does not allow it."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def only_compute() -> bool:
    """Give up every system call but those of plain computing; False where that cannot be had."""
    known = MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    column, architecture = known
    numbers = [of_machine[column] for of_machine in COMPUTING.values()]
    steps = [
        _Instruction(LOAD_WORD, 0, 0, ARCHITECTURE_OFFSET),
        _Instruction(JUMP_IF_EQUAL, 1, 0, architecture),
        _Instruction(RETURN, 0, 0, KILL),
        _Instruction(LOAD_WORD, 0, 0, NUMBER_OFFSET),
        *(
            _Instruction(JUMP_IF_EQUAL, len(numbers) - place, 0, number)
            for place, number in enumerate(numbers)
        ),
        _Instruction(RETURN, 0, 0, REFUSE_EPERM),
        _Instruction(RETURN, 0, 0, ALLOW),
    ]
    code = (_Instruction * len(steps))(*steps)
    program = _Program(len(steps), code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program)) == 0)
