# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of the benchmark's own, as ./test starts one: a temporary folder, every commit on disk; asked over its Unix socket."""
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Postgres:
    def __init__(self):
        self.url = self.folder = ''

    def _shell(self, script):
        done = subprocess.run(['bash', '-c', f'. tools/setup/steps.sh; . tools/setup/postgres.sh; {script}'], cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f'PostgreSQL: {done.stderr.strip()[-300:]}')
        return done.stdout.split()

    def __enter__(self):
        *_, self.url, self.folder = self._shell('start_postgres && echo "$postgres_socket" "$postgres_folder"')
        return self

    def __exit__(self, *_):
        self._shell(f'postgres_folder={self.folder}; stop_postgres')
