# SPDX-License-Identifier: Apache-2.0
"""The downtime drill: a server keeps the pack fresh, dies, the pack is read from the disk, and work goes on."""
import os
import shutil
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'support'))
import hospital as h  # noqa: E402

PASSPHRASE = 'copper lantern seven orchard'


class DowntimeDrill(unittest.TestCase):
    def setUp(self):
        self.folder, self.share = h.Folder(), h.Folder()
        self.words = os.path.join(self.share.path, 'passphrase')
        with open(self.words, 'w', encoding='utf-8') as file:
            file.write(PASSPHRASE + '\n')
        os.chmod(self.words, 0o600)
        self.pack = os.path.join(self.share.path, 'downtime-pack.html')
        self.token = h.program_token(self.folder.path)
        self.options = ['--downtime-folder', self.share.path, '--downtime-passphrase', self.words]
        self.server = h.Server(self.folder.path, *self.options).start()
        line = h.Mllp(self.server.mllp_port)
        for number in range(12):
            self.assertEqual(h.ack_code(line.exchange(h.admit(f'k{number}', f'5{number:04d}'))), 'AA')
        line.close()

    def tearDown(self):
        self.server.stop()
        self.folder.remove()
        self.share.remove()

    def somebody(self):
        """Of the record: name, number and birth date as the pack must show them."""
        hit = h.Client(self.server, self.token).get('/api/patients/find?q=50007')['items'][0]
        return {'NAME': hit['name'].split(',')[0], 'NUMBER': hit['mrn'], 'BORN': hit['birth_date'], 'PLACE': ''}

    def test_a_pack_is_there_without_being_asked_for_and_outlives_the_server(self):
        until = time.time() + 30
        while not os.path.exists(self.pack) and time.time() < until:
            time.sleep(0.1)
        self.assertTrue(os.path.exists(self.pack), 'the timer made it')
        h.console('downtime', 'build', data=self.folder.path)  # in the running server: with everybody who was just admitted
        who = self.somebody()
        self.server.kill()
        with open(self.pack, encoding='utf-8') as file:
            self.assertNotIn(who['NAME'], file.read())
        with open(os.path.join(self.folder.path, 'server.log'), encoding='utf-8') as file:
            log = file.read()
        self.assertIn('downtime.pack_made', log)
        self.assertNotIn(who['NAME'], log)
        if not shutil.which('node') or not os.path.isdir(os.path.join(h.ROOT, 'web', 'node_modules')):
            self.skipTest('no browser at hand: the pack was made and not opened')
        environment = {**os.environ, 'CHARTA_PACK': self.pack, 'CHARTA_PACK_WORDS': self.words,
                       **{'CHARTA_PACK_' + name: value for name, value in who.items()}}
        read = subprocess.run(['node', '--test', os.path.join(HERE, 'web', 'pack_from_disk.mjs')], env=environment, cwd=h.ROOT,
                              capture_output=True, text=True, timeout=600)
        self.assertEqual(read.returncode, 0, read.stdout[-4000:])

    def test_the_whole_drill_ends_with_every_number_accounted_for(self):
        client = h.Client(self.server, self.token)
        event = client.post('/api/downtime/events', {'what': 'drill: power of the server room'})
        path = '/api/downtime/events/' + event['id']
        issued = client.post(path + '/forms', {'kind': 'requisition', 'count': 4})
        client.post(path + '/forms', {'kind': 'note', 'count': 3})
        status, headers, pdf = client.request('POST', path + '/print', {'from': 1, 'until': 7})
        self.assertEqual((status, headers['Content-Type'], pdf[:5]), (200, 'application/pdf', b'%PDF-'))
        h.console('downtime', 'build', data=self.folder.path)
        self.server.kill()  # the forms are on paper, and so is the work
        self.assertTrue(os.path.exists(self.pack))
        self.server.start()
        client.post(path + '/acts', {'event': 'end'})
        barcodes = [form['barcode'] for form in issued['forms']]
        status, _, refused = client.request('POST', path + '/acts', {'event': 'close'})
        self.assertEqual(status, 422)
        self.assertIn(b'7 forms are not accounted for', refused)
        for barcode in barcodes[:3]:
            client.post('/api/downtime/forms', {'number': barcode, 'state': 'used'})
        client.post('/api/downtime/forms', {'number': barcodes[3], 'state': 'spoiled', 'reason': 'coffee'})
        report = client.post(path + '/unused', {'from': 1, 'until': 7})
        self.assertEqual([report[name] for name in ('out', 'used', 'spoiled', 'unused', 'conflicts')], [0, 3, 1, 3, 0])
        self.assertEqual(client.post(path + '/acts', {'event': 'close'})['state'], 'closed')
        again = client.post(path.replace(event['id'], client.post('/api/downtime/events', {'what': 'another'})['id']) + '/forms',
                            {'kind': 'note', 'count': 1})
        self.assertEqual(again['forms'][0]['number'], 8, 'no number is given twice')

    def test_without_a_passphrase_no_pack_is_made(self):
        out = os.path.join(self.share.path, 'other.html')
        with open(self.words, 'w', encoding='utf-8') as file:
            file.write('hospital\n')
        code, _, err = h.console('downtime', 'build', '--out', out, data=self.folder.path, check=False)
        self.assertEqual(code, 1)
        self.assertIn('too weak', err)
        self.assertFalse(os.path.exists(out))


if __name__ == '__main__':
    unittest.main(verbosity=2)
