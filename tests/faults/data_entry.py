# SPDX-License-Identifier: Apache-2.0
"""Notes that are typed, verified and posted at a server that dies, and the judge: each posting whole or not at all, and once."""
import base64
import http.client
import json
import os
import sqlite3

PASSPHRASE = 'a long passphrase 1'
TYPIST, VERIFIER = 'typist', 'verifier'
VALUES = {'systolic': '128', 'diastolic': '82', 'pulse': '72', 'weight': '165 lb', 'problems': None, 'medications': None, 'allergies': 'NKDA'}
OBSERVATIONS, LINES_EACH = 3, 4
POSTED = OBSERVATIONS + 2 * LINES_EACH + 1


def person(number):
    return {'resourceType': 'Patient', 'name': [{'family': f'Marsh{number}', 'given': ['Ada']}], 'birthDate': '1961-04-02', 'gender': 'female',
            'identifier': [{'system': 'urn:oid:1.2.3', 'value': f'9{number:05d}', 'type': {'coding': [{'code': 'MR'}]}}]}


class Desk:
    """Files a note, types it, and has it verified by somebody else. Remembers on a disk of its own what was confirmed."""

    def __init__(self, path):
        self.file = open(path, 'a')
        self.posted, self.saved, self.wrong, self.next = [], [], [], 0

    def told(self, kind, entry):
        getattr(self, kind).append(entry)
        self.file.write(json.dumps({kind: entry}) + '\n')
        self.file.flush()
        os.fsync(self.file.fileno())

    def work_until_it_dies(self, program, typist, verifier, stop):
        try:
            while not stop.is_set():
                self.one_note(program, typist, verifier)
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: nothing was told, so nothing is owed
        except AssertionError as wrong:  # it answered, and wrongly
            self.wrong.append(str(wrong))

    def one_note(self, program, typist, verifier):
        number, self.next = self.next, self.next + 1
        patient = program.post('/fhir/Patient', person(number))['id']
        visit = program.post('/fhir/Encounter', {
            'resourceType': 'Encounter', 'status': 'finished', 'subject': {'reference': f'Patient/{patient}'}, 'period': {'start': '2026-02-24T10:00:00Z'},
            'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'AMB'}})['id']
        note = program.post('/fhir/DocumentReference', {
            'resourceType': 'DocumentReference', 'status': 'current', 'docStatus': 'final', 'date': '2026-02-24T10:00:00Z',
            'type': {'coding': [{'system': 'http://loinc.org', 'code': '11506-3', 'display': 'Progress note'}]}, 'subject': {'reference': f'Patient/{patient}'},
            'context': {'encounter': [{'reference': f'Encounter/{visit}'}]},
            'content': [{'attachment': {'contentType': 'application/pdf', 'data': base64.b64encode(f'%PDF {number}'.encode()).decode()}}]})['id']
        entry = typist.post('/api/data-entry', {'document': {'type': 'DocumentReference', 'id': note}})['id']
        for field, text in VALUES.items():
            texts = [text] if text else [f'{field} {line}' for line in range(LINES_EACH)]
            typist.post(f'/api/data-entry/{entry}/fields', {'field': field, 'values': [{'text': one, 'source': {'version': 1, 'page': 1}} for one in texts]})
            self.told('saved', [entry, field])
        state = typist.post(f'/api/data-entry/{entry}/validate', {})['state']
        if state != 'validated':
            return  # drawn for the second entry
        posted = verifier.post(f'/api/data-entry/{entry}/verify', {})
        assert posted['state'] == 'posted' and len(posted['postings']) == POSTED, f'{entry}: {posted["state"]}, {len(posted["postings"])} postings'
        self.told('posted', entry)


def check_at_rest(data, desk):
    """Each entry has everything in the chart or nothing; what was confirmed is there; a field that was kept is kept."""
    rows = sqlite3.connect(os.path.join(data, 'charta.db'))
    yield from (f'answered wrongly: {line}' for line in desk.wrong)
    for entry, item, state in rows.execute('SELECT entry, item, state FROM data_entry').fetchall():
        name = printed(entry)
        count = rows.execute('SELECT count(*) FROM data_entry_posting WHERE entry = ?', (entry,)).fetchone()[0]
        there = rows.execute('SELECT count(*) FROM data_entry_posting p JOIN resource r ON r.rid = p.resource WHERE p.entry = ?', (entry,)).fetchone()[0]
        if count not in ((POSTED,) if state == 'posted' else (0,)) or there != count:
            yield f'entry {name} is {state} with {count} postings, of which {there} are in the chart'
        of_item = rows.execute('SELECT state FROM work_item WHERE id = ?', (item,)).fetchone()[0]
        if of_item != state:
            yield f'entry {name} is {state}, and its work item {of_item}'
        if name in desk.posted and state != 'posted':
            yield f'entry {name} was confirmed as posted, and is {state}'
    kept = {(printed(entry), field) for entry, field in rows.execute('SELECT entry, field FROM data_entry_value')}
    for entry, field in desk.saved:
        if (entry, field) not in kept:
            yield f'{field} of entry {entry} was kept, and is not there'
    rows.close()


def printed(key):
    letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    text = ''
    for _ in range(13):
        text, key = letters[key & 31] + text, key >> 5
    return text
