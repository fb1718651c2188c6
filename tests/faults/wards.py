# SPDX-License-Identifier: Apache-2.0
"""Wards that receive printed copies at a server that dies: what was scanned without it is brought again, and the judge of it."""
import http.client
import json
import os
import sqlite3
import threading
import time

SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*'


def badge_of(user):
    """"U", the key, a check character by ISO/IEC 7064 MOD 37-2."""
    total = 0
    for letter in 'U' + user:
        total = (total + SIGNS.index(letter)) * 2 % 37
    return 'U' + user + SIGNS[(38 - total) % 37]


def furnish(api, patient):
    """A ward that asks for paper, and somebody in it."""
    api.post('/api/floor/wards/3W', {'wants_paper': True, 'wants_calls': False})
    stay = api.post('/fhir/Encounter', {
        'resourceType': 'Encounter', 'status': 'in-progress', 'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'},
        'subject': {'reference': f'Patient/{patient}'}, 'location': [{'location': {'display': '3W 1 A'}, 'status': 'active'}], 'period': {'start': '2026-01-01T10:00:00Z'}})['id']
    return stay


class Ward:
    """Files reports, receives their copies, files them. Remembers on a disk of its own what was acknowledged."""

    def __init__(self, path, patient, stay):
        self.file = open(path, 'a')
        self.patient, self.stay, self.badge = patient, stay, None
        self.received, self.filed, self.wrong = [], [], []
        self.kept, self.again, self.next = [], 0, 0

    def told(self, kind, entry):
        getattr(self, kind).append(entry)
        self.file.write(json.dumps({kind: entry}) + '\n')
        self.file.flush()
        os.fsync(self.file.fileno())

    def work_until_it_dies(self, api, stop):
        try:
            while not stop.is_set():
                self.receive_some(api)
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: nothing was told, so nothing is owed
        except AssertionError as wrong:  # it answered, and wrongly
            self.wrong.append(str(wrong))

    def receive_some(self, api):
        """A telephone comes back with what it scanned. What got no answer, it keeps, and brings again to the server's next life."""
        if not self.kept:
            self.kept = self.scan_some(api)
        else:
            self.again += 1
        answers = api.post('/api/counter/scans', {'device': 'ward', 'scans': self.kept})['items']
        for scan, answer in zip(self.kept, answers, strict=True):
            assert answer['outcome'] in ('done', 'nothing-to-do'), f'scan {scan["number"]}: {answer["outcome"]} {answer.get("says")}'
            self.told('received' if scan['kind'] == 'ward-receipt' else 'filed', scan['barcode'])
        self.kept = []

    def scan_some(self, api):
        for _ in range(2):
            api.post('/fhir/DocumentReference', {
                'resourceType': 'DocumentReference', 'status': 'current', 'docStatus': 'final', 'date': '2026-01-02T10:00:00Z', 'type': {'text': 'Report'},
                'subject': {'reference': f'Patient/{self.patient}'}, 'context': {'encounter': [{'reference': f'Encounter/{self.stay}'}]},
                'content': [{'attachment': {'contentType': 'text/plain', 'data': 'd29yZHM='}}]})
        run = api.post('/api/floor/runs', {'wards': ['3W']})
        self.badge = self.badge or badge_of(run['taken_by']['id'])
        scans = []
        for kind in ('ward-receipt', 'ward-filed'):
            for copy in run['copies']:
                self.next += 1
                now = time.time()
                scans.append({'kind': kind, 'barcode': copy['barcode'], 'number': self.next, **({'to_barcode': self.badge, 'at_barcode': '3W'} if kind == 'ward-receipt' else {}),
                              'at_time': time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now)) + f'.{int(now * 1000) % 1000:03d}Z'})
        return scans


def check_at_rest(data, ward):
    """Each acknowledged receipt and filing is there, once; each copy's item stands as the copy."""
    yield from (f'answered wrongly: {line}' for line in ward.wrong)
    rows = sqlite3.connect(os.path.join(data, 'charta.db'))
    copies = {}
    for barcode, delivery, state, delivered, filed, item_state in rows.execute('''
            SELECT d.barcode, d.delivery, d.state, d.delivered_at, d.filed_at, i.state FROM floor_delivery d JOIN work_item i ON i.id = d.item'''):
        copies.setdefault(barcode, []).append((delivery, state, delivered, filed))
        if state != item_state:
            yield f'copy {barcode} is {state}, and its item {item_state}'
    for barcode in ward.received + ward.filed:
        if len(copies.get(barcode, [])) != 1:
            yield f'copy {barcode} was scanned, and is there {len(copies.get(barcode, []))} times'
    for barcode in ward.received:
        if any(delivered is None for _, _, delivered, _ in copies.get(barcode, [])):
            yield f'copy {barcode} was received, and nobody knows'
    for barcode in ward.filed:
        for delivery, state, _, filed in copies.get(barcode, []):
            proofs = rows.execute('SELECT count(*) FROM filing_proof WHERE delivery = ?', (delivery,)).fetchone()[0]
            if state != 'filed-on-unit' or filed is None or proofs != 1:
                yield f'copy {barcode} was filed, and is {state} with {proofs} proofs'
    rows.close()
