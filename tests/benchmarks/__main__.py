"""`make bench`: what the main job costs on this machine, as a table. Nothing here is asserted.

`python -m tests.benchmarks renders gates` measures these sections alone.
"""

import os
import sys
import tempfile


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="likeness-bench-") as home:
        os.environ.update(LIKENESS_HOME=home, LIKENESS_LOG_LEVEL="ERROR", OMP_NUM_THREADS="1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portraits.settings")
        import django

        django.setup()
        from tests.benchmarks.run import run

        run(sys.argv[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
