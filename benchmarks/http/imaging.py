# SPDX-License-Identifier: Apache-2.0
"""A stack of scanned pages on its way into a chart, and the desk's other work meanwhile."""
import json
import os
import subprocess
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.dirname(os.path.abspath(os.environ.get('CHARTA_PROGRAM', os.path.join(HERE, '..', '..', 'build', 'dev', 'charta'))))


def stack(folder, pages):
    """A PDF of `pages` images; built by `cmake --build build/dev --target scan_stack`."""
    path = os.path.join(folder, 'stack.pdf')
    subprocess.run([os.path.join(BUILD, 'benchmarks', 'scan_stack'), str(pages), path], check=True)
    with open(path, 'rb') as file:
        return file.read()


class Desk:
    """The scanning desk as a clerk uses it."""

    def __init__(self, api):
        self.api = api

    def fed(self, pages, file):
        batch = self.api.post('/api/scanning/batches', {'title': 'Ward 3', 'sheets': pages})['id']
        self.began = time.time()
        status, _, body = self.api.request('POST', f'/api/scanning/batches/{batch}/files', file, {'Content-Type': 'application/pdf'})
        assert status < 300, f'{status} {body[:300]!r}'
        return batch

    def view(self, batch):
        return self.api.get(f'/api/scanning/batches/{batch}')

    def until(self, batch, holds, patience=900):
        """Seconds since the file was sent, and the batch."""
        while time.time() - self.began < patience:
            view = self.view(batch)
            if holds(view):
                return time.time() - self.began, view
            time.sleep(0.25)
        raise AssertionError(f'after {patience} s the batch is {view["state"]}')

    def looked_at(self, batch, pages):
        return self.until(batch, lambda view: len(view['pages']) == pages and all(page['looked_at'] for page in view['pages']))

    def index(self, view, patient, kind='34746-8', day='2026-11-20'):
        """Every document of the batch belongs to one person; what no page says is keyed twice."""
        for document in view['documents']:
            keyed = {'patient': patient, 'type': kind, 'service_date': day}
            self.api.post(f'/api/scanning/documents/{document["id"]}/index', {**keyed, 'confirmed': ['name', 'birth_date'], 'again': keyed})

    def act(self, batch, event):
        return self.api.post(f'/api/scanning/batches/{batch}/acts', {'event': event})


class CoverSheeted:
    """Documents behind cover sheets, with what is true of each; built by `cmake --build build/dev --target cover_sheeted`."""

    def __init__(self, folder, documents, seed):
        subprocess.run([os.path.join(BUILD, 'benchmarks', 'cover_sheeted'), str(documents), str(seed), folder], check=True)
        with open(os.path.join(folder, 'stack.pdf'), 'rb') as file:
            self.file = file.read()
        with open(os.path.join(folder, 'truth.json')) as file:
            self.truth = json.load(file)
        self.sheets = len(self.truth) + sum(one['pages'] for one in self.truth)

    def register(self, api):
        """Everybody and their visit, as admissions would have brought them."""
        for one in self.truth:
            one['patient'] = api.post('/fhir/Patient', {
                'resourceType': 'Patient', 'name': [{'family': one['family'], 'given': [one['given']]}], 'birthDate': one['birth_date'],
                'identifier': [{'system': 'urn:oid:1.2.3', 'value': one['mrn'], 'type': {'coding': [{'code': 'MR'}]}}]})['id']
            one['encounter'] = self.visit(api, one, one['visit'], one['from'], one['until'])
            self.visit(api, one, 'A' + one['visit'], '2024-05-02', '2024-05-09')

    @staticmethod
    def visit(api, one, number, start, end):
        return api.post('/fhir/Encounter', {
            'resourceType': 'Encounter', 'status': 'finished', 'class': {'code': 'IMP'}, 'subject': {'reference': f'Patient/{one["patient"]}'},
            'identifier': [{'type': {'coding': [{'code': 'VN'}]}, 'value': number}], 'period': {'start': f'{start}T08:00:00Z', 'end': f'{end}T17:00:00Z'}})['id']

    def missed(self, api, document, one):
        """The required fields for which the first suggestion is not the truth."""
        view = api.get(f'/api/scanning/documents/{document["id"]}')
        made = view['suggestions']
        first = lambda name: made[name][0] if made[name] else {}
        right = {
            'patient': first('patients').get('patient', {}).get('id') == one['patient'],
            'type': first('types').get('value') == one['type'],
            'service_date': first('service_dates').get('value') == one['day'],
            'encounter': first('encounters').get('id') == one['encounter'],
            'author': one['author'].lower() in json.dumps(first('authors')).lower(),
        }
        needed = {field['name'] for field in view['fields'] if field['required']} | {'patient', 'type', 'service_date'}
        return [name for name in right if name in needed and not right[name]], len(needed & right.keys())


class Beside:
    """Asks `paths` one after another, ten times a second, until it is ended: how long each took, in ms."""

    def __init__(self, api, paths):
        self.api, self.paths, self.times, self.ended = api, paths, [], threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        at = 0
        while not self.ended.wait(0.1):
            began = time.perf_counter()
            self.api.get(self.paths[at % len(self.paths)])
            self.times.append((time.perf_counter() - began) * 1000)
            at += 1

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        self.times.sort()

    def share(self, part):
        return self.times[min(len(self.times) - 1, int(len(self.times) * part))]
