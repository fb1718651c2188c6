#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long a form of 30 values takes to be kept, checked and posted: python3 benchmarks/data_entry.py [ROUNDS] [--database URL]

A server of its own (CHARTA_PROGRAM, else build/dev/charta) on an empty folder; with a URL on that database, which must be empty.
"""
import base64
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'tests', 'support'))
import hospital as h  # noqa: E402

words = [word for word in sys.argv[1:] if word.isdigit()]
rounds = int(words[0]) if words else 40
options = ('--database', sys.argv[sys.argv.index('--database') + 1]) if '--database' in sys.argv else ()
VALUES = {'systolic': ['128'], 'diastolic': ['82'], 'pulse': ['72'], 'respirations': ['16'], 'temperature': ['98.6 F'], 'saturation': ['97'], 'weight': ['165 lb'],
          'height': ["5'6\""], 'pain': ['2'], 'complaint': ['Cough'], 'problems': [f'Problem {n}' for n in range(8)],
          'medications': [f'Medication {n}' for n in range(8)], 'allergies': [f'Allergy {n}' for n in range(3)], 'plan': ['Rest']}

folder = h.Folder()
token = h.program_token(folder.path, name='notes', extra_roles=(), options=options)
for name in ('typist', 'verifier'):
    h.console('user', 'add', name, '--role', 'technician', *options, data=folder.path, stdin='a long passphrase 1\n')
server = h.Server(folder.path, *options).start()
program, typist, verifier = h.Client(server, token), h.Client(server), h.Client(server)
typist.sign_in('typist', 'a long passphrase 1')
verifier.sign_in('verifier', 'a long passphrase 1')
took = {'keep a field': [], 'check': [], 'post': []}
resources = 0


def timed(kind, act):
    begun = time.perf_counter()
    answer = act()
    took[kind].append((time.perf_counter() - begun) * 1000)
    return answer


for number in range(rounds):
    patient = program.post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': f'Marsh{number}', 'given': ['Ada']}], 'birthDate': '1961-04-02'})['id']
    visit = program.post('/fhir/Encounter', {'resourceType': 'Encounter', 'status': 'finished', 'subject': {'reference': f'Patient/{patient}'}, 'period': {'start': '2026-02-24T10:00:00Z'},
                                             'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'AMB'}})['id']
    note = program.post('/fhir/DocumentReference', {
        'resourceType': 'DocumentReference', 'status': 'current', 'date': '2026-02-24T10:00:00Z', 'type': {'coding': [{'system': 'http://loinc.org', 'code': '11506-3'}]},
        'subject': {'reference': f'Patient/{patient}'}, 'context': {'encounter': [{'reference': f'Encounter/{visit}'}]},
        'content': [{'attachment': {'contentType': 'application/pdf', 'data': base64.b64encode(b'%PDF').decode()}}]})['id']
    entry = typist.post('/api/data-entry', {'document': {'type': 'DocumentReference', 'id': note}})['id']
    for field, texts in VALUES.items():
        body = {'field': field, 'values': [{'text': text, 'source': {'version': 1, 'page': 1, 'region': {'left': 1, 'top': 1, 'width': 9, 'height': 9}}} for text in texts]}
        timed('keep a field', lambda: typist.post(f'/api/data-entry/{entry}/fields', body))
    if timed('check', lambda: typist.post(f'/api/data-entry/{entry}/validate', {}))['state'] == 'validated':
        resources = len(timed('post', lambda: verifier.post(f'/api/data-entry/{entry}/verify', {}))['postings'])
server.stop()
folder.remove()
print(f'{sum(map(len, VALUES.values()))} values, {resources} resources with a Provenance each, {rounds} notes')
for kind, times in took.items():
    times.sort()
    print(f'{kind}: median {times[len(times) // 2]:.1f} ms, most {times[-1]:.1f} ms')
