// SPDX-License-Identifier: Apache-2.0
// How one value of the record becomes values of the index. Source: FHIR R4 search, sections "Date" to "URI".
#pragma once
#include "formats/fhir/tables.hpp"

#include <vector>

namespace charta::fhir {

class Taker {
 public:
  explicit Taker(std::vector<IndexValue>& out) : out_(out) {}
  void take(json::Value value, const tables::Action& action);

 private:
  IndexValue& add() {
    IndexValue& made = out_.emplace_back();
    made.parameter = parameter_;
    return made;
  }
  void text(json::Value value);
  void texts(json::Value object, std::initializer_list<std::string_view> names);
  void code(std::string_view system, std::string_view code, std::string_view display = {});
  void codeable_concept(json::Value value);
  void span(std::int64_t from_ms, std::int64_t until_ms);
  void moment(json::Value value);
  void period(json::Value value);
  void timing(json::Value value);
  void number(json::Value value, std::string_view system = {}, std::string_view unit = {}, std::string_view display = {});
  void quantity(json::Value value);
  void reference(json::Value value);
  void canonical(std::string_view text);

  std::vector<IndexValue>& out_;
  const SearchParameter* parameter_ = nullptr;
};

}  // namespace charta::fhir
