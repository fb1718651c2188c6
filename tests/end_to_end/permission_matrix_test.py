# SPDX-License-Identifier: Apache-2.0
"""Every address x every role: what the table data/rules/access/matrix.csv forbids is refused, what it allows is not, nothing answers 5xx."""
import csv
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import hospital as h  # noqa: E402

# Routes whose call would end the run or last for ever.
LEFT_OUT = {('GET', '/api/events'), ('POST', '/auth/sign-out'), ('POST', '/auth/sign-in'), ('POST', '/auth/unlock'), ('POST', '/auth/lock')}


class PermissionMatrix(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = h.Folder()
        cls.data = cls.folder.path
        h.console('user', 'add', 'admin0', '--program', '--role', 'admin', data=cls.data)
        with open(os.path.join(h.ROOT, 'data', 'rules', 'access', 'roles.json')) as file:
            text = json.load(file)
        cls.roles = [role['name'] for role in cls.find_roles(text)]
        cls.tokens = {role: h.program_token(cls.data, 'p-' + role.replace('_', '-'), role, ()) for role in cls.roles}
        cls.server = h.Server(cls.data).start()
        cls.granted = cls.read_matrix()

    @staticmethod
    def read_matrix():
        """role -> permissions, from the table that people review; never from what the server says of itself."""
        with open(os.path.join(h.ROOT, 'data', 'rules', 'access', 'matrix.csv'), newline='') as file:
            rows = list(csv.DictReader(file))
        roles = [name for name in rows[0] if name != 'permission']
        acts = [row for row in rows if not row['permission'].startswith('sees ')]  # the rest are sensitivity labels
        return {role: {row['permission'] for row in acts if row[role] == 'x'} for role in roles}

    @staticmethod
    def find_roles(node):
        if isinstance(node, list) and node and isinstance(node[0], dict) and 'permissions' in node[0]:
            return node
        for value in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else []):
            found = PermissionMatrix.find_roles(value)
            if found:
                return found
        return []

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.folder.remove()

    def routes(self):
        description = h.Client(self.server).get('/api/openapi.json')
        for path, operations in description['paths'].items():
            for method, operation in operations.items():
                if (method.upper(), path) not in LEFT_OUT:
                    yield method.upper(), path, operation.get('x-permission', ''), operation.get('security') == []

    def address(self, path):
        for name in ('{kind}', '{id}', '{name}', '{type}'):
            path = path.replace(name, 'held-message' if name == '{kind}' else 'nobody' if name == '{name}' else '0000000000001')
        return path

    def test_every_route_for_every_role(self):
        cells = 0
        for method, path, permission, is_open in self.routes():
            for role, token in self.tokens.items():
                status, _, body = h.Client(self.server, token).request(method, self.address(path), {} if method != 'GET' else None)
                allowed = is_open or set(permission.split()) <= self.granted[role]
                with self.subTest(route=f'{method} {path}', role=role):
                    self.assertLess(status, 500, body[:200])
                    if not allowed:
                        self.assertEqual(status, 403, body[:200])
                    elif permission:
                        self.assertNotEqual(status, 401, body[:200])
                        if status == 403:  # some other reason may stand, such as an act that only a person may do
                            self.assertNotIn(b'needs the permission', body)
                cells += 1
        print(f'{cells} cells of the permission matrix')
        self.assertGreater(cells, 300)

    def test_the_server_grants_what_the_table_says(self):
        served = h.Client(self.server, self.tokens['admin']).get('/api/roles')['items']
        self.assertEqual({role['name']: set(role['permissions']) for role in served}, self.granted)

    def test_nobody_gets_in_without_a_token(self):
        for method, path, _, is_open in self.routes():
            if is_open or path == '/metrics':
                continue
            with self.subTest(route=f'{method} {path}'):
                status, _, _ = h.Client(self.server).request(method, self.address(path), {} if method != 'GET' else None)
                self.assertEqual(status, 401)


if __name__ == '__main__':
    unittest.main(verbosity=2)
