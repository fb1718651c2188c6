# SPDX-License-Identifier: Apache-2.0
"""A physician who signs bursts of documents at a server that dies: every burst is signed whole or not at all, and what was acknowledged stands."""
import base64
import http.client
import json
import os
import sqlite3

BURST = 8
PASSWORD = 'correct horse battery'
KEY = {'system': 'urn:npi', 'value': '100'}


def furnish(api, patient):
    """A stay with notes of one author, not signed yet."""
    return api.post('/fhir/Encounter', {'resourceType': 'Encounter', 'status': 'in-progress', 'class': {'code': 'IMP'}, 'subject': {'reference': f'Patient/{patient}'}, 'period': {'start': '2026-02-20T10:00:00Z'}})['id']


def write_notes(api, patient, stay, first):
    return [api.post('/fhir/DocumentReference', {
        'resourceType': 'DocumentReference', 'status': 'current', 'docStatus': 'preliminary', 'type': {'coding': [{'system': 'http://loinc.org', 'code': '11506-3', 'display': 'Progress note'}]},
        'author': [{'identifier': KEY, 'display': 'Ruth Hale, MD'}], 'subject': {'reference': f'Patient/{patient}'}, 'context': {'encounter': [{'reference': f'Encounter/{stay}'}]},
        'content': [{'attachment': {'contentType': 'text/plain', 'data': base64.b64encode(f'Note {first + number}'.encode()).decode()}}]})['id'] for number in range(BURST)]


class Physician:
    """Reads and signs; remembers on a disk of its own what was sent and what was acknowledged."""

    def __init__(self, path, patient, stay):
        self.file = open(path, 'a')
        self.patient, self.stay = patient, stay
        self.sent, self.signed, self.wrong, self.written = [], [], [], 0

    def told(self, kind, entry):
        getattr(self, kind).append(entry)
        self.file.write(json.dumps({kind: entry}) + '\n')
        self.file.flush()
        os.fsync(self.file.fileno())

    def work_until_it_dies(self, person, program, stop):
        try:
            person.sign_in('hale', PASSWORD)
            while not stop.is_set():
                self.sign_a_burst(person, program)
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: nothing was told, so nothing is owed
        except AssertionError as wrong:  # it answered, and wrongly
            self.wrong.append(str(wrong))

    def sign_a_burst(self, person, program):
        notes = write_notes(program, self.patient, self.stay, self.written)
        self.written += len(notes)
        shown = [person.get(f'/api/signable/{note}') for note in notes]
        self.told('sent', notes)
        done = person.post('/api/signatures', {'password': PASSWORD, 'documents': [
            {'document': one['document'], 'version': one['version'], 'digest': one['digest'], 'meaning': 'author'} for one in shown]})
        self.told('signed', [[one['document']['id'], one['digest']] for one in done['items']])


def check_while_serving(api, physician):
    """What was acknowledged is final, with its signature, under the digest that was told."""
    yield from (f'answered wrongly: {line}' for line in physician.wrong)
    for burst in physician.signed:
        for note, digest in burst:
            seen = api.get(f'/api/signable/{note}')
            if seen['status'] != 'final' or [one['digest'] for one in seen['signatures']] != [digest] or not seen['signatures'][0]['is_as_signed']:
                yield f'note {note} was acknowledged as signed, and is {seen["status"]} with {len(seen["signatures"])} signatures'


def check_at_rest(data, physician):
    """Each burst that was sent is signed whole or not at all; a signature without an authenticated document, or the other way round, is none."""
    rows = sqlite3.connect(os.path.join(data, 'charta.db'))
    signed = {row[0] for row in rows.execute('SELECT document_id FROM signature')}
    final = {row[0] for row in rows.execute("SELECT fhir_id FROM chart_entry WHERE kind = 'document' AND status = 'final'")}
    if signed != final:
        yield f'{len(signed - final)} documents are signed and not final, {len(final - signed)} final and not signed'
    for burst in physician.sent:
        if 0 < len(signed & set(burst)) < len(burst):
            yield f'of a burst of {len(burst)} documents {len(signed & set(burst))} are signed'
