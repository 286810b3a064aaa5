"""Ending with the process that started this one, however that ended."""

import os
import threading
from time import sleep

PARENT = "LOISTE_PARENT"  # process id of `loiste serve`
LOOK = 0.5  # seconds


def follow_parent() -> None:
    """From now on this process ends, at once, when the one that LOISTE_PARENT names is gone. Else does nothing."""
    parent = os.environ.get(PARENT, "")
    if parent.isdigit():
        threading.Thread(target=watch, args=(int(parent),), daemon=True).start()


def watch(parent: int) -> None:
    while alive(parent):
        sleep(LOOK)
    os._exit(1)  # whatever was under way is as safe as after a power cut


def alive(process: int) -> bool:
    """Whether the process is there and is not a dead one that nobody has buried."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return there(process)


def there(process: int) -> bool:
    """The same where there is no /proc."""
    if os.path.isdir("/proc/self"):
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
