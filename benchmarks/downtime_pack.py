#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long a downtime pack takes and how large it is, for N people in the house with a volume each.

    python3 benchmarks/downtime_pack.py [N] [PROGRAM]
"""
import json
import os
import subprocess
import sys
import tempfile

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, 'build', 'release', 'charta')
FAMILIES = ['Abbott', 'Brennan', 'Castillo', 'Dvorak', 'Eriksen', 'Fontaine', 'Gupta', 'Hashimoto', 'Ivanov', 'Jankowski']


def entries(number):
    patient = {'resourceType': 'Patient', 'id': f'p{number}', 'gender': 'female', 'birthDate': f'{1930 + number % 80}-0{1 + number % 9}-1{number % 9}',
               'name': [{'family': FAMILIES[number % 10] + chr(97 + number // 10 % 26), 'given': [f'Given{number}']}],
               'identifier': [{'system': 'urn:oid:1.2.3', 'value': str(1_000_000 + number), 'type': {'coding': [{'code': 'MR'}]}}]}
    visit = {'resourceType': 'Encounter', 'id': f'e{number}', 'status': 'in-progress',
             'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'},
             'subject': {'reference': f'Patient/p{number}'}, 'period': {'start': '2026-01-01T08:00:00Z'},
             'location': [{'status': 'active', 'location': {'display': f'{number % 9} East {number % 40} B'}}]}
    return [{'resource': one, 'request': {'method': 'PUT', 'url': f"{one['resourceType']}/{one['id']}"}} for one in (patient, visit)]


def main():
    with tempfile.TemporaryDirectory(prefix='charta-pack-') as work:
        words = os.path.join(work, 'passphrase')
        with open(os.open(words, os.O_WRONLY | os.O_CREAT, 0o600), 'w', encoding='utf-8') as file:
            file.write('copper lantern seven orchard\n')
        folder = os.path.join(work, 'bundles')
        os.mkdir(folder)
        for start in range(0, COUNT, 500):
            bundle = {'resourceType': 'Bundle', 'type': 'transaction', 'entry': [e for n in range(start, min(COUNT, start + 500)) for e in entries(n)]}
            with open(os.path.join(folder, f'{start:08d}.json'), 'w', encoding='utf-8') as file:
                json.dump(bundle, file)
        data = os.path.join(work, 'data')
        subprocess.run([PROGRAM, 'import', 'fhir', folder, '--data', data], check=True, stdout=subprocess.DEVNULL)
        for _ in range(3):
            out = subprocess.run([PROGRAM, 'downtime', 'build', '--data', data, '--downtime-passphrase', words, '--out', os.path.join(work, 'pack.html')],
                                 check=True, capture_output=True, text=True).stdout
            print(out.strip().split(': ', 1)[1])


if __name__ == '__main__':
    main()
