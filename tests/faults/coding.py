# SPDX-License-Identifier: Apache-2.0
"""Discharges that are coded at a server that dies, and code sets that are imported by a program that dies beside it; and the judge."""
import base64
import http.client
import json
import os
import random
import shutil
import sqlite3
import subprocess
import time

import hospital as h

PASSPHRASE = 'a long passphrase 1'
CODER, READER = 'coder', 'reader'
FIRST, SECOND = ['J18.9', 'I10'], ['J18.9', 'J96.01', 'I10']
WEIGHTS = ('1.3107', '1.5107')  # of MS-DRG 193, in the two editions of the starter set
CLAIM = {'id': 'probe', 'discharge_date': '2026-02-25', 'age': 60, 'sex': 'F', 'discharge_status': 1, 'length_of_stay': 5,
         'pdx': {'code': 'J18.9', 'poa': 'Y'}, 'sdx': [{'code': 'J96.01', 'poa': 'Y'}], 'procedures': []}


def starter_set(folder, weight=WEIGHTS[0]):
    """The project's own code set, as its release of February 2026; of another edition where the weight is another."""
    shutil.copytree(os.path.join(h.ROOT, 'data', 'codes', 'starter'), folder)
    os.remove(os.path.join(folder, 'README.md'))
    for name in os.listdir(folder):
        if name.endswith('_order.txt'):
            os.rename(os.path.join(folder, name), os.path.join(folder, name.replace('_order.txt', '_order_2026.txt')))
        if name.startswith('ncci_'):
            os.rename(os.path.join(folder, name), os.path.join(folder, name.replace('.csv', '_2026q1.csv')))
    table = os.path.join(folder, 'table5_starter.csv')
    with open(table) as file:
        lines = [line.replace(WEIGHTS[0], weight) if line.startswith('193,') else line for line in file]
    with open(table, 'w') as file:
        file.writelines(lines)
    return folder


def import_command(data, folder):
    return [h.PROGRAM, 'codes', 'import', folder, '--release', '43.0', '--data', data]


class Desk:
    """Codes one discharge after another. Remembers on a disk of its own what was sent and what was acknowledged."""

    def __init__(self, path):
        self.file = open(path, 'a')
        self.sheets, self.kept, self.sent, self.states, self.acting, self.answers, self.finished, self.wrong = {}, {}, {}, {}, {}, [], {}, []

    def told(self, what):
        self.file.write(json.dumps(what) + '\n')
        self.file.flush()
        os.fsync(self.file.fileno())

    def work_until_it_dies(self, program, coder, reader, stop):
        try:
            while not stop.is_set():
                self.one_stay(program, coder, reader)
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: nothing was told, so nothing is owed
        except AssertionError as wrong:  # it answered, and wrongly
            self.wrong.append(str(wrong))

    def one_stay(self, program, coder, reader):
        stay = furnish(program)
        self.act(coder, stay, 'begin')
        for codes in (FIRST, FIRST[::-1], SECOND):
            self.keep(coder, stay, codes)
        for finding in coder.get(f'/api/coding/cases/{stay}')['findings']:
            assert not finding['blocks'], f'{stay}: {finding["says"]}'
            coder.post(f'/api/coding/cases/{stay}/findings', {'version': version_of(coder, stay), 'finding': finding['key'], 'words': f'Stands in the paper chart: {finding["key"]}'})
            self.answers.append([stay, finding['key']])
            self.told({'answered': [stay, finding['key']]})
        if self.act(coder, stay, 'finish') == 'second-review':
            sheet = reader.get(f'/api/coding/cases/{stay}')
            assert sheet['diagnoses'] == [], f'{stay}: who reads it a second time sees the codes of the first'
            reader.post(f'/api/coding/cases/{stay}/codes', lines(sheet['version'], SECOND))
            self.act(reader, stay, 'compare')
            self.act(reader, stay, 'agree')
        assert self.states[stay] == 'final', f'{stay} is finished, and {self.states[stay]}'

    def keep(self, person, stay, codes):
        version = version_of(person, stay)
        self.sent[stay] = codes
        kept = person.post(f'/api/coding/cases/{stay}/codes', lines(version, codes))
        assert kept['version'] == version + 1, f'{stay}: version {version} was kept as {kept["version"]}'
        self.sheets[stay] = (kept['version'], codes)
        self.kept.setdefault(stay, []).append(kept['version'])
        self.told({'kept': [stay, kept['version'], codes]})

    def act(self, person, stay, event):
        self.acting[stay] = event
        state = person.post(f'/api/coding/cases/{stay}/steps', {'version': version_of(person, stay), 'event': event, 'reason': ''})['state']
        self.states[stay] = state
        del self.acting[stay]
        if state in ('final', 'second-review'):
            self.finished[stay] = state
        self.told({'acted': [stay, event, state]})
        return state


def version_of(person, stay):
    return person.get(f'/api/coding/cases/{stay}')['version']


def lines(version, codes):
    return {'version': version, 'diagnoses': [{'code': code, 'poa': 'Y'} for code in codes], 'procedures': []}


def furnish(api):
    """A stay of somebody, over and with its documents: ready to be coded."""
    patient = api.post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh', 'given': ['Ada']}], 'birthDate': '1961-04-02', 'gender': 'female',
                                         'identifier': [{'system': 'urn:oid:1.2.3', 'value': os.urandom(6).hex(), 'type': {'coding': [{'code': 'MR'}]}}]})['id']
    who = {'reference': f'Patient/{patient}'}
    stay = api.post('/fhir/Encounter', {
        'resourceType': 'Encounter', 'status': 'finished', 'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'}, 'subject': who,
        'participant': [{'type': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'code': 'ATND'}]}],
                         'individual': {'identifier': {'system': 'urn:staff', 'value': 'D7'}, 'display': 'Dr. Ruiz'}}],
        'hospitalization': {'dischargeDisposition': {'coding': [{'code': '01'}]}}, 'period': {'start': '2026-02-20T10:00:00Z', 'end': '2026-02-25T09:00:00Z'}})['id']
    for code, title in (('34117-2', 'History and physical'), ('18842-5', 'Discharge summary')):
        api.post('/fhir/DocumentReference', {
            'resourceType': 'DocumentReference', 'status': 'current', 'docStatus': 'final', 'date': '2026-02-24T10:00:00Z', 'subject': who,
            'type': {'coding': [{'system': 'http://loinc.org', 'code': code, 'display': title}]}, 'context': {'encounter': [{'reference': f'Encounter/{stay}'}]},
            'content': [{'attachment': {'contentType': 'text/plain', 'data': base64.b64encode(b'Pneumonia.').decode()}}]})
    return stay


def bare(codes):
    return [code.replace('.', '') for code in codes]


# What a step leads to, when it was carried out and its answer was lost.
LEADS_TO = {'begin': ('in-progress',), 'finish': ('final', 'second-review'), 'compare': ('second-review',), 'agree': ('final',)}


def check_at_rest(data, desk):
    """Every sheet is the one acknowledged last, or the one on its way then; every version of a sheet has its entry, once; a case stands where its item does."""
    rows = sqlite3.connect(os.path.join(data, 'charta.db'))
    yield from (f'answered wrongly: {line}' for line in desk.wrong)
    known = {name: (key, item, state, version, times) for key, name, item, state, version, times in
             rows.execute('SELECT encounter, encounter_id, item, state, version, times_final FROM coding_case').fetchall()}
    for name, (key, item, state, version, times) in known.items():
        of_item = rows.execute('SELECT state FROM work_item WHERE id = ?', (item,)).fetchone()[0]
        if of_item != state:
            yield f'case {name} is {state}, and its work item {of_item}'
        items = rows.execute("SELECT count(*) FROM work_item WHERE kind = 'coding' AND subject = ?", (key,)).fetchone()[0]
        if items != 1 or times != (state == 'final'):
            yield f'case {name} is {state} with {items} work items, final {times} times'
        entries = [row[0] for row in rows.execute(
            "SELECT subject_version FROM ledger_entry WHERE subject_kind = 'coding_case' AND subject = ? AND reason IN ('codes-kept', 'review-kept', 'sheets-compared') ORDER BY subject_version", (key,))]
        # Steps and answers have versions of their own between them.
        if entries != sorted(set(entries)) or not all(2 <= one <= version for one in entries) or not set(desk.kept.get(name, [])) <= set(entries):
            yield f'case {name} has version {version}, and entries of the versions {entries}; kept were {desk.kept.get(name)}'
    for name, (version, codes) in desk.sheets.items():
        if name not in known:
            yield f'case {name} was coded, and is not there'
            continue
        there = [row[0] for row in rows.execute("SELECT code FROM coding_line WHERE encounter = ? AND sheet = 'coder' AND kind = 'diagnosis' ORDER BY number", (known[name][0],))]
        if known[name][3] < version or there not in (bare(codes), bare(desk.sent[name])):
            yield f'case {name} was kept as version {version} with {codes}, and is version {known[name][3]} with {there}'
    for name, state in desk.states.items():
        if known[name][2] != state and known[name][2] not in LEADS_TO.get(desk.acting.get(name), ()):
            yield f'case {name} was acknowledged as {state}, and is {known[name][2]}'
    for name, finding in desk.answers:
        words = [row[0] for row in rows.execute('SELECT words FROM coding_answer WHERE encounter = ? AND finding = ?', (known[name][0], finding))]
        if words != [f'Stands in the paper chart: {finding}']:
            yield f'{finding} of case {name} was answered, and stands there {len(words)} times'
    rows.close()


class Importer:
    """`charta codes import` of one edition after the other beside a server, killed at any moment; and somebody who groups meanwhile."""

    def __init__(self, data, editions, seed):
        self.data, self.editions, self.dice = data, editions, random.Random(seed)
        self.whole, self.killed, self.grouped, self.wrong = [], 0, 0, []

    def catalogue(self):
        """What is loaded, by its digests; the catalogue and every file that it names can be read."""
        entries = json.loads(h.console('codes', 'list', '--json', data=self.data)[1])
        with open(os.path.join(self.data, 'codes', 'catalogue.json')) as file:
            for one in json.load(file)['sets']:
                if h.sha(open(os.path.join(self.data, 'codes', one['file']), 'rb').read()) != one['sha256']:
                    self.wrong.append(f'{one["kind"]} {one["release"]} is another file than the catalogue says')
        return sorted((one['kind'], one['release'], one['sha256']) for one in entries)

    def learn(self):
        """Both editions, imported to the end: what may be there afterwards, and how long it takes."""
        for folder in reversed(self.editions):
            began = time.time()
            subprocess.run(import_command(self.data, folder), check=True, capture_output=True)
            self.takes = time.time() - began
            self.whole.append(self.catalogue())

    def kill_imports(self, rounds):
        for number in range(rounds):
            running = subprocess.Popen(import_command(self.data, self.editions[number % 2]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.dice.uniform(0, 1.1 * self.takes))
            self.killed += running.poll() is None
            running.kill()
            running.wait()
            if self.catalogue() not in self.whole:
                self.wrong.append(f'after import {number} the catalogue is neither the one edition nor the other')

    def group_until(self, coder, stop):
        while not stop.is_set():
            answer = coder.post('/api/coding/group', CLAIM)
            weight = f'{answer.get("weight", 0):.4f}'
            if answer['drg'] != 193 or weight not in WEIGHTS:
                self.wrong.append(f'grouped to {answer["drg"]} with {weight}')
            found = coder.get('/api/coding/search?words=pneumonia&on=2026-02-25')['items']
            if not found or found[0]['code'] != 'J189':
                self.wrong.append('the search box does not find pneumonia any more')
            self.grouped += 1
