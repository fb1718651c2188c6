# SPDX-License-Identifier: Apache-2.0
"""A backup taken while serving, restored elsewhere, holds and finds everybody again."""
import os
import shutil
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import hospital as h  # noqa: E402


class Backup(unittest.TestCase):
    def setUp(self):
        self.folder, self.elsewhere = h.Folder(), h.Folder()
        h.program_token(self.folder.path)
        self.server = h.Server(self.folder.path).start()
        line = h.Mllp(self.server.mllp_port)
        for number in range(20):
            self.assertEqual(h.ack_code(line.exchange(h.admit(f'k{number}', f'5{number:04d}'))), 'AA')
        line.close()
        self.file = os.path.join(self.elsewhere.path, 'hospital.charta')

    def tearDown(self):
        self.server.stop()
        self.folder.remove()
        self.elsewhere.remove()

    def test_a_backup_made_while_serving_is_restored_and_verified(self):
        key_made = os.path.join(self.folder.path, 'ledger.key')
        until = time.time() + 10  # the first checkpoint is signed soon after the first entry
        while not os.path.exists(key_made) and time.time() < until:
            time.sleep(0.1)
        h.console('backup', self.file, data=self.folder.path)
        key = os.path.join(self.elsewhere.path, 'ledger.key')
        shutil.copy(key_made, key)
        restored = os.path.join(self.elsewhere.path, 'restored')
        _, out, _ = h.console('restore', self.file, '--ledger-key', key, data=restored)
        self.assertIn('everything holds', out)
        self.assertIn('50007', h.console('search', '50007', data=restored)[1])

    def test_a_damaged_backup_is_refused_and_writes_nothing(self):
        h.console('backup', self.file, data=self.folder.path)
        with open(self.file, 'r+b') as file:
            file.seek(os.path.getsize(self.file) // 2)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 1]))
        restored = os.path.join(self.elsewhere.path, 'restored')
        code, _, err = h.console('restore', self.file, data=restored, check=False)
        self.assertEqual(code, 1, err)
        self.assertFalse(os.path.exists(os.path.join(restored, 'charta.db')))

    def test_a_directory_that_is_not_empty_is_refused(self):
        h.console('backup', self.file, data=self.folder.path)
        code, _, err = h.console('restore', self.file, data=self.folder.path, check=False)
        self.assertEqual(code, 1)
        self.assertIn(self.folder.path, err)


if __name__ == '__main__':
    unittest.main(verbosity=2)
