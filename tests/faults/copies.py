# SPDX-License-Identifier: Apache-2.0
"""Copies of reports at a server that dies while it sends: a fax gateway of another house, which takes each number once, and the judge of both."""
import base64
import http.client
import json
import os
import sqlite3
import threading
import time


class Gateway:
    """Looks into its folder, takes each number once however often it finds it, and says so in a receipt, sometimes twice."""

    def __init__(self, folder):
        self.folder, self.taken, self.seen = folder, {}, 0
        for name in ('out', 'receipts'):
            os.makedirs(os.path.join(folder, name), exist_ok=True)

    def work(self):
        out = os.path.join(self.folder, 'out')
        for name in sorted(os.listdir(out)):
            if not name.endswith('.json') or name.startswith('.'):
                continue
            with open(os.path.join(out, name)) as file:
                job = json.load(file)  # whole, or not there
            pdf = open(os.path.join(out, job['file']), 'rb').read()
            assert pdf.startswith(b'%PDF-'), 'half a job'
            os.remove(os.path.join(out, name))
            self.seen += 1
            if self.taken.setdefault(job['number'], job['to']) != job['to']:
                raise AssertionError(f'{job["number"]} goes to two numbers')
            self.say(job['number'])
            if self.seen % 7 == 0:
                self.say(job['number'])

    def say(self, number):
        name = f'r{time.time_ns()}'
        beside = os.path.join(self.folder, f'.{name}')
        with open(beside, 'w') as file:
            json.dump({'number': number, 'state': 'delivered'}, file)
        os.rename(beside, os.path.join(self.folder, 'receipts', f'{name}.json'))

    def work_until(self, stop):
        while not stop.is_set():
            self.work()
            time.sleep(0.02)


class Writers:
    """Files reports for a physician who is reached by fax; remembers what was acknowledged."""

    def __init__(self, path, patient):
        self.file, self.patient, self.filed, self.number = open(path, 'a'), patient, [], 0

    def work_until_it_dies(self, api, stop):
        try:
            while not stop.is_set():
                self.number += 1
                words = base64.b64encode(f'Report {self.number}: no acute distress.'.encode()).decode()
                one = api.post('/fhir/DocumentReference', {
                    'resourceType': 'DocumentReference', 'status': 'current', 'docStatus': 'final', 'date': '2026-02-24T10:00:00Z',
                    'type': {'coding': [{'system': 'http://loinc.org', 'code': '11506-3'}]}, 'subject': {'reference': f'Patient/{self.patient}'},
                    'author': [{'identifier': {'system': 'urn:npi', 'value': '7'}, 'display': 'Dr Lund'}],
                    'content': [{'attachment': {'contentType': 'text/plain', 'data': words}}]})['id']
                self.filed.append(one)
                self.file.write(one + '\n')
                self.file.flush()
                os.fsync(self.file.fileno())
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: nothing was told, so nothing is owed


def begin(api):
    api.post('/api/distribution/recipients', {'key': 'urn:npi|7', 'name': 'Dr Lund', 'kind': 'practitioner', 'ways': [{'channel': 'fax', 'address': '+1 555 0100'}]})
    api.post('/api/distribution/begin')


def settle(api, gateway, patience=60):
    """Until nothing is owed, on its way or waiting."""
    until = time.time() + patience
    while time.time() < until:
        gateway.work()
        figures = api.get('/api/distribution')
        if figures['waiting'] == 0 and all(one['owed'] == 0 and one['sent'] == 0 for one in figures['channels']):
            return
        time.sleep(0.2)


def check_at_rest(data, writers, gateway):
    rows = sqlite3.connect(os.path.join(data, 'charta.db'))
    copies = {}
    for document, number, state in rows.execute("SELECT document_id, copy, state FROM distribution_copy"):
        copies.setdefault(document, []).append((number, state))
    for document in writers.filed:
        have = copies.get(document, [])
        if len(have) != 1:
            yield f'report {document} was acknowledged and has {len(have)} copies'
        elif have[0][1] != 'delivered':
            yield f'the copy of report {document} is {have[0][1]}'
    total = sum(len(have) for have in copies.values())
    if len(gateway.taken) != total:
        yield f'{total} copies, and {len(gateway.taken)} numbers at the gateway'
