// SPDX-License-Identifier: Apache-2.0
#include "department/intake/message_type.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "department/intake/identity_event.hpp"

namespace charta::intake {
namespace {

using patient_index::Purpose;

// HL7 v2.3 to v2.8. Earlier ones differ in structure; what claims a later one may carry what we do not know.
constexpr std::array<std::string_view, 12> versions{"2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2", "2.3.0"};

std::vector<MessageType> make_types() {
  std::vector<MessageType> types{
      {"ADT", "A01", Handling::visit, true, Purpose::file, "admission"},
      {"ADT", "A02", Handling::visit, false, Purpose::file, "transfer"},
      {"ADT", "A03", Handling::visit, false, Purpose::file, "discharge"},
      {"ADT", "A04", Handling::visit, true, Purpose::file, "registration of an outpatient"},
      {"ADT", "A05", Handling::visit, true, Purpose::file, "pre-admission"},
      {"ADT", "A06", Handling::visit, false, Purpose::file, "change to inpatient"},
      {"ADT", "A07", Handling::visit, false, Purpose::file, "change to outpatient"},
      {"ADT", "A08", Handling::visit, true, Purpose::update, "update of patient information"},
      {"ADT", "A11", Handling::visit, false, Purpose::file, "cancelled admission"},
      {"ADT", "A12", Handling::visit, false, Purpose::file, "cancelled transfer"},
      {"ADT", "A13", Handling::visit, false, Purpose::file, "cancelled discharge"},
      {"ADT", "A28", Handling::person, true, Purpose::update, "new person"},
      {"ADT", "A31", Handling::person, true, Purpose::update, "update of a person"},
      {"ORM", "O01", Handling::orders, false, Purpose::file, "order"},
      {"OMG", "O19", Handling::orders, false, Purpose::file, "order"},
      {"OML", "O21", Handling::orders, false, Purpose::file, "laboratory order"},
      {"OMI", "O23", Handling::orders, false, Purpose::file, "imaging order"},
      {"ORU", "R01", Handling::reports, false, Purpose::file, "result"}};
  for (const auto& event : identity_triggers()) types.push_back({"ADT", event.trigger, Handling::identity, false, Purpose::update, event.title});
  for (const auto trigger : {"T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T11"}) {
    types.push_back({"MDM", trigger, Handling::document, false, Purpose::file, "document"});
  }
  for (const auto trigger : {"S12", "S13", "S14", "S15"}) {
    types.push_back({"SIU", trigger, Handling::appointment, false, Purpose::file, "appointment"});
  }
  return types;
}

}  // namespace

const std::vector<MessageType>& handled_types() {
  static const std::vector<MessageType> types = make_types();
  return types;
}

const MessageType* find_type(std::string_view code, std::string_view trigger) {
  for (const auto& type : handled_types()) {
    if (type.code == code && type.trigger == trigger) return &type;
  }
  return nullptr;
}

std::optional<Unsupported> unsupported(const hl7v2::Header& header) {
  const auto version = trimmed(header.version);
  if (std::find(versions.begin(), versions.end(), version) == versions.end()) {
    return Unsupported{"version-not-supported", "MSH-12", "203", "HL7 version not handled (MSH-12): " + std::string(version) + "; 2.3 to 2.8 are"};
  }
  const auto processing = trimmed(header.processing_id);
  if (processing != "P" && processing != "T" && processing != "D") {
    return Unsupported{"processing-id-not-supported", "MSH-11", "202", "processing id not handled (MSH-11): P, T and D are"};
  }
  if (find_type(header.message_code, header.trigger) != nullptr) return std::nullopt;
  const bool known_code = std::any_of(handled_types().begin(), handled_types().end(), [&](const MessageType& type) { return type.code == header.message_code; });
  const std::string name = header.message_code + (header.trigger.empty() ? "" : "^" + header.trigger);
  return Unsupported{"type-not-handled", "MSH-9", known_code ? "201" : "200", "message type not handled yet: " + name};
}

}  // namespace charta::intake
