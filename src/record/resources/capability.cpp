// SPDX-License-Identifier: Apache-2.0
#include "record/resources/capability.hpp"

#include "formats/fhir/definitions.hpp"
#include "record/resources/composite.hpp"
#include "record/resources/parameter_plan.hpp"

namespace charta::resources {
namespace {

using fhir::SearchType;

std::string_view code_of(SearchType type) {
  switch (type) {
    case SearchType::number:
      return "number";
    case SearchType::date:
      return "date";
    case SearchType::string:
      return "string";
    case SearchType::token:
      return "token";
    case SearchType::reference:
      return "reference";
    case SearchType::composite:
      return "composite";
    case SearchType::quantity:
      return "quantity";
    case SearchType::uri:
      return "uri";
    case SearchType::special:
      return "special";
  }
  return "special";
}

bool is_supported(const fhir::SearchParameter& parameter) {
  if (parameter.search_type == SearchType::composite) return find_composite(parameter.type, parameter.code) != nullptr;
  return parameter.search_type != SearchType::special && !plan_of(parameter).numbers.empty();
}

void codes(json::Writer& writer, std::string_view name, std::initializer_list<std::string_view> values) {
  writer.key(name).begin_array();
  for (const std::string_view value : values) writer.begin_object().member("code", value).end_object();
  writer.end_array();
}

void search_parameter(json::Writer& writer, std::string_view name, std::string_view type) {
  writer.begin_object().member("name", name).member("type", type).end_object();
}

void more_parameters(json::Writer& writer, const FaceWords& words) {
  for (const auto& one : words.parameters) {
    writer.begin_object().member("name", one.name);
    if (!one.definition.empty()) writer.member("definition", one.definition);
    writer.member("type", one.type).end_object();
  }
}

void profiles(json::Writer& writer, const FaceWords& words) {
  if (words.profiles.empty()) return;
  writer.key("supportedProfile").begin_array();
  for (const auto& one : words.profiles) writer.string(one);
  writer.end_array();
}

void face_resource(json::Writer& writer, const Face& face) {
  writer.begin_object().member("type", face.type);
  profiles(writer, face.words);
  if (face.create)
    codes(writer, "interaction", {"read", "search-type", "create", "update"});
  else
    codes(writer, "interaction", {"read", "search-type"});
  if (face.create) writer.member("conditionalCreate", true);
  if (!face.words.parameters.empty()) {
    writer.key("searchParam").begin_array();
    more_parameters(writer, face.words);
    writer.end_array();
  }
  writer.end_object();
}

void resource(json::Writer& writer, std::string_view type, const Share* share) {
  writer.begin_object().member("type", type);
  if (share != nullptr) profiles(writer, share->words);
  codes(writer, "interaction",
        {"read", "vread", "update", "patch", "delete", "history-instance", "history-type", "create", "search-type"});
  writer.member("versioning", "versioned")
      .member("readHistory", true)
      .member("updateCreate", true)
      .member("conditionalCreate", true);
  writer.member("conditionalUpdate", true).member("conditionalDelete", "single");
  writer.key("searchInclude").begin_array().string("*");
  for (const auto& parameter : fhir::parameters_of(type))
    if (parameter.search_type == SearchType::reference) writer.string(std::string(type) + ":" + std::string(parameter.code));
  writer.end_array().key("searchParam").begin_array();
  search_parameter(writer, "_id", "token");
  search_parameter(writer, "_lastUpdated", "date");
  for (const auto& parameter : fhir::parameters_of(type))
    if (is_supported(parameter) && parameter.code != "_id" && parameter.code != "_lastUpdated")
      search_parameter(writer, parameter.code, code_of(parameter.search_type));
  if (share != nullptr) more_parameters(writer, share->words);
  writer.end_array().end_object();
}

}  // namespace

std::string capability_json(const RepositoryParts& parts, std::string_view base_url) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("resourceType", "CapabilityStatement").member("status", "active").member("date", "2026-01-01");
  writer.member("kind", "instance").key("software").begin_object().member("name", "Charta").end_object();
  writer.key("implementation")
      .begin_object()
      .member("description", "Charta medical records department")
      .member("url", base_url)
      .end_object();
  writer.member("fhirVersion", "4.0.1").key("format").begin_array().string("json").string("application/fhir+json").end_array();
  writer.key("rest").begin_array().begin_object().member("mode", "server");
  writer.key("resource").begin_array();
  for (const std::string_view type : fhir::resource_types()) {
    if (const Face* face = parts.face_of(type))
      face_resource(writer, *face);
    else
      resource(writer, type, parts.share_of(type));
  }
  writer.end_array();
  codes(writer, "interaction", {"transaction", "batch", "history-system"});
  writer.end_object().end_array().end_object();
  return out;
}

}  // namespace charta::resources
