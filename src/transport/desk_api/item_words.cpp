// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/item_words.hpp"

#include "formats/json/json.hpp"
#include "transport/desk_api/desk.hpp"

#include <initializer_list>

namespace charta::desk_api {
namespace {

std::string first_of(json::Value detail, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const json::Value value = detail[name];
    if (value.is_string() && !value.text().empty()) return std::string(value.text());
    if (const auto number = value.integer()) return std::to_string(*number);
  }
  return {};
}

}  // namespace

ItemWords words_of(const worklists::WorkItem& item) {
  ItemWords words;
  if (const auto document = json::Document::parse(item.detail.empty() ? std::string_view("{}") : std::string_view(item.detail))) {
    const json::Value detail = document->root();
    words.title =
        first_of(detail, {"title", "document", "document_type", "document_kind", "service", "message_type", "type", "display"});
    words.source = first_of(detail, {"department", "partner", "source", "sender", "source_department", "class", "user"});
    words.number = first_of(detail, {"control_id", "placer", "filler", "order", "number"});
    words.named = first_of(detail, {"patient_name", "name"});
  }
  if (words.title.empty()) words.title = title_of(item.kind);
  return words;
}

}  // namespace charta::desk_api
