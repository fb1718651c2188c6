# SPDX-License-Identifier: Apache-2.0
"""The walk through of docs/guides/paper-charts-fhir.md as it is printed there, against a server with a file room."""
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import hospital as h  # noqa: E402

GUIDE = os.path.join(h.ROOT, 'docs', 'guides', 'paper-charts-fhir.md')


class PaperGuide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = h.Folder()
        h.console('user', 'add', 'mia', '--role', 'file_clerk', '--role', 'registrar', data=cls.folder.path, stdin='a long passphrase 1\n')
        token = h.program_token(cls.folder.path)
        cls.server = h.Server(cls.folder.path).start()
        patient = h.Client(cls.server, token).post('/fhir/Patient', {'resourceType': 'Patient', 'name': [{'family': 'Marsh', 'given': ['Ada']}], 'birthDate': '1961-04-02',
                                                                    'identifier': [{'system': 'urn:oid:1.2.3', 'value': '100042', 'type': {'coding': [{'code': 'MR'}]}}]})['id']
        desk = h.Client(cls.server)
        desk.sign_in('mia', 'a long passphrase 1')
        room = desk.post('/api/paper/places', {'kind': 'room', 'name': 'File room'})['id']
        desk.post('/api/paper/places', {'kind': 'ward', 'name': 'Ward 3', 'code': '3W'})
        desk.post('/api/paper/volumes', {'patient': patient, 'home': room})

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        code, out, err = h.console('verify', data=cls.folder.path, check=False)
        cls.folder.remove()
        assert code == 0, out + err

    def test_every_command_of_the_guide_does_what_it_says(self):
        with open(GUIDE, encoding='utf-8') as guide:
            script = '\n'.join(re.findall(r'```sh\n(.*?)```', guide.read(), re.S))
        self.assertIn('/fhir/Task', script)
        done = subprocess.run(['bash', '-euo', 'pipefail', '-c', script], capture_output=True, text=True, timeout=120, cwd=h.ROOT,
                              env={**os.environ, 'CHARTA': h.PROGRAM, 'DATA': self.folder.path, 'BASE': self.server.url('')})
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertEqual(done.stdout.split(), ['requested', '1', '1', 'cancelled', 'paper-movement'])


if __name__ == '__main__':
    unittest.main()
