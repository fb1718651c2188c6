// SPDX-License-Identifier: Apache-2.0
#include "record/resources/index_rows.hpp"
#include "record/resources/parameter_plan.hpp"
#include "record/resources/search_conditions_store.hpp"
#include "record/resources/token_text_store.hpp"
#include "record/resources/value_set.hpp"

#include <algorithm>

namespace charta::resources {

using fhir::SearchType;

namespace {

// A statement binds each code; the engines allow some 32,000 values.
constexpr std::size_t code_limit = 4'000;

}  // namespace

Result<void> FilterResolver::add_target(const Filter& filter, std::string_view type, ResourceId key, ResolvedFilter& out) {
  const bool is_patient = type == "Patient";
  std::vector<PatientId> persons{PatientId(key.key())};
  if (is_patient && expand_) {
    CHARTA_TRY(persons, expand_(reader_, persons.front()));
  }
  if (is_patient && plan_of(*filter.parameter).by_patient) {
    out.patients.insert(out.patients.end(), persons.begin(), persons.end());
  } else if (is_patient) {
    for (const PatientId person : persons) out.targets.push_back(person.key());
  } else {
    out.targets.push_back(key.key());
  }
  return {};
}

Result<void> FilterResolver::resolve_reference(const Filter& filter, const SearchValue& value, ResolvedFilter& out) {
  const ReferenceText reference = read_reference(value.text);
  if (reference.kind == ReferenceText::Kind::outside) {
    out.urls.push_back(index_key(value.text));
    return {};
  }
  std::vector<std::string_view> types(filter.parameter->targets.begin(), filter.parameter->targets.end());
  std::string_view id = value.text;
  if (reference.kind == ReferenceText::Kind::local) {
    types = {reference.type};
    id = reference.id;
  }
  if (!filter.target_type.empty()) types = {filter.target_type};
  for (const std::string_view type : types) {
    CHARTA_TRY(const ResourceId key, resources_.key_of(reader_, fhir::resource_type_number(type), id));
    if (!key.is_set()) continue;
    if (types.size() > 1 && key_of_id(id) != 0) {  // one row has this key: it says which type is meant
      CHARTA_TRY(const auto row, resources_.find(reader_, key));
      if (!row || row->type != fhir::resource_type_number(type)) continue;
    }
    CHARTA_TRY_DO(add_target(filter, type, key, out));
  }
  return {};
}

Result<void> FilterResolver::resolve_systems(const Filter& filter, ResolvedFilter& out) {
  for (const SearchValue& value : filter.values) {
    std::optional<std::int64_t> number;
    bool impossible = false;
    if (value.system) {
      CHARTA_TRY(number, systems_.find(reader_, *value.system));
      impossible = !number.has_value();
    }
    out.systems.push_back(number);
    out.impossible.push_back(impossible ? 1 : 0);
  }
  out.nothing = std::all_of(out.impossible.begin(), out.impossible.end(), [](char impossible) { return impossible != 0; });
  return {};
}

Result<Filter> FilterResolver::as_codes(const Filter& filter) {
  Filter codes = filter;
  codes.values.clear();
  codes.modifier = filter.modifier == Modifier::not_in ? Modifier::negated : Modifier::none;
  if (filter.modifier == Modifier::text) {
    for (const SearchValue& value : filter.values)
      CHARTA_TRY_DO(add_codes_of_text(reader_, *filter.parameter, value.text, codes.values));
  } else {
    ValueSetReader sets(reader_, resources_);
    for (const SearchValue& value : filter.values) CHARTA_TRY_DO(sets.add_codes(value.text, codes.values));
  }
  if (codes.values.size() > code_limit)
    return fail(ErrorKind::too_large, "the search means more than " + std::to_string(code_limit) + " codes; narrow it",
                std::string(filter.parameter->code));
  return codes;
}

Result<ResolvedFilter> FilterResolver::resolve(const Filter& asked) {
  ResolvedFilter out{.filter = &asked};
  if (asked.modifier == Modifier::text || asked.modifier == Modifier::in || asked.modifier == Modifier::not_in) {
    CHARTA_TRY(Filter codes, as_codes(asked));
    out.made = std::make_shared<const Filter>(std::move(codes));
    out.filter = out.made.get();
  }
  const Filter& filter = *out.filter;
  for (const Filter& inner : filter.inner) {
    CHARTA_TRY(auto resolved, resolve(inner));
    out.inner.push_back(std::move(resolved));
  }
  if (!filter.inner.empty())
    out.nothing = std::all_of(out.inner.begin(), out.inner.end(), [](const ResolvedFilter& inner) {
      return inner.nothing && inner.filter->modifier != Modifier::negated;
    });
  if (filter.kind == Filter::Kind::id) {
    for (const SearchValue& value : filter.values) {
      CHARTA_TRY(const ResourceId key, resources_.key_of(reader_, fhir::resource_type_number(filter.type), value.text));
      if (key.is_set()) out.keys.push_back(key.key());
    }
    out.nothing = out.keys.empty();
  }
  if (filter.kind != Filter::Kind::parameter || filter.modifier == Modifier::missing) return out;
  const SearchType type = filter.parameter->search_type;
  if (type == SearchType::token || type == SearchType::quantity) CHARTA_TRY_DO(resolve_systems(filter, out));
  if (type == SearchType::reference) {
    for (const SearchValue& value : filter.values) CHARTA_TRY_DO(resolve_reference(filter, value, out));
    out.nothing = out.patients.empty() && out.targets.empty() && out.urls.empty();
  }
  return out;
}

}  // namespace charta::resources
