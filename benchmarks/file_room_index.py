#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long `charta import paper` takes over a file room's index: invented people, folders, loans and old numbers.

    python3 benchmarks/file_room_index.py build/dev/charta [LINES]

Prints the seconds of the first and of the second run of the same file, and its lines a second.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

CHARTA, LINES = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
PEOPLE = max(1, LINES * 2 // 5)


def person(number):
    return {'resourceType': 'Patient', 'name': [{'family': f'Invented{number % 9973}', 'given': [f'Person{number % 887}']}],
            'birthDate': f'{1930 + number % 80}-{1 + number % 12:02}-{1 + number % 28:02}',
            'identifier': [{'system': 'urn:oid:1.2.3', 'value': f'{1_000_000 + number}', 'type': {'coding': [{'code': 'MR'}]}}]}


def write_people(folder):
    for start in range(0, PEOPLE, 2000):
        entries = [{'resource': person(n), 'request': {'method': 'POST', 'url': 'Patient'}} for n in range(start, min(PEOPLE, start + 2000))]
        with open(os.path.join(folder, f'people-{start:07}.json'), 'w', encoding='utf-8') as file:
            json.dump({'resourceType': 'Bundle', 'type': 'transaction', 'entry': entries}, file)


def write_index(folder):
    places, volumes = os.path.join(folder, 'places.csv'), os.path.join(folder, 'volumes.csv')
    with open(places, 'w', encoding='utf-8') as file:
        file.write('place,kind\nMain house,site\nMain house / File room,room\nMain house / Ward 3,ward\nDeep Store,vendor\nDeep Store / Box 1,box\n')
    with open(volumes, 'w', encoding='utf-8') as file:
        file.write('patient,barcode,home,number,from,until,place,since,old_number,scheme,hospital\n')
        for n in range(LINES):
            where = 'Deep Store / Box 1' if n % 5 == 0 else 'Main house / Ward 3' if n % 20 == 1 else ''
            file.write(f'{1_000_000 + n % PEOPLE},OLD-{n:07},Main house / File room,{1 + n // PEOPLE},{1970 + n % 40}-01-01,,{where},2015-03-0{1 + n % 9},'
                       f'K{n % 61_003}/{n % 97},serial,Closed House\n')
    return places, volumes


def timed(data, *words):
    begin = time.monotonic()
    done = subprocess.run([CHARTA, 'import', *words, '--data', data], capture_output=True, text=True, check=False)
    print((done.stdout or done.stderr).strip().splitlines()[-1])
    return time.monotonic() - begin


with tempfile.TemporaryDirectory() as work:
    people, data = os.path.join(work, 'people'), os.path.join(work, 'data')
    os.mkdir(people)
    write_people(people)
    timed(data, 'fhir', people)
    places_file, volumes_file = write_index(work)
    timed(data, 'paper', places_file)
    first = timed(data, 'paper', volumes_file)
    second = timed(data, 'paper', volumes_file)
    print(f'{LINES} lines in {first:.1f} s ({LINES / first:.0f}/s); the same file again in {second:.1f} s ({LINES / second:.0f}/s)')
