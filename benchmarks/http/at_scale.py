# SPDX-License-Identifier: Apache-2.0
"""A hospital of a million resources, written as files that `charta import fhir` reads: many people, and one chart of 5,000 documents."""
import base64
import os

import synthetic

DOCUMENTS = 5_000
SYLLABLES = ['ba', 'cor', 'del', 'fen', 'gar', 'hol', 'jin', 'kas', 'lom', 'mer', 'nov', 'pel', 'ros', 'san', 'tur', 'vel', 'wes', 'zam']


def family(dice):
    """Of about 105,000, so that a name is shared by about ten people in a million."""
    return ''.join(dice.choice(SYLLABLES) for _ in range(4)).capitalize()


def person(dice, number):
    made = synthetic.patient(dice, number)
    made['name'][0]['family'] = family(dice)
    return made


def question(number):
    """Somebody of the same town: a name of those that the index is full of, with birth date, sex and telephone."""
    asked = person(synthetic.dice(1000 + number), 50_000_000 + number)
    name = asked['name'][0]
    phones = [contact['value'] for contact in asked.get('telecom', []) if contact.get('system') == 'phone']
    return {'family': name['family'], 'given': name['given'][0], 'birth_date': asked['birthDate'], 'sex': asked['gender'], 'phone': phones[0] if phones else ''}


def create(resource, url=None):
    entry = {'resource': resource, 'request': {'method': 'POST', 'url': resource['resourceType']}}
    return {**entry, **({'fullUrl': url} if url else {})}


def document(dice, subject, number):
    text = f'Report {number}. Lungs clear, heart size normal, no acute finding. ' * 4
    return {'resourceType': 'DocumentReference', 'status': 'current', 'subject': {'reference': subject},
            'type': {'coding': [{'system': 'http://loinc.org', 'code': '18748-4', 'display': 'Diagnostic imaging study'}], 'text': f'Chest X-ray {number}'},
            'date': f'{1980 + number % 45}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}T{dice.randrange(24):02d}:00:00Z',
            'content': [{'attachment': {'contentType': 'text/plain', 'data': base64.b64encode(text.encode()).decode()}}]}


def write(folder, name, entries):
    with open(os.path.join(folder, name + '.json'), 'w') as file:
        file.write(synthetic.compact({'resourceType': 'Bundle', 'type': 'transaction', 'entry': entries}))


def write_people(folder, count, size=500):
    dice = synthetic.dice(17)
    for first in range(0, count, size):
        write(folder, f'people-{first:08d}', [create(person(dice, number)) for number in range(first, min(count, first + size))])


def write_long_chart(folder, size=250):
    """One person; every bundle names them by their number."""
    dice = synthetic.dice(19)
    owner = synthetic.patient(dice, 99_999_999)
    owner['name'] = [{'family': 'Longchart', 'given': ['Ottilie']}]
    write(folder, 'chart-00000', [create(owner)])
    subject = 'Patient?identifier=urn:oid:2.999.1.1|B99999999'
    for first in range(0, DOCUMENTS, size):
        write(folder, f'chart-{first + 1:05d}', [create(document(dice, subject, number)) for number in range(first, first + size)])
