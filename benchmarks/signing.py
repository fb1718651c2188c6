#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents signed in one request, each round a new burst, password and durable commit included.
   signing.py PROGRAM [ROUNDS] [DOCUMENTS]"""
import json
import os
import sys
import time

os.environ['CHARTA_PROGRAM'] = os.path.abspath(sys.argv[1])
sys.path[:0] = [os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'tests', part) for part in ('support', 'faults')]
import hospital as h  # noqa: E402
import signing  # noqa: E402

rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
signing.BURST = int(sys.argv[3]) if len(sys.argv) > 3 else 20

folder = h.Folder()
token = h.program_token(folder.path, name='charts', extra_roles=('him_manager',))
for name, role in (('hale', 'physician'), ('adam', 'admin')):
    h.console('user', 'add', name, '--role', role, data=folder.path, stdin=signing.PASSWORD + '\n')
server = h.Server(folder.path).start()
api, person, admin = h.Client(server, token), h.Client(server), h.Client(server)
patient = api.post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh'}], 'birthDate': '1961-04-02'})['id']
person.sign_in('hale', signing.PASSWORD)
admin.sign_in('adam', signing.PASSWORD)
admin.post('/api/signers', {'account': 'hale', 'key': 'urn:npi|100', 'name': 'Ruth Hale, MD', 'standing': 'attending'})
took = []
for number in range(rounds):
    stay = signing.furnish(api, patient)
    shown = [person.get(f'/api/signable/{note}') for note in signing.write_notes(api, patient, stay, number * signing.BURST)]
    body = {'password': signing.PASSWORD, 'documents': [{'document': one['document'], 'version': one['version'], 'digest': one['digest'], 'meaning': 'author'} for one in shown]}
    began = time.perf_counter()
    done = person.post('/api/signatures', body)
    took.append((time.perf_counter() - began) * 1000)
    assert done['total'] == signing.BURST
began = time.perf_counter()
person.get('/api/mine')
listed = (time.perf_counter() - began) * 1000
server.stop()
took.sort()
print(json.dumps({'documents': signing.BURST, 'rounds': rounds, 'median_ms': round(took[len(took) // 2], 1), 'most_ms': round(took[-1], 1), 'least_ms': round(took[0], 1), 'list_ms': round(listed, 1)}))
folder.remove()
