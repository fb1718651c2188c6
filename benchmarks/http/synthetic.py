# SPDX-License-Identifier: Apache-2.0
"""Invented resources for the benchmarks: patients, encounters, observations, of the size that hospitals write. The same seed, the same bytes."""
import json
import random

FAMILIES = ['Abbott', 'Almeida', 'Bauer', 'Brandt', 'Castillo', 'Chen', 'Dubois', 'Eriksen', 'Ferrari', 'Gallagher', 'Haddad', 'Ivanov', 'Jensen',
            'Kowalski', 'Larsen', 'Marsh', 'Novak', 'Okafor', 'Petrov', 'Quill', 'Rossi', 'Sato', 'Tanaka', 'Ueda', 'Varga', 'Whitfield', 'Yilmaz', 'Zhang']
GIVEN = ['Ada', 'Boris', 'Clara', 'Dmitri', 'Elena', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Karin', 'Luis', 'Mara', 'Nils', 'Olga', 'Pablo', 'Rosa', 'Sven', 'Tessa', 'Umar']
CODES = [('2823-3', 'Potassium'), ('2951-2', 'Sodium'), ('2345-7', 'Glucose'), ('718-7', 'Hemoglobin'), ('8867-4', 'Heart rate'), ('8480-6', 'Systolic blood pressure')]


def patient(dice, number):
    family = dice.choice(FAMILIES) + (dice.choice(['', '', 'son', 'berg', 'ova']))
    return {'resourceType': 'Patient', 'identifier': [{'use': 'usual', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'MR'}]},
                                                       'system': 'urn:oid:2.999.1.1', 'value': f'B{number:08d}'}],
            'name': [{'use': 'official', 'family': family, 'given': [dice.choice(GIVEN), dice.choice(GIVEN)]}],
            'telecom': [{'system': 'phone', 'value': f'555-{dice.randrange(1000):03d}-{dice.randrange(10000):04d}', 'use': 'home'}],
            'gender': dice.choice(['female', 'male']), 'birthDate': f'{dice.randrange(1930, 2024)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}',
            'address': [{'line': [f'{dice.randrange(1, 999)} Elm Street'], 'city': 'Springfield', 'state': 'IL', 'postalCode': f'{dice.randrange(60000, 62999)}', 'country': 'US'}]}


def observation(dice, subject, encounter=None):
    code, text = dice.choice(CODES)
    made = {'resourceType': 'Observation', 'status': 'final',
            'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/observation-category', 'code': 'laboratory', 'display': 'laboratory'}]}],
            'code': {'coding': [{'system': 'http://loinc.org', 'code': code, 'display': text}], 'text': text}, 'subject': {'reference': subject},
            'effectiveDateTime': f'2025-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}T{dice.randrange(24):02d}:{dice.randrange(60):02d}:00+00:00',
            'issued': f'2025-12-{dice.randrange(1, 29):02d}T10:00:00.000+00:00',
            'valueQuantity': {'value': dice.randrange(10, 2000) / 10, 'unit': 'mmol/L', 'system': 'http://unitsofmeasure.org', 'code': 'mmol/L'},
            'note': [{'text': 'Drawn at the bedside, sent by tube; repeated where the sample was haemolysed. ' * 6}]}
    if encounter:
        made['encounter'] = {'reference': encounter}
    return made


def bundle(dice, number, entries=120):
    """A transaction: one patient, one encounter, the rest observations."""
    def entry(name, resource):
        return {'fullUrl': f'urn:uuid:{number:08d}-0000-4000-8000-{name:012d}', 'resource': resource, 'request': {'method': 'POST', 'url': resource['resourceType']}}
    subject, visit = (f'urn:uuid:{number:08d}-0000-4000-8000-{n:012d}' for n in (1, 2))
    encounter = {'resourceType': 'Encounter', 'status': 'finished', 'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'},
                 'subject': {'reference': subject}, 'period': {'start': '2025-03-01T08:00:00+00:00', 'end': '2025-03-04T12:00:00+00:00'}}
    made = [entry(1, patient(dice, number)), entry(2, encounter)]
    made += [entry(3 + n, observation(dice, subject, visit)) for n in range(entries - 2)]
    return {'resourceType': 'Bundle', 'type': 'transaction', 'entry': made}


def compact(resource):
    return json.dumps(resource, separators=(',', ':'))


def dice(seed=7):
    return random.Random(seed)
