#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long the house takes for what a device kept: python3 benchmarks/counter.py URL NAME PASSWORD

Against a simulated hospital (`charta demo --serve`): as many folders as stand in its file are lent and come back in groups of 50, as a device
sends them; then a shelf is read label by label, each waited for.
"""
import json
import sys
import time
import urllib.request
from datetime import datetime, timedelta, timezone

base, name, password = sys.argv[1:4]
cookie = ''


def ask(path, body=None):
    global cookie
    request = urllib.request.Request(base + path, data=None if body is None else json.dumps(body).encode(),
                                     headers={'Content-Type': 'application/json', 'X-Charta': '1', 'Cookie': cookie})
    with urllib.request.urlopen(request) as answer:
        cookie = (answer.headers.get('Set-Cookie') or cookie).split(';')[0]
        return json.loads(answer.read() or b'{}')


def sent(scans, group):
    took = []
    for at in range(0, len(scans), group):
        begun = time.perf_counter()
        answer = ask('/api/counter/scans', {'device': device, 'scans': scans[at:at + group]})
        took.append((time.perf_counter() - begun) * 1000)
        for one in answer['items']:
            outcomes[one['outcome']] = outcomes.get(one['outcome'], 0) + 1
    return sorted(took)


ask('/auth/sign-in', {'name': name, 'password': password})
device = f'benchmark-{time.time_ns()}'
outcomes, number = {}, 0
room = ask('/api/paper/places?text=file%20room&kind=room')['items'][0]
ward = ask('/api/paper/places?text=medicine')['items'][0]
folders = [one for one in ask(f"/api/paper/places/{room['id']}/volumes?limit=500")['items'] if one['state'] == 'in-file' and not one['needs_purpose']]
begin = datetime.now(timezone.utc) - timedelta(minutes=30)


def scan(kind, folder, **more):
    global number
    number += 1
    at = (begin + timedelta(milliseconds=100 * number)).isoformat(timespec='milliseconds').replace('+00:00', 'Z')
    return {'number': number, 'kind': kind, 'barcode': folder['barcode'], 'at_time': at, 'difference': 0, **more}


for kind in ('charge-out', 'check-in'):
    took = sent([scan(kind, one, to_barcode=ward['barcode']) if kind == 'charge-out' else scan(kind, one) for one in folders], 50)
    print(f'{kind}: {len(folders)} scans in {sum(took):.0f} ms, {sum(took) / len(folders):.1f} ms each')
audit = ask('/api/paper/audits', {'room': room['id'], 'volumes': min(100, len(folders)), 'from_number': folders[0]['filed_as']})
took = sent([scan('inventory', one, audit=audit['id'], live=True) for one in folders[:100]], 1)
print(f'inventory: {len(took)} labels, one at a time: median {took[len(took) // 2]:.1f} ms, most {took[-1]:.1f} ms')
print(outcomes)
