# SPDX-License-Identifier: Apache-2.0
"""A registration desk at a server that dies: numbers that were told to somebody, merges that were confirmed, and the judge of both."""
import http.client
import json
import os
import time

import hospital as h

ASSIGNER = 'urn:oid:2.16.840.1.113883.19.5.1'
SERIES = ('--mrn-assigner', ASSIGNER, '--mrn-pattern', '#######')


class Desk:
    """Registers people; every third is registered twice and merged. Remembers on a disk of its own what it was told."""

    def __init__(self, path):
        self.file = open(path, 'a')
        self.numbers, self.merges, self.wrong, self.next = [], [], [], 0

    def told(self, kind, entry):
        getattr(self, kind).append(entry)
        self.file.write(json.dumps({kind: entry}) + '\n')
        self.file.flush()
        os.fsync(self.file.fileno())

    def work_until_it_dies(self, api, stop):
        try:
            while not stop.is_set():
                self.one_person(api)
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: nothing was told, so nothing is owed
        except AssertionError as wrong:  # it answered, and wrongly
            self.wrong.append(str(wrong))

    def one_person(self, api):
        number, self.next = self.next, self.next + 1
        first = self.register(api, person(number))
        if first is None or number % 3:
            return
        second = self.register(api, {**person(number), 'none_of_these': {'patients': [first['id']], 'reason': 'never-here-before'}})
        item = question_about(api, second) if second else None
        if item is None:
            return
        api.post(f'/api/identity/{item}/merge', {'survivor': first['id']})
        self.told('merges', [first['id'], second['id']])

    def register(self, api, who):
        status, _, body = api.request('POST', '/api/patients', who)
        if status in (409, 429, 503):
            return None  # somebody looks like this one already, or the index is still read in: no number was told
        assert 200 <= status < 300, f'{status} {body[:200]!r}'
        made = json.loads(body)
        self.told('numbers', [made['id'], made['mrn']])
        return made


def person(number):
    """Somebody whom nobody else resembles."""
    letters = ''.join('bdfgklmprt'[int(digit)] + 'aeiouaeiou'[int(digit)] for digit in f'{number * 7654321 % 10**7:07d}')
    born = f'{1925 + number * 37 % 80}-{1 + number * 5 % 12:02d}-{1 + number * 11 % 28:02d}'
    return {'family': letters.capitalize(), 'given': letters[::-1].capitalize(), 'birth_date': born, 'sex': ('female', 'male')[number % 2]}


def question_about(api, made):
    for _ in range(40):
        items = api.get(f'/api/worklists/identity?patient={made["id"]}')['items']
        if items:
            return items[0]['id']
        time.sleep(0.025)
    return None


def check(api, desk):
    """Every number that was told stands with its one person, none was told twice, and every confirmed merge stands."""
    violations = [f'answered wrongly: {line}' for line in desk.wrong]
    told = [number for _, number in desk.numbers]
    violations += [f'number {number} was given twice' for number in sorted({one for one in told if told.count(one) > 1})]
    for patient, number in desk.numbers:
        banner = api.get(f'/api/patients/{patient}')
        if number not in [one['value'] for one in banner['mrns']]:
            violations.append(f'patient record {patient} lost its number {number}')
    for survivor, absorbed in desk.merges:
        into = api.get(f'/api/patients/{absorbed}').get('merged_into')
        if into != survivor:
            violations.append(f'{absorbed} was merged into {survivor}, and stands merged into {into}')
    return violations
