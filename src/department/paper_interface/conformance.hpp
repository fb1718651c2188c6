// SPDX-License-Identifier: Apache-2.0
// Profiles, search parameters, code systems and value sets of the published interface: files of data/fhir, read at start.
#pragma once
#include "department/paper_interface/paper_words.hpp"
#include "formats/json/json.hpp"
#include "record/resources/resource_service.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_interface {

class Conformance {
 public:
  struct File {
    std::string type, id, url, name, json;
    std::string base;  ///< StructureDefinition.type; of a SearchParameter the types, with a space between
    std::string code, parameter_type;
  };
  /// Every *.json of the folder. Errors: `unavailable`, `invalid` (no resource, no id, an id twice), naming the file.
  static Result<Conformance> load(const std::string& folder);

  const std::vector<File>& files() const { return files_; }
  const File* find(std::string_view type, std::string_view id) const;
  /// `url`, `name` and `_id` of StructureDefinition, SearchParameter, CodeSystem and ValueSet. Errors: `invalid` (strict and not
  /// known).
  Result<std::string> search(const resources::SearchRequest& request) const;
  /// What the CapabilityStatement says of a type.
  resources::FaceWords words_of(std::string_view type) const;

 private:
  std::vector<File> files_;
};

}  // namespace charta::paper_interface
