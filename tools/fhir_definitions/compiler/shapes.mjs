// SPDX-License-Identifier: Apache-2.0
// A shape is what one JSON object may hold: a resource, a data type, or a backbone element. A member is one JSON name of it;
// the variants of a choice (valueString, valueQuantity, …) are members of one element.

const SYSTEM_TYPE = 'http://hl7.org/fhirpath/System.'

export const capital = (word) => word[0].toUpperCase() + word.slice(1)
const lastPart = (text) => text.slice(text.lastIndexOf('/') + 1)

/** `id` and `Extension.url` are typed by FHIRPath in the definitions; FHIR R4 "Resource.id" and "Extension.url" name their formats. */
function plainType(element, code, definition) {
  if (!code.startsWith(SYSTEM_TYPE)) return code
  if (element.path === 'Extension.url') return 'uri'
  return definition.kind === 'resource' && element.path === `${definition.type}.id` ? 'id' : 'string'
}

function typesOf(element, definition) {
  return (element.type ?? []).map((type) => ({
    code: plainType(element, type.code, definition),
    targets: (type.targetProfile ?? []).map(lastPart).sort(),
  }))
}

function bindingOf(element) {
  const binding = element.binding
  return binding?.strength === 'required' && binding.valueSet ? binding.valueSet.split('|')[0] : undefined
}

function toElement(element, definition, paths) {
  const name = element.path.slice(element.path.lastIndexOf('.') + 1)
  return {
    name,
    choice: name.endsWith('[x]'),
    min: element.min,
    summary: element.isSummary === true,
    list: (element.base?.max ?? element.max) === '*',
    types: typesOf(element, definition),
    reference: element.contentReference?.replace(/^.*#/, ''),
    backbone: paths.has(element.path) ? element.path : undefined,
    binding: bindingOf(element),
  }
}

/** path -> { path, resource, elements }, for every type and every backbone element in it. */
export function buildShapes(definitions) {
  const shapes = new Map()
  for (const definition of definitions.types.values()) {
    if (definition.kind === 'primitive-type') continue
    const elements = definition.snapshot.element
    const parents = new Set(elements.map((e) => e.path.slice(0, e.path.lastIndexOf('.'))).filter(Boolean))
    for (const element of elements) {
      if (parents.has(element.path) || element.path === definition.type)
        shapes.set(element.path, { path: element.path, resource: definition.kind === 'resource', abstract: definition.abstract, elements: [] })
      const parent = shapes.get(element.path.slice(0, element.path.lastIndexOf('.')))
      if (parent) parent.elements.push(toElement(element, definition, parents))
    }
  }
  for (const shape of shapes.values()) shape.members = membersOf(shape)
  return shapes
}

function membersOf(shape) {
  return shape.elements.flatMap((element, number) => {
    const shared = { element: number, list: element.list, binding: element.binding }
    if (element.backbone) return [{ ...shared, name: element.name, shape: element.backbone, targets: [] }]
    if (element.reference) return [{ ...shared, name: element.name, shape: element.reference, targets: [] }]
    return element.types.map((type) => ({
      ...shared,
      name: element.choice ? element.name.slice(0, -3) + capital(type.code) : element.name,
      type: type.code,
      targets: type.targets,
    }))
  })
}

/** The members that a FHIRPath step reaches: an element's plain name, or every variant of a choice. */
export function membersNamed(shape, step) {
  return shape.members.filter((member) => {
    const element = shape.elements[member.element]
    return element.name === step || (element.choice && element.name.slice(0, -3) === step)
  })
}
