# SPDX-License-Identifier: Apache-2.0
"""Claims by chance that reach far into the MS-DRG tables, one JSON a line: claims.py TABLES SEED CLAIMS VERSIONS [kind|wild]"""
import collections
import gzip
import json
import os
import random
import re
import sys

DAYS = {400: '20230115', 401: '20230615', 410: '20240115', 411: '20240615', 420: '20250115', 421: '20250615', 430: '20251115', 431: '20260615'}
STATUSES = [1, 2, 3, 4, 5, 6, 7, 20, 21, 30, 43, 50, 51, 61, 62, 63, 64, 65, 66, 69, 70, *range(81, 96)]
INDICATORS = {'kind': 'YYYYYYYYNNUW', 'wild': 'YYYYYYNNUW1E '}


class Tables:
    """What one version knows, by what a condition may ask for."""

    def __init__(self, folder, version):
        self.folder, self.version = folder, version
        self.lists = {name: {row['key']: row['value'] for row in self.rows(name)} for name in ('dxPatterns', 'prPatterns', 'schemeIndex')}
        self.diagnoses, self.heavy, self.others, self.of_mdc, self.bearers = [], [], [], collections.defaultdict(list), collections.defaultdict(list)
        for row in self.rows('diagnosisAll'):
            self.add_diagnosis(row)
        self.procedures, self.operations, self.done = [], [], collections.defaultdict(list)
        for row in self.in_force('procedureAttributes'):
            self.add_procedure(row)
        self.conditions = collections.defaultdict(list)
        for row in self.in_force('hacOperands'):
            for name in row['value']['hacOperands']:
                self.conditions[name].append(row['key'])
        self.clusters = [row['value']['choices'] for row in self.in_force('clusterInformation')]
        self.lines = [(line['mdc'], line['formula']) for row in self.in_force('drgFormulas') for line in row['value'] if line['drg']]

    def rows(self, name):
        with gzip.open(os.path.join(self.folder, name + '.jsonl.gz'), 'rt') as file:
            yield from map(json.loads, file)

    def in_force(self, name):
        return (row for row in self.rows(name) if row['low'] <= self.version <= row['high'])

    def add_diagnosis(self, row):
        if not row['low'] <= self.version <= row['high']:
            self.others.append(row['key'])
            return
        scheme = self.lists['schemeIndex'][row['value']]
        self.diagnoses.append(row['key'])
        self.of_mdc[scheme['mdc']].append(row['key'])
        if scheme['severity'] != 'NCC':
            self.heavy.append(row['key'])
        for member in ('operandsPattern', 'dxCatListPattern'):
            for name in self.lists['dxPatterns'].get(scheme[member], []):
                self.bearers[name].append(row['key'])

    def add_procedure(self, row):
        if row['key'].startswith('Z@'):
            return
        names = self.lists['prPatterns'].get(row['value'], [])
        self.procedures.append(row['key'])
        if names and 'nonor' not in names:
            self.operations.append(row['key'])
        for name in names:
            self.done[name].append(row['key'])


class Maker:
    def __init__(self, dice, tables):
        self.dice, self.tables, self.principal, self.secondary, self.done = dice, tables, None, [], []

    def aim_at_a_condition(self):
        mdc, formula = self.dice.choice(self.tables.lines)
        for negated, word in re.findall(r'(~?)((?:[A-Z]+:)?[A-Za-z0-9_]+)', formula):
            if (negated and self.dice.random() < 0.8) or self.dice.random() < 0.15:
                continue
            kind, _, name = word.rpartition(':')
            if kind == 'PDX' and self.tables.bearers[name]:
                self.principal = self.principal or self.dice.choice(self.tables.bearers[name])
            elif kind in ('SDX', 'ANY') and self.tables.bearers[name]:
                self.secondary.append(self.dice.choice(self.tables.bearers[name]))
            elif not kind and self.tables.done[name]:
                self.done.append(self.dice.choice(self.tables.done[name]))
        if not self.principal and self.tables.of_mdc[mdc] and self.dice.random() < 0.8:
            self.principal = self.dice.choice(self.tables.of_mdc[mdc])

    def add_a_hospital_acquired_condition(self):
        one = self.dice.choice(sorted(self.tables.conditions))[:5].lower()
        for name in sorted(self.tables.conditions):
            if name[:5].lower() != one or self.dice.random() > 0.7:
                continue
            code = self.dice.choice(self.tables.conditions[name])
            (self.done if name.endswith('proc') else self.secondary).append(code)
            if name.endswith('pdx') and self.dice.random() < 0.6:
                self.principal = code

    def add_by_chance(self):
        likely = lambda share: self.dice.random() < share
        self.secondary += self.dice.choices(self.tables.heavy, k=self.dice.choice([0, 0, 1, 1, 2, 3, 5])) + self.dice.choices(self.tables.diagnoses, k=self.dice.choice([0, 1, 2]))
        if likely(0.25):
            self.add_a_hospital_acquired_condition()
        if likely(0.3):
            self.done += self.dice.choices(self.tables.operations, k=self.dice.choice([1, 1, 2, 3]))
        if likely(0.15):
            self.done.append(self.dice.choice(self.tables.procedures))
        if likely(0.15):
            self.done += [self.dice.choice(choice['codes']) for choice in self.dice.choice(self.tables.clusters) if likely(0.92)]
        for codes in (self.secondary, self.done):
            if codes and likely(0.05):
                codes.append(self.dice.choice(codes))
        if likely(0.03):
            self.secondary.append(self.principal)
        if likely(0.03) and self.tables.others:
            self.secondary.append(self.dice.choice(self.tables.others))

    def claim(self, number, mode):
        if self.dice.random() < 0.55:
            self.aim_at_a_condition()
        self.principal = self.principal or self.dice.choice(self.tables.diagnoses)
        self.add_by_chance()
        self.dice.shuffle(self.secondary)
        self.dice.shuffle(self.done)
        return {'id': f'{self.tables.version}-{number}', 'age': self.dice.choice([0, 1, 5, 16, 17, 18, 30, 45, 60, 65, 74, 85, 99, 124]),
                'sex': self.dice.choice('MF') if mode == 'kind' or self.dice.random() < 0.95 else 'U', 'discharge_date': DAYS[self.tables.version],
                'discharge_status': self.dice.choice([1, 1, 1, 20, 2, 7]) if self.dice.random() < 0.7 else self.dice.choice(STATUSES),
                'length_of_stay': self.dice.choice([0, 1, 2, 3, 4, 5, 7, 12]), 'pdx': {'code': self.principal, 'poa': 'Y'},
                'sdx': [{'code': code, 'poa': self.dice.choice(INDICATORS[mode]).strip()} for code in self.secondary[:24]], 'procedures': self.done[:25]}


def main(folder, seed, count, versions, mode='kind'):
    dice = random.Random(int(seed))
    tables = [Tables(folder, int(version)) for version in versions.split(',')]
    for number in range(int(count)):
        print(json.dumps(Maker(dice, dice.choice(tables)).claim(number, mode)))


main(*sys.argv[1:])
