#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents signed in one request, each round a new burst, password and durable commit included; and one alone, which is
   the password and little else.
   signing.py PROGRAM [ROUNDS] [DOCUMENTS] [--database URL]; with a URL on that database, which must be empty."""
import json
import os
import sys
import time

os.environ['CHARTA_PROGRAM'] = os.path.abspath(sys.argv[1])
sys.path[:0] = [os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'tests', part) for part in ('support', 'faults')]
import hospital as h  # noqa: E402
import signing  # noqa: E402

numbers = [int(word) for word in sys.argv[2:] if word.isdigit()]
rounds, burst = (numbers + [20, 20][len(numbers):])[:2]
options = ('--database', sys.argv[sys.argv.index('--database') + 1]) if '--database' in sys.argv else ()

folder = h.Folder()
token = h.program_token(folder.path, name='charts', extra_roles=('him_manager',), options=options)
for name, role in (('hale', 'physician'), ('adam', 'admin')):
    h.console('user', 'add', name, '--role', role, *options, data=folder.path, stdin=signing.PASSWORD + '\n')
server = h.Server(folder.path, *options).start()
api, person, admin = h.Client(server, token), h.Client(server), h.Client(server)
patient = api.post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh'}], 'birthDate': '1961-04-02'})['id']
person.sign_in('hale', signing.PASSWORD)
admin.sign_in('adam', signing.PASSWORD)
admin.post('/api/signers', {'account': 'hale', 'key': 'urn:npi|100', 'name': 'Ruth Hale, MD', 'standing': 'attending'})
took, alone = [], []


def sign(stay, count, times):
    signing.BURST = count
    shown = [person.get(f'/api/signable/{note}') for note in signing.write_notes(api, patient, stay, len(took) * burst)]
    body = {'password': signing.PASSWORD, 'documents': [{'document': one['document'], 'version': one['version'], 'digest': one['digest'], 'meaning': 'author'} for one in shown]}
    began = time.perf_counter()
    done = person.post('/api/signatures', body)
    times.append((time.perf_counter() - began) * 1000)
    assert done['total'] == count


for _ in range(rounds):
    stay = signing.furnish(api, patient)
    sign(stay, burst, took)
    sign(stay, 1, alone)
began = time.perf_counter()
person.get('/api/mine')
listed = (time.perf_counter() - began) * 1000
server.stop()
took.sort()
alone.sort()
print(json.dumps({'documents': burst, 'rounds': rounds, 'median_ms': round(took[len(took) // 2], 1), 'most_ms': round(took[-1], 1), 'least_ms': round(took[0], 1),
                  'one_median_ms': round(alone[len(alone) // 2], 1), 'one_most_ms': round(alone[-1], 1), 'list_ms': round(listed, 1)}))
folder.remove()
