// SPDX-License-Identifier: Apache-2.0
// Whether a resource holds a profile of data/fhir/paper-charts: cardinality, fixed values, patterns, slices and required value
// sets of our own. As much of StructureDefinition as these profiles use.
#pragma once
#include "base/text.hpp"
#include "department/paper_interface/conformance.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace charta::paper_interface::testing {

class ProfileCheck {
 public:
  explicit ProfileCheck(const Conformance& definitions) : definitions_(definitions) {}

  /// What is wrong, in words; nothing when the resource holds the profile.
  std::vector<std::string> check(json::Value resource, std::string_view url) {
    wrong_.clear();
    hold(resource, url);
    return wrong_;
  }

 private:
  const Conformance::File* file_of(std::string_view url) const {
    for (const auto& file : definitions_.files())
      if (file.url == url) return &file;
    return nullptr;
  }

  void hold(json::Value value, std::string_view url) {
    const auto* file = file_of(url);
    if (file == nullptr) {
      wrong_.push_back("no profile " + std::string(url));
      return;
    }
    const auto definition = json::Document::parse(file->json);
    const auto elements = definition->root()["differential"]["element"];
    for (const auto element : elements) hold_element(value, elements, element);
    if (file->base == "Extension") known_parts_only(value, elements);
  }

  static std::vector<json::Value> children(json::Value of, std::string_view name) {
    std::vector<json::Value> found;
    const bool is_choice = name.ends_with("[x]");
    const auto stem = name.substr(0, is_choice ? name.size() - 3 : name.size());
    for (const auto member : of) {
      const bool is_it = is_choice ? member.key().starts_with(stem) && member.key().size() > stem.size() : member.key() == stem;
      if (!is_it) continue;
      if (member.is_array())
        for (const auto item : member) found.push_back(item);
      else
        found.push_back(member);
    }
    return found;
  }

  /// Walks "Basic.identifier:barcode.value" from the root: each step's values, a slice narrowed by its fixed member.
  std::vector<json::Value> parents_of(json::Value root, json::Value elements, std::string_view id, std::string& last) const {
    const auto steps = split(id, '.');
    std::vector<json::Value> at{root};
    std::string path(steps[0]);
    for (std::size_t i = 1; i + 1 < steps.size(); ++i) {
      path += "." + std::string(steps[i]);
      at = inside(at, elements, steps[i], path);
    }
    last = steps.size() > 1 ? std::string(steps.back()) : std::string();
    return at;
  }

  std::vector<json::Value> inside(const std::vector<json::Value>& parents, json::Value elements, std::string_view step,
                                  const std::string& path) const {
    const auto colon = step.find(':');
    std::vector<json::Value> found;
    for (const auto parent : parents)
      for (const auto child : children(parent, step.substr(0, colon)))
        if (colon == std::string_view::npos || is_of_slice(child, elements, path)) found.push_back(child);
    return found;
  }

  /// A slice is known by the fixed url or system of its element, or by the url of its extension.
  bool is_of_slice(json::Value child, json::Value elements, const std::string& slice_id) const {
    for (const auto element : elements) {
      if (element["id"].text() == slice_id)
        for (const auto type : element["type"])
          if (type["profile"].at(0)) return child["url"].text() == type["profile"].at(0).text();
      for (const auto* member : {"url", "system"})
        if (element["id"].text() == slice_id + "." + member && element["fixedUri"])
          return child[member].text() == element["fixedUri"].text();
    }
    return false;
  }

  void hold_element(json::Value root, json::Value elements, json::Value element) {
    const std::string id(element["id"].text());
    std::string last;
    const auto parents = parents_of(root, elements, id, last);
    if (last.empty()) return;
    for (const auto parent : parents) {
      const auto values = inside({parent}, elements, last, id);
      const auto least = element["min"].integer().value_or(0);
      if (static_cast<std::int64_t>(values.size()) < least) wrong_.push_back(id + " is missing");
      const auto most = parse_integer(element["max"].text());
      if (most && static_cast<long long>(values.size()) > *most) wrong_.push_back(id + " is there too often");
      for (const auto value : values) hold_value(id, element, value);
    }
  }

  void hold_value(const std::string& id, json::Value element, json::Value value) {
    for (const auto member : element) {
      if (member.key().starts_with("fixed") && value.text() != member.text())
        wrong_.push_back(id + " is not " + std::string(member.text()));
      if (member.key() == "patternCodeableConcept" && !has_coding(value, member))
        wrong_.push_back(id + " has not the code asked for");
    }
    for (const auto type : element["type"])
      if (type["profile"].at(0)) hold(value, type["profile"].at(0).text());
    if (element["binding"]["strength"].text() == "required" && !is_bound(value, element["binding"]["valueSet"].text()))
      wrong_.push_back(id + " is none of " + std::string(element["binding"]["valueSet"].text()));
  }

  static bool has_coding(json::Value value, json::Value pattern) {
    const auto wanted = pattern["coding"].at(0);
    for (const auto coding : value["coding"])
      if (coding["system"].text() == wanted["system"].text() && coding["code"].text() == wanted["code"].text()) return true;
    return false;
  }

  bool is_bound(json::Value value, std::string_view value_set) const {
    const auto* set = file_of(value_set);
    if (set == nullptr) return false;
    const auto document = json::Document::parse(set->json);
    const auto include = document->root()["compose"]["include"].at(0);
    if (value.is_string()) return has_code(include, value.text());
    for (const auto coding : value["coding"])
      if (coding["system"].text() == include["system"].text() && has_code(include, coding["code"].text())) return true;
    return false;
  }

  bool has_code(json::Value include, std::string_view code) const {
    for (const auto idea : include["concept"])
      if (idea["code"].text() == code) return true;
    if (include["concept"]) return false;
    const auto* system = file_of(include["system"].text());
    if (system == nullptr) return false;
    const auto document = json::Document::parse(system->json);
    for (const auto idea : document->root()["concept"])
      if (idea["code"].text() == code) return true;
    return false;
  }

  void known_parts_only(json::Value extension, json::Value elements) {
    for (const auto part : extension["extension"]) {
      bool is_known = false;
      for (const auto element : elements) is_known = is_known || element["sliceName"].text() == part["url"].text();
      if (!is_known)
        wrong_.push_back("the extension has a part that its profile does not name: " + std::string(part["url"].text()));
    }
  }

  const Conformance& definitions_;
  std::vector<std::string> wrong_;
};

}  // namespace charta::paper_interface::testing
