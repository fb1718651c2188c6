# SPDX-License-Identifier: Apache-2.0
"""Which members of two answers differ: compare.py CLAIMS OFFICIAL CHARTA; with --rows CLAIMS the claims as rows for the official program."""
import collections
import json
import sys

MEMBERS = ('initial_mdc', 'initial_drg', 'mdc', 'drg', 'base_drg', 'initial_grc', 'grc', 'med_surg', 'severity', 'initial_severity', 'hac_status', 'hac_count')
OF_DIAGNOSIS, OF_PROCEDURE = ('sev', 'isev', 'impact', 'hac'), ('or', 'impact')


def claims_in(path):
    with open(path) as file:
        yield from map(json.loads, file)


def row_of(claim):
    spell = lambda one: one['code'] + (':' + one['poa'] if one['poa'] else '')
    return '\t'.join(map(str, (claim['id'], claim['id'].split('-')[0], claim['age'], claim['sex'], claim['discharge_status'], claim['length_of_stay'], claim['discharge_date'],
                               spell(claim['pdx']), ' '.join(map(spell, claim['sdx'])), ' '.join(claim['procedures']))))


def differences(official, ours):
    """(member, the official answer, ours)"""
    said = dict(zip(MEMBERS, official[1:13]))
    yield from ((name, said[name], str(ours[name])) for name in MEMBERS if said[name] != str(ours[name]))
    for kind, members, theirs, mine in (('diagnosis', OF_DIAGNOSIS, official[13], ours['sdx']), ('procedure', OF_PROCEDURE, official[14], ours['procedures'])):
        for place, (one, other) in enumerate(zip(theirs.split(), mine, strict=True)):
            for member, value in zip(members, one.split(',')):
                if value != str(other[member]).lower() and value != str(other[member]):
                    yield f'{member} of a {kind}', f'{place + 1}: {value}', str(other[member])
    edits = '{' + ', '.join(f'{name}={count}' for name, count in sorted(ours['mce'].items())) + '}'
    if official[16] != edits:
        yield 'mce', official[16], edits
    if official[15] != ours['mce_type']:
        yield 'mce_type', official[15], ours['mce_type']


def main(claims, official, charta):
    of_claim = {claim['id']: claim for claim in claims_in(claims)}
    answers = {answer['id']: answer for answer in claims_in(charta)}
    counts, examples, others = collections.Counter(), {}, 0
    with open(official) as file:
        for line in file:
            fields = line.rstrip('\n').split('\t')
            found = list(differences(fields, answers[fields[0]]))
            others += bool(found)
            for name in {one[0] for one in found}:
                counts[name] += 1
                examples.setdefault(name, (row_of(of_claim[fields[0]]), found))
    for name, (row, found) in examples.items():
        print(f'{name}, for instance: {row}\n    {found}')
    print(f'{len(of_claim)} claims, {len(answers)} answers; {others} differ: {dict(counts)}')


if sys.argv[1] == '--rows':
    for each in claims_in(sys.argv[2]):
        print(row_of(each))
else:
    main(*sys.argv[1:])
