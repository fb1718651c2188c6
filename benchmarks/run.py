#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures Charta as its users meet it: the real server, durable writes, the token checked, the ledger written.

    python3 benchmarks/run.py [--quick] [--release] [--out docs/benchmarks.md] [NAME…]

Each figure stands beside what must hold, what is aimed at, and a limit measured in the same run (bare HTTP on the same server, rows alone in the
same SQLite). Needs wrk. The load generator shares the machine's cores with the server, and the figures include that.
"""
import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tests', 'support'))
sys.path.insert(0, os.path.join(HERE, 'http'))
import hospital as h  # noqa: E402
import synthetic  # noqa: E402

ROWS = []


def note(name, value, unit, least='', aim='', limit='', detail=''):
    ROWS.append((name, value, unit, least, aim, limit, detail))
    print(f'{name:<58} {value:>12} {unit:<12} at least {least or "-":<8} aim {aim or "-":<8} {detail}', flush=True)


def wrk(server, token, script, connections, seconds, **environment):
    """(requests a second, p99 in ms, share of errors)"""
    env = {**os.environ, 'CHARTA_TOKEN': token, **environment}
    done = subprocess.run(['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--latency', '-s', os.path.join(HERE, 'http', script), server.url('/')],
                          env=env, capture_output=True, text=True)
    rate = float(re.search(r'Requests/sec:\s+([\d.]+)', done.stdout).group(1))
    tail = re.search(r'99%\s+([\d.]+)(us|ms|s)', done.stdout)
    p99 = float(tail.group(1)) * {'us': 0.001, 'ms': 1, 's': 1000}[tail.group(2)]
    refused = re.search(r'Non-2xx or 3xx responses: (\d+)', done.stdout)
    total = int(re.search(r'(\d+) requests in', done.stdout).group(1))
    return rate, p99, int(refused.group(1)) / max(1, total) if refused else 0.0


def median_of(times, measure):
    runs = [measure() for _ in range(times)]
    runs.sort(key=lambda run: run[0])
    return runs[len(runs) // 2]


def lines_file(folder, name, lines):
    path = os.path.join(folder, name)
    with open(path, 'w') as file:
        file.write('\n'.join(lines) + '\n')
    return path


def resident_mb(process):
    with open(f'/proc/{process.pid}/statm') as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGESIZE') / 1e6


def size_mb(folder):
    total = 0
    for path, _, files in os.walk(folder):
        total += sum(os.path.getsize(os.path.join(path, name)) for name in files if not name.endswith(('.log', '.txt')))
    return total / 1e6


class Bench:
    def __init__(self, quick):
        self.quick = quick
        self.seconds, self.times = (2, 1) if quick else (4, 3)
        self.folder = h.Folder()
        self.token = h.program_token(self.folder.path)
        self.server = h.Server(self.folder.path).start()
        self.api = h.Client(self.server, self.token)

    def fill(self, bundles):
        dice = synthetic.dice()
        began = time.time()
        for number in range(bundles):
            answer = self.api.post('/fhir', synthetic.bundle(dice, number), expect=200)
            assert answer['type'] == 'transaction-response'
        return time.time() - began

    def load(self, *words, **environment):
        rate, p99, errors = median_of(self.times, lambda: wrk(self.server, self.token, *words, self.seconds, **environment))
        assert errors == 0, f'{errors:.1%} of the answers were errors'
        return rate, p99

    def patients(self):
        found, path = [], '/fhir/Patient?_count=200&_elements=id'
        while path and len(found) < 2000:
            page = self.api.get(path)
            found += [entry['resource'] for entry in page.get('entry', []) if entry['resource']['resourceType'] == 'Patient']
            following = [link['url'] for link in page['link'] if link['relation'] == 'next']
            path = following[0][following[0].index('/fhir'):] if following else None
        return found

    def reads(self):
        rate, p99 = self.load('read.lua', 32, CHARTA_PATHS=lines_file(self.folder.path, 'live.txt', ['/health/live']))
        note('limit: bare HTTP, 32 connections', f'{rate:,.0f}', 'requests/s', detail=f'p99 {p99:.1f} ms')
        bare = rate
        ids = [patient['id'] for patient in self.patients()]
        rate, p99 = self.load('read.lua', 32, CHARTA_PATHS=lines_file(self.folder.path, 'ids.txt', [f'/fhir/Patient/{i}' for i in ids]))
        note('read by id, 32 connections', f'{rate:,.0f}', '/s', '12,500', '45,000', f'{rate / bare:.0%}', f'p99 {p99:.1f} ms')
        names = sorted({(family[:5], given[:3]) for family in synthetic.FAMILIES for given in synthetic.GIVEN})
        rate, p99 = self.load('read.lua', 32, CHARTA_PATHS=lines_file(self.folder.path, 'names.txt', [f'/fhir/Patient?family={f}&given={g}&_count=10' for f, g in names]))
        note('Patient?family=&given=, 32 connections', f'{rate:,.0f}', '/s', '3,400', '10,000', f'{rate / bare:.0%}', f'p99 {p99:.1f} ms')
        rate, p99 = self.load('read.lua', 32, CHARTA_PATHS=lines_file(self.folder.path, 'name.txt', [f'/fhir/Patient?name={f}&_count=10' for f, _ in names]))
        note('Patient?name=, 32 connections', f'{rate:,.0f}', '/s', '3,400', '10,000', f'{rate / bare:.0%}', f'p99 {p99:.1f} ms')
        codes = [code for code, _ in synthetic.CODES]
        paths = [f'/fhir/Observation?patient={i}&code=http://loinc.org|{codes[n % len(codes)]}&_count=20' for n, i in enumerate(ids)]
        rate, p99 = self.load('read.lua', 32, CHARTA_PATHS=lines_file(self.folder.path, 'obs.txt', paths))
        note('Observation?patient=&code=, 32 connections', f'{rate:,.0f}', '/s', '7,500', '18,000', f'{rate / bare:.0%}', f'p99 {p99:.1f} ms')

    def creates(self):
        dice = synthetic.dice(11)
        subject = 'Patient/' + self.patients()[0]['id']
        bodies = lines_file(self.folder.path, 'bodies.txt', [synthetic.compact(synthetic.observation(dice, subject)) for _ in range(500)])
        for connections, least, aim in ((1, '900', '2,200'), (32, '2,600', '6,500')):
            rate, p99 = self.load('post.lua', connections, CHARTA_BODIES=bodies, CHARTA_PATH='/fhir/Observation')
            note(f'create, 1.5 KB, {connections} connection(s)', f'{rate:,.0f}', '/s', least, aim, detail=f'p99 {p99:.1f} ms')
        bundles = lines_file(self.folder.path, 'bundles.txt', [synthetic.compact(synthetic.bundle(dice, 50_000 + n)) for n in range(60)])
        rate, p99 = self.load('post.lua', 4, CHARTA_BODIES=bundles, CHARTA_PATH='/fhir')
        note('transaction bundles of 120 entries, 4 connections', f'{rate * 120:,.0f}', 'entries/s', '2,400', '8,000', detail=f'p99 {p99:.0f} ms a bundle')

    def start_and_size(self):
        self.server.stop()
        count = self.count
        note('disk per 1,000 resources', f'{size_mb(self.folder.path) * 1000 / count:.2f}', 'MB', '1.9', '0.7', detail=f'{count:,} resources')
        began = time.time()
        self.server.start()
        ready = time.time() - began
        note(f'start with {count:,} resources', f'{ready:.2f}', 's', '0.5', '0.05')
        note('idle memory', f'{resident_mb(self.server.process):.0f}', 'MB', '100', '40')

    def import_bulk(self):
        dice = synthetic.dice(13)
        with tempfile.TemporaryDirectory() as folder:
            for number in range(20 if self.quick else 100):
                with open(os.path.join(folder, f'{number}.json'), 'w') as file:
                    file.write(synthetic.compact(synthetic.bundle(dice, 90_000 + number)))
            self.server.stop()
            began = time.time()
            h.console('import', 'fhir', folder, data=self.folder.path)
            spent = time.time() - began
            count = 120 * len(os.listdir(folder))
        note('bulk import', f'{count / spent:,.0f}', 'resources/s', '5,000', '15,000', detail=f'{count:,} in {spent:.1f} s, start included')
        self.server.start()

    def mllp(self):
        program = os.path.join(h.ROOT, 'build', 'dev', 'mllp_load')
        for mode, rows in (('stored', ((1, '1,000', '2,400'), (8, '3,400', '10,000'), (32, '3,400', '18,000'))), ('done', ((8, '700', '2,500'),))):
            folder = h.Folder()
            server = h.Server(folder.path, '--ack', mode).start()
            for connections, least, aim in rows:
                count = 200 if self.quick else 1000
                done = subprocess.run([program, '--to', f'127.0.0.1:{server.mllp_port}', '--connections', str(connections), '--messages', str(count)],
                                      capture_output=True, text=True)
                rate = re.search(r'([\d.]+) messages/s', done.stdout)
                tail = re.search(r'p99 ([\d.]+) ms', done.stdout)
                if not rate:
                    note(f'MLLP --ack {mode}, {connections} connections', 'failed', '', least, aim, detail=(done.stderr or done.stdout)[-120:].strip())
                    continue
                note(f'MLLP --ack {mode}, {connections} connection(s)', f'{float(rate.group(1)):,.0f}', 'messages/s', least, aim,
                     detail=f'p99 {tail.group(1)} ms' if tail else '')
            note(f'memory under MLLP load (--ack {mode})', f'{resident_mb(server.process):.0f}', 'MB', '400', '150')
            server.stop()
            folder.remove()

    @property
    def count(self):
        return sum(self.api.get(f'/fhir/{kind}?_summary=count')['total'] for kind in ('Patient', 'Encounter', 'Observation')) if self.server.process.poll() is None else self.counted


def by_department(path):
    """The part of the report that other commands print: kept as it stands."""
    if not os.path.exists(path):
        return ''
    with open(path) as file:
        text = file.read()
    at = text.find('\n## By department')
    return text[at:] if at >= 0 else ''


def report(path, arguments):
    kept = by_department(path)
    with open('/proc/cpuinfo') as file:
        model = next((line.split(':')[1].strip() for line in file if line.startswith('model name')), platform.machine())
    memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30
    with open(path, 'w') as out:
        out.write(f'''# Benchmarks

Printed by `python3 benchmarks/run.py {' '.join(arguments)}` on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores of {model}, {memory:.0f} GiB,
{platform.system()} {platform.release()}, SQLite, the load generator on the same cores. Medians. *Durable* means on disk before the answer, the token
checked, the ledger entry written, history kept, indexes current, the resource validated.

| what | measured | unit | at least | aim | of the limit | |
|---|---|---|---|---|---|---|
''')
        for row in ROWS:
            out.write('| ' + ' | '.join(str(cell) for cell in row) + ' |\n')
        out.write(kept)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--quick', action='store_true')
    options.add_argument('--out')
    options.add_argument('names', nargs='*')
    given = options.parse_args()
    wanted = given.names or ['reads', 'creates', 'import_bulk', 'start_and_size', 'mllp']
    bench = Bench(given.quick)
    spent = bench.fill(60 if given.quick else 200)
    print(f'filled in {spent:.1f} s')
    for name in wanted:
        bench.counted = bench.count
        getattr(bench, name)()
    bench.server.stop()
    bench.folder.remove()
    if given.out:
        report(given.out, sys.argv[1:])


if __name__ == '__main__':
    main()
