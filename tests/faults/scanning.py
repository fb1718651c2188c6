# SPDX-License-Identifier: Apache-2.0
"""An imaging desk and a mail gateway at a server that dies: what was fed, indexed, committed or taken out of the folder, and the judge of it."""
import base64
import hashlib
import http.client
import json
import os
import sqlite3
import struct
import time
import zlib


def picture(number):
    """A page that no other page resembles: 120 by 120 dots made of its number."""
    rows = b''.join(b'\0' + hashlib.sha512(f'{number}:{row}'.encode()).digest()[:60] * 2 for row in range(120))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 120, 120, 8, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def mail(number):
    head = f'From: fax@example.org\r\nSubject: Fax {number}\r\nMessage-ID: <{number}@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'
    parts = [base64.encodebytes(picture(f'mail {number} {page}')).decode() for page in (1, 2)]
    body = ''.join(f'--b\r\nContent-Type: image/png; name={page}.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{part}\r\n' for page, part in enumerate(parts))
    return (head + body + '--b--\r\n').encode()


def sha(data):
    return hashlib.sha256(data).hexdigest()


class Desk:
    """Feeds pages, indexes and commits some of them, drops mails. Remembers on a disk of its own what the server acknowledged."""

    def __init__(self, path, mails, patient):
        self.file = open(path, 'a')
        self.mails, self.patient = mails, patient
        self.fed, self.indexed, self.committed, self.filed, self.dropped = [], [], [], [], []
        self.wrong = []
        self.next = 0

    def told(self, kind, entry):
        getattr(self, kind).append(entry)
        self.file.write(json.dumps({kind: entry}) + '\n')
        self.file.flush()
        os.fsync(self.file.fileno())

    def work_until_it_dies(self, clerk, second, stop):
        try:
            while not stop.is_set():
                self.next += 1
                batch = self.feed(clerk, self.next)
                if self.next % 2 == 1:
                    self.file_it(clerk, second, batch)
                self.drop(self.next)
        except (OSError, http.client.HTTPException):
            pass  # the server is gone: nothing was told, so nothing is owed
        except AssertionError as wrong:  # it answered, and wrongly
            self.wrong.append(str(wrong))

    def drop(self, number):
        """As a gateway does: under another name first."""
        unfinished = os.path.join(self.mails, f'.{number}.part')
        with open(unfinished, 'wb') as file:
            file.write(mail(number))
        os.rename(unfinished, os.path.join(self.mails, f'{number}.eml'))
        self.dropped.append(number)

    def feed(self, clerk, number):
        batch = clerk.post('/api/scanning/batches', {'title': f'Stack {number}', 'sheets': 1})['id']
        page = picture(number)
        status, _, body = clerk.request('POST', f'/api/scanning/batches/{batch}/files', page, {'Content-Type': 'image/png'})
        assert status == 200, f'{status} {body[:200]!r}'
        self.told('fed', [batch, sha(page)])
        return batch

    def file_it(self, clerk, second, batch):
        until = time.time() + 20
        while clerk.get(f'/api/scanning/batches/{batch}')['state'] != 'separated':
            assert time.time() < until, 'the pages were not read'
            time.sleep(0.05)
        document = clerk.get(f'/api/scanning/batches/{batch}')['documents'][0]['id']
        clerk.post(f'/api/scanning/documents/{document}/index', {
            'patient': self.patient, 'confirmed': ['mrn', 'name'], 'type': '11524-6', 'service_date': '2026-02-25',
            'again': {'patient': '100042', 'type': '11524-6', 'service_date': '2026-02-25'}})
        self.told('indexed', [batch, document])
        state = clerk.post(f'/api/scanning/batches/{batch}/acts', {'event': 'pass-qa1'})['state']
        if state == 'qa1':
            second.post(f'/api/scanning/documents/{document}/check', {'verdict': 'right'})
        clerk.post(f'/api/scanning/batches/{batch}/commit', {})
        self.told('committed', [batch, document])
        filed = clerk.get(f'/api/scanning/documents/{document}')['resource']['id']
        self.told('filed', [filed, sha(content(clerk, filed))])


def content(api, document):
    status, _, body = api.request('GET', f'/api/documents/{document}/content')
    assert status == 200, f'{status} {body[:200]!r}'
    return body


def check_while_serving(api, desk):
    """What was indexed or committed is so still; nothing was answered wrongly."""
    yield from (f'answered wrongly: {line}' for line in desk.wrong)
    for batch, document in desk.indexed:
        seen = api.get(f'/api/scanning/documents/{document}')
        if seen['patient']['id'] != desk.patient:
            yield f'document {document} lost its index'
    for document, digest in desk.filed:
        if sha(content(api, document)) != digest:
            yield f'the bytes of document {document} changed'
    documents = [entry for entry in api.get(f'/api/patients/{desk.patient}/timeline?kind=document&limit=500')['items']]
    for batch, _ in desk.committed:
        state = api.get(f'/api/scanning/batches/{batch}')['state']
        if state != 'committed':
            yield f'batch {batch} was committed, and is {state}'
    if not len(desk.committed) <= len(documents) <= len(desk.committed) + len(desk.indexed):
        yield f'{len(desk.committed)} documents were committed, and {len(documents)} stand in the chart'
    if len({entry['resource']['id'] for entry in documents}) != len(documents):
        yield 'a document stands twice in the chart'


def check_at_rest(data, desk):
    """Each page that was fed and each page of a mail that left the folder: in one batch, once, its bytes whole."""
    rows = sqlite3.connect(os.path.join(data, 'charta.db'))
    held = {}
    for digest, batch in rows.execute('SELECT digest, batch FROM scan_feed'):
        held.setdefault(digest, []).append(batch)
    mails = {}
    for digest, batch in rows.execute('SELECT digest, batch FROM scan_mail'):
        mails.setdefault(digest, []).append(batch)
    rows.close()
    for _, digest in desk.fed:
        if len(held.get(digest, [])) != 1:
            yield f'a page was acknowledged, and stands in {len(held.get(digest, []))} batches'
    waiting = set(os.listdir(desk.mails))
    for number in desk.dropped:
        taken = len(mails.get(sha(mail(number)), []))
        if taken > 1 or (taken == 0 and f'{number}.eml' not in waiting):
            yield f'mail {number} left the folder, and is there {taken} times'
        batches = [held.get(sha(picture(f'mail {number} {page}')), []) for page in (1, 2)]
        if taken and (batches[0] != batches[1] or len(batches[0]) != 1):
            yield f'the pages of mail {number} stand in {batches}'
