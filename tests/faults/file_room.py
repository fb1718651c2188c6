# SPDX-License-Identifier: Apache-2.0
"""A file room at a server that dies: movements, scans that were kept without it, requisitions from another system, and the judge of all three."""
import http.client
import json
import os
import sqlite3
import threading
import time

VOLUMES_EACH = 4


def furnish(api, patient):
    """A room, two borrowers and volumes for each of the three who work with them."""
    room = api.post('/api/paper/places', {'kind': 'room', 'name': 'File room'})['id']
    borrowers = [api.post('/api/paper/places', {'kind': 'ward', 'name': f'Ward {number}', 'code': f'W{number}'}) for number in (1, 2)]
    volumes = [api.post('/api/paper/volumes', {'patient': patient, 'home': room})['volume'] for _ in range(3 * VOLUMES_EACH)]
    return room, borrowers, volumes


class Desk:
    """Moves, reconciles and asks. Remembers on a disk of its own what the server acknowledged, and what it was only sent."""

    def __init__(self, path, patient, room, borrowers, volumes):
        self.file = open(path, 'a')
        self.lock = threading.Lock()
        self.patient, self.room, self.borrowers, self.volumes = patient, room, borrowers, volumes
        self.moved, self.scanned, self.asked, self.known, self.sent = [], [], [], [], set()
        self.kept, self.again, self.wrong = [], 0, []
        self.next = 0

    def told(self, kind, entry):
        with self.lock:
            getattr(self, kind).append(entry)
            self.file.write(json.dumps({kind: entry}) + '\n')
            self.file.flush()
            os.fsync(self.file.fileno())

    def number(self):
        with self.lock:
            self.next += 1
            return self.next

    def work_until_it_dies(self, desk, program, stop):
        threads = [threading.Thread(target=self.go_on, args=(act, api, stop))
                   for act, api in ((self.move_one, desk), (self.bring_scans, desk), (self.ask_one, program))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def go_on(self, act, api, stop):
        try:
            while not stop.is_set():
                act(api)
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: nothing was told, so nothing is owed
        except AssertionError as wrong:  # it answered, and wrongly
            self.wrong.append(str(wrong))

    def move_one(self, api):
        number = self.number()
        volume = self.volumes[number % VOLUMES_EACH]['id']
        is_out = api.get(f'/api/paper/volumes/{volume}')['volume']['state'] == 'out'
        body = {'kind': 'check-in', 'note': f'n{number}'} if is_out else {'kind': 'charge-out', 'to': self.borrowers[number % 2]['id'], 'note': f'n{number}'}
        self.sent.add(f'n{number}')
        api.post(f'/api/paper/volumes/{volume}/movements', body)
        self.told('moved', [volume, f'n{number}'])

    def bring_scans(self, api):
        """A device comes back with some scans of one volume. What got no answer, it keeps, and brings again to the server's next life."""
        if not self.kept:
            self.kept = self.scan_some(api)
        else:
            self.again += 1
        volume, scans = self.kept
        answers = api.post('/api/counter/scans', {'device': 'phone', 'scans': scans})['items']
        for scan, answer in zip(scans, answers, strict=True):
            assert answer['outcome'] == 'done', f'scan {scan["number"]}: {answer["outcome"]} {answer.get("asks")} {answer.get("says")}'
            self.told('scanned', [volume, f'd{scan["number"]}'])
        self.kept = []
        same = api.post('/api/counter/scans', {'device': 'phone', 'scans': scans})['items']
        assert [(one['id'], one['outcome']) for one in same] == [(one['id'], one['outcome']) for one in answers], f'what was answered is answered otherwise: {same}'

    def scan_some(self, api):
        first = self.number()
        volume = self.volumes[VOLUMES_EACH + first % VOLUMES_EACH]
        seen = api.get(f'/api/paper/volumes/{volume["id"]}')['volume']
        kinds = ['check-in', 'charge-out', 'check-in'] if seen['state'] == 'out' else ['charge-out', 'check-in', 'charge-out']
        numbers = [first] + [self.number() for _ in kinds[1:]]
        self.sent.update(f'd{number}' for number in numbers)
        now = time.time() - 0.01
        at = [time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now + step / 1000)) + f'.{int((now + step / 1000) * 1000) % 1000:03d}Z' for step in range(len(kinds))]
        return volume['id'], [{'barcode': volume['barcode'], 'kind': kind, 'number': number, 'at_time': when, **({'to_barcode': self.borrowers[number % 2]['barcode']} if kind == 'charge-out' else {})}
                              for kind, number, when in zip(kinds, numbers, at)]

    def ask_one(self, api):
        """Every third is sent twice; what a life before this one acknowledged is sent again, and is the same Task."""
        number = self.number()
        task = self.send(api, number)
        self.told('asked', [f'A{number}', task])
        if number % 3 == 0:
            old, same = self.asked[(number * 7) % len(self.asked)]
            self.told('known', [old, same, self.send(api, int(old[1:]))])
        if number % 2 == 0:
            status, _, body = api.request('PUT', f'/fhir/Task/{task}', {'resourceType': 'Task', 'id': task, 'status': 'cancelled', 'intent': 'order'})
            assert status == 200, f'{status} {body[:200]!r}'

    def send(self, api, number):
        volume = self.volumes[2 * VOLUMES_EACH + number % VOLUMES_EACH]['id']
        return api.post('/fhir/Task', {
            'resourceType': 'Task', 'identifier': [{'system': 'urn:example:orders', 'value': f'A{number}'}], 'status': 'requested', 'intent': 'order',
            'code': {'coding': [{'system': 'urn:charta:work-item-kind', 'code': 'paper-requisition'}]}, 'for': {'reference': f'Patient/{self.patient}'},
            'focus': {'reference': f'Basic/pv-{volume}'}, 'location': {'identifier': {'system': 'urn:charta:paper-place-code', 'value': f'W{1 + number % 2}'}}})['id']


def check_while_serving(api, desk):
    """Each acknowledged requisition is there, under the one Task that was told; nothing was answered wrongly."""
    yield from (f'answered wrongly: {line}' for line in desk.wrong)
    for number, task in desk.asked:
        seen = api.get(f'/fhir/Task/{task}')
        if number not in [one['value'] for one in seen.get('identifier', [])]:
            yield f'requisition {number} was acknowledged as {task}, which does not have its number'
    for number, first, again in desk.known:
        if first != again:
            yield f'requisition {number} was {first}, and resent it became {again}'
    for volume in desk.volumes:
        seen = api.get(f'/fhir/Basic?code=paper-movement&volume=Basic/pv-{volume["id"]}&_count=500')
        place = api.get(f'/api/paper/volumes/{volume["id"]}')['volume']['place']['id']
        last = {part['url']: part for part in seen['entry'][-1]['resource']['extension'][0]['extension']} if 'total' in seen else {}
        if last and last['to']['valueReference']['reference'] != f'Location/pl-{place}':
            yield f'volume {volume["id"]} is at {place} at the desk, and elsewhere over FHIR'


def check_at_rest(data, desk):
    """Each acknowledged movement once, in its order; each volume where its last movement brought it; each number one requisition."""
    rows = sqlite3.connect(os.path.join(data, 'charta.db'))
    history = {}
    for volume, note, device, number in rows.execute('SELECT volume, note, device, device_number FROM paper_movement ORDER BY movement'):
        history.setdefault(volume, []).append(f'd{number}' if device else note)
    every = [name for names in history.values() for name in names]
    for kind in ('moved', 'scanned'):
        by_volume = {}
        for volume, name in getattr(desk, kind):
            by_volume.setdefault(volume, []).append(name)
            if every.count(name) != 1:
                yield f'{name} was acknowledged, and is there {every.count(name)} times'
        for volume, names in by_volume.items():
            owner = [one for one in history.values() if names[0] in one]
            if owner and [name for name in owner[0] if name in set(names)] != names:
                yield f'the movements of volume {volume} stand in another order than they were acknowledged'
    for name in every:
        if name and name not in desk.sent:
            yield f'{name} is a movement that nobody sent'
    for volume, place, state, last, kind in rows.execute('''
            SELECT v.volume, v.place, v.state, m.to_place, m.kind FROM paper_volume v JOIN paper_movement m
              ON m.movement = (SELECT max(n.movement) FROM paper_movement n WHERE n.volume = v.volume)'''):
        if place != last:
            yield f'volume {volume} is at {place}, and its last movement brought it to {last}'
        if (state == 'out') != (kind in ('charge-out', 'recharge')):
            yield f'volume {volume} is {state} after {kind}'
    numbers = {}
    for value, requisition in rows.execute('SELECT s.value, r.requisition FROM paper_sent_request s JOIN paper_requisition r ON r.requisition = s.requisition'):
        numbers.setdefault(value, []).append(requisition)
    for number, _ in desk.asked:
        if len(numbers.get(number, [])) != 1:
            yield f'requisition {number} was acknowledged, and is there {len(numbers.get(number, []))} times'
    items = dict(rows.execute("SELECT subject, state FROM work_item WHERE kind = 'paper-requisition'"))
    for requisition, state in rows.execute('SELECT requisition, state FROM paper_requisition'):
        if items.get(requisition) != state:
            yield f'requisition {requisition} is {state}, and its work item {items.get(requisition)}'
    rows.close()
