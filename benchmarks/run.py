#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures Charta as its users meet it: the real server, durable writes, the token checked, the ledger written.

    python3 benchmarks/run.py [--quick] [--out docs/benchmarks.md] [--keep FOLDER] [--seed N] [NAME…]

The names: reads, creates, import_bulk, start_and_size, mllp; scans and productions (need the target scan_stack; productions ends the server, so it stands last);
suggested_index (cover_sheeted); at_scale (a million people, about 10 minutes; --keep holds
them in a folder, which another run then uses as it is); on_postgres.

Each figure stands beside what must hold, what is aimed at, and a limit measured in the same run (bare HTTP on the same server, rows alone in the
same SQLite). Needs wrk. The load generator shares the machine's cores with the server, and the figures include that.
"""
import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'tests', 'support'))
sys.path.insert(0, os.path.join(HERE, 'http'))
import hospital as h  # noqa: E402
import at_scale  # noqa: E402
import imaging  # noqa: E402
import postgres  # noqa: E402
import production  # noqa: E402
import synthetic  # noqa: E402

ROWS = []


WARM_UP = 2000  # messages, before a hospital's mix is measured


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


def number(text):
    return float(text.replace(',', ''))


def timed(api, path):
    """Milliseconds until the whole answer is there, the client's share included."""
    began = time.perf_counter()
    api.get(path)
    return (time.perf_counter() - began) * 1000


def size_mb(folder):
    total = 0
    for path, _, files in os.walk(folder):
        total += sum(os.path.getsize(os.path.join(path, name)) for name in files if not name.endswith(('.log', '.txt')))
    return total / 1e6


class Bench:
    def __init__(self, quick, *options, kept=None):
        self.quick, self.kept = quick, kept
        self.seconds, self.times = (2, 1) if quick else (4, 3)
        self.folder = h.Folder()
        self.token = h.program_token(self.folder.path, options=options)
        self.server = h.Server(self.folder.path, *options).start()
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
                time.sleep(2 if connections == 1 or mode == 'done' else 8)  # settled: the log is made, and what came before is filed
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

    def mllp_at_work(self):
        """A hospital's own mix of messages, filed before it is answered: once in a house that gives nothing out, once in one where every ward asks for
        paper and every recipient is reached by fax."""
        rates = {}
        for is_at_work in (False, True):
            folder = h.Folder()
            token = h.program_token(folder.path, f'clerk-{os.getpid()}', extra_roles=('technician', 'file_clerk', 'him_manager'))
            gateway = tempfile.mkdtemp(prefix='charta-fax')
            server = h.Server(folder.path, '--ack', 'done', '--fax-folder', gateway).start()
            api = h.Client(server, token)
            if is_at_work:
                self.put_to_work(api)
            self.hospital_mix(server, 1, WARM_UP)
            if is_at_work:
                self.reach_everybody(api)
            count = 200 if self.quick else 1000
            done = self.hospital_mix(server, 8, count, WARM_UP)
            rates[is_at_work] = float(re.search(r'([\d.]+) messages/s', done).group(1))
            note(f'MLLP --ack done, a hospital\'s mix, {"departments at work" if is_at_work else "nothing given out"}, 8 connections',
                 f'{rates[is_at_work]:,.0f}', 'messages/s', '700', '2,500', f'{rates[is_at_work] / rates[False]:.0%}', f'p99 {re.search(r"p99 ([0-9.]+) ms", done).group(1)} ms')
            if is_at_work:
                began = time.time()
                copies = self.copies_once_still(api)
                note('copies behind the last acknowledgement, all given out', f'{time.time() - began:.1f}', 's', detail=f'{copies:,} copies, {len(os.listdir(os.path.join(gateway, "out"))) // 2:,} faxes')
            server.stop()
            folder.remove()
            shutil.rmtree(gateway)

    def hospital_mix(self, server, connections, count, skipped=0):
        program = os.path.join(h.ROOT, 'build', 'dev', 'mllp_load')
        done = subprocess.run([program, '--to', f'127.0.0.1:{server.mllp_port}', '--connections', str(connections), '--messages', str(count), '--mix', 'hospital', '--skip', str(skipped)], capture_output=True, text=True)
        return done.stdout or done.stderr

    @staticmethod
    def put_to_work(api):
        api.post('/api/distribution/begin', {})
        for ward in api.get('/api/floor')['wards']:
            api.post(f'/api/floor/wards/{ward["code"]}', {'wants_paper': True, 'wants_calls': True})

    def reach_everybody(self, api):
        """By fax, whom the first messages named."""
        self.copies_once_still(api)
        for number, one in enumerate(api.get('/api/distribution/recipients?limit=500')['items']):
            if not one.get('ways'):
                api.post('/api/distribution/recipients', {'key': one['key'], 'name': one['name'], 'kind': one['kind'], 'ways': [{'channel': 'fax', 'address': f'+1 555 {number:04}'}]})
        self.copies_once_still(api)

    @staticmethod
    def copies_once_still(api):
        """How many there are when the number stood for two seconds."""
        count, since = -1, time.time()
        while time.time() - since < 2:
            now = api.get('/api/distribution/copies?limit=1')['total']
            if now != count:
                count, since = now, time.time()
            time.sleep(0.1)
        return count

    def at_scale(self):
        """Its own hospital: a million people, one of them with 5,000 documents."""
        people = 100_000 if self.quick else 1_000_000
        folder = h.Folder(self.kept)
        if not folder.was_there:
            self.import_people(folder, people)
        token = h.program_token(folder.path, f'scale-{os.getpid()}')
        count = people + 1 + at_scale.DOCUMENTS
        server = h.Server(folder.path)
        began = time.time()
        server.start()
        note(f'start with {count:,} resources', f'{time.time() - began:.2f}', 's', '0.5', '0.05')
        note(f'idle memory with {count:,} resources', f'{resident_mb(server.process):.0f}', 'MB', '100', '40')
        api = h.Client(server, token)
        while api.request('POST', '/api/index/candidates', at_scale.question(0))[0] != 200:  # "the index is being read in; ask again"
            time.sleep(0.05)
        note(f'patient index ready after a start, {people:,} patients', f'{time.time() - began:.1f}', 's', '10', detail=f'{resident_mb(server.process):,.0f} MB then')
        self.search_before_create(server, token, folder.path, people)
        self.keystrokes(api, people)
        self.long_chart(api)
        server.stop()
        folder.remove()

    def import_people(self, folder, people):
        with tempfile.TemporaryDirectory() as files:
            at_scale.write_people(files, people)
            at_scale.write_long_chart(files)
            began = time.time()
            h.console('import', 'fhir', files, data=folder.path, timeout=3600)
            spent = time.time() - began
        count = people + 1 + at_scale.DOCUMENTS
        note(f'bulk import of {count:,} resources', f'{count / spent:,.0f}', 'resources/s', detail=f'{spent:.0f} s, {size_mb(folder.path):,.0f} MB')

    def search_before_create(self, server, token, folder, people):
        """Whom the index knows already, asked as the registration desk asks: all blocking keys, reasons, and the ledger entry of the question."""
        questions = lines_file(folder, 'questions.txt', [synthetic.compact(at_scale.question(number)) for number in range(2000)])
        for connections in (1, 8):
            rate, p99, errors = median_of(3, lambda: wrk(server, token, 'post.lua', connections, self.seconds, CHARTA_BODIES=questions, CHARTA_PATH='/api/index/candidates'))
            assert errors == 0, f'{errors:.1%} of the answers were errors'
            note(f'search before create among {people:,} patients, {connections} connection(s)', f'{rate:,.0f}', '/s', '300', '3,000', detail=f'p99 {p99:.1f} ms (20, aim 5)')

    def keystrokes(self, api, people):
        """What a person types, letter by letter: family name, a comma, a letter of the given name; or a number; or a birth date."""
        dice, times = synthetic.dice(23), []
        for _ in range(60):
            typed = at_scale.family(dice).lower() + ',' + dice.choice(synthetic.GIVEN)[:2].lower()
            times += [timed(api, f'/api/patients/find?q={typed[:length]}&limit=20') for length in range(3, len(typed) + 1)]
        times += [timed(api, f'/api/patients/find?q=B{dice.randrange(people):08d}&limit=20') for _ in range(100)]
        times += [timed(api, f'/api/patients/find?q={dice.randrange(1930, 2024)}-03-{dice.randrange(10, 29)}&limit=20') for _ in range(100)]
        times.sort()
        note(f'patient finder keystroke among {people:,} patients', f'{times[len(times) // 2]:.1f}', 'ms', '10', '2',
             detail=f'p99 {times[len(times) * 99 // 100]:.1f} ms, {len(times)} keystrokes')

    def long_chart(self, api):
        patient = api.get('/api/patients/find?q=longchart,ott')['items'][0]['id']
        for what, path in (('first page', f'/api/patients/{patient}/timeline?limit=100'), ('whole', f'/api/patients/{patient}/timeline?limit=5001')):
            times = sorted(timed(api, path) for _ in range(21))
            note(f'chart of {at_scale.DOCUMENTS:,} documents, {what}', f'{times[10]:.1f}', 'ms', '200', '50', detail=f'slowest of 21: {times[-1]:.1f} ms')

    def scans(self):
        """A stack of paper: on the desk, read, in the chart; and what the desk's other work notices of it."""
        pages = 40 if self.quick else 200
        file, desk, patient = imaging.stack(self.folder.path, pages), imaging.Desk(self.api), self.patients()[0]['id']
        beside = ['/api/home', '/api/patients/find?q=sm&limit=20', f'/api/patients/{patient}/timeline?limit=50', '/api/scanning/batches?limit=50']
        with imaging.Beside(self.api, beside) as work:
            batch = desk.fed(pages, file)
            looked, _ = desk.looked_at(batch, pages)
            read, view = desk.until(batch, lambda view: view['state'] == 'separated')
        note(f'{pages} scanned pages on the desk, without their text', f'{looked:.1f}', 's', f'{pages / 10:.0f}', detail=f'{len(file) / 1e6:.1f} MB, {pages / looked:.1f} pages/s')
        note(f'{pages} scanned pages read', f'{read:.1f}', 's', detail=f'{pages / (read - looked):.2f} pages/s of text')
        note('other work meanwhile, p95', f'{work.share(0.95):.0f}', 'ms', '200', detail=f'median {work.share(0.5):.0f} ms, p99 {work.share(0.99):.0f} ms, {len(work.times)} requests')
        images = sorted(timed(self.api, f'/api/scanning/pages/{page["id"]}/image') for page in view['pages'][:40])
        note('a page image', f'{images[len(images) // 2]:.1f}', 'ms', '100', detail=f'slowest of {len(images)}: {images[-1]:.1f} ms')

    def suggested_index(self):
        """Documents behind cover sheets: whether the desk's first suggestions are the whole and right index."""
        with tempfile.TemporaryDirectory() as folder:
            stack = imaging.CoverSheeted(folder, 20 if self.quick else 30, self.seed)
        stack.register(self.api)
        desk = imaging.Desk(self.api)
        batch = desk.fed(stack.sheets, stack.file)
        _, view = desk.until(batch, lambda view: view['state'] in ('separated', 'stopped') and view['reading']['state'] == 'done')
        by_number = {one['mrn']: one for one in stack.truth}
        found = {document['sheet']['mrn']: document for document in view['documents'] if document.get('sheet')}
        missed, fields = {}, 0
        for mrn, document in found.items():
            missed[mrn], count = stack.missed(self.api, document, by_number[mrn])
            fields += count
            for name in missed[mrn]:
                print(f'  {by_number[mrn]["title"]!r}, {by_number[mrn]["day"]}: {name} not suggested', flush=True)
        for one in stack.truth:
            if one['mrn'] not in found:
                print(f'  the sheet of document {stack.truth.index(one) + 1} is not read: {one["sheet"]}', flush=True)
        whole = sum(not names for names in missed.values())
        count = len(stack.truth)
        wrong = sum(map(len, missed.values()))
        note('suggested index complete and right', f'{whole * 100 / count:.0f}', '%', '90',
             detail=f'{whole} of {count} documents behind cover sheets ({len(found)} sheets read; the batch is {view["state"]}), {fields - wrong} of {fields} fields; {stack.sheets} pages, seed {self.seed}')

    def productions(self):
        """A set of 500 pages, four fifths of them scanned, the others typed notes."""
        patient, scan = self.patients()[0]['id'], imaging.stack(self.folder.path, 50)
        filed = production.file_pages(self.api, patient, [scan] * 8, 50, 100)
        seconds, view = production.made(self.api, patient)
        note(f'a production set of {filed} filed pages', f'{seconds:.1f}', 's', '10', detail=f'{view["pages"]} pages with certification, contents and what was there')
        began = time.time()
        status, _, body = self.api.request('GET', f'/api/productions/{view["id"]}/pdf')
        note('its PDF', f'{(time.time() - began) * 1000:.0f}', 'ms', detail=f'{status}, {len(body) / 1e6:.1f} MB')
        self.server.kill()  # it would finish the words of the scan that it is recognising, which nobody waits for here

    def on_postgres(self):
        """The same questions to a hospital on PostgreSQL, fsync on; reads beside those of SQLite from the same run."""
        with postgres.Postgres() as server:
            bench = Bench(self.quick, '--database', server.url)
            bench.fill(60 if self.quick else 200)
            before = len(ROWS)
            bench.reads()
            bench.creates()
            bench.server.stop()
            bench.folder.remove()
        mine = dict((row[0], row) for row in ROWS[:before])
        for at in range(before, len(ROWS)):
            name, value, unit, _, _, _, detail = ROWS[at]
            beside = mine.get(name)
            ratio = f'{number(value) / number(beside[1]):.0%} of SQLite' if beside else ''
            least = {'create, 1.5 KB, 32 connection(s)': '1,500'}.get(name, f'{number(beside[1]) / 2:,.0f}' if beside and unit == '/s' and 'create' not in name else '')
            ROWS[at] = ('PostgreSQL: ' + name, value, unit, least, '', ratio, detail)

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
    options.add_argument('--seed', type=int, default=2026)
    options.add_argument('--keep', metavar='FOLDER')
    options.add_argument('names', nargs='*')
    given = options.parse_args()
    wanted = given.names or ['reads', 'creates', 'on_postgres', 'import_bulk', 'start_and_size', 'mllp', 'at_scale']
    bench = Bench(given.quick, kept=given.keep)
    bench.seed = given.seed
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
