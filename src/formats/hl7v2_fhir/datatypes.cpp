// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2_fhir/datatypes.hpp"

#include "base/text.hpp"

#include <array>

namespace charta::hl7v2_fhir {
namespace {

struct Pair {
  std::string_view from, to;
};

template <std::size_t n>
std::string_view look_up(const std::array<Pair, n>& table, std::string_view key) {
  for (const auto& row : table) {
    if (row.from == key) return row.to;
  }
  return {};
}

// v2-to-FHIR concept map "NameType" (table 0200).
constexpr std::array<Pair, 8> name_uses{{{"L", "official"},
                                         {"D", "usual"},
                                         {"M", "maiden"},
                                         {"N", "nickname"},
                                         {"S", "anonymous"},
                                         {"A", "nickname"},
                                         {"B", "old"},
                                         {"C", "official"}}};
// v2-to-FHIR concept map "AddressType" (table 0190).
constexpr std::array<Pair, 5> address_uses{{{"H", "home"}, {"B", "work"}, {"O", "work"}, {"C", "temp"}, {"BA", "old"}}};
// v2-to-FHIR concept map "TelecommunicationEquipmentType" (table 0202).
constexpr std::array<Pair, 7> telecom_systems{{{"PH", "phone"},
                                               {"CP", "phone"},
                                               {"FX", "fax"},
                                               {"BP", "pager"},
                                               {"Internet", "email"},
                                               {"X.400", "email"},
                                               {"SAT", "phone"}}};
constexpr std::array<Pair, 5> telecom_uses{
    {{"PRN", "home"}, {"ORN", "home"}, {"WPN", "work"}, {"VHN", "temp"}, {"PRS", "mobile"}}};

/// A FHIR decimal as HL7 NM writes it: sign, digits, one point; no "+", no leading zeros, no bare point.
std::string decimal_of(std::string_view nm) {
  auto text = trimmed(nm);
  std::string sign;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    if (text.front() == '-') sign = "-";
    text.remove_prefix(1);
  }
  std::string whole, fraction;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      (point ? fraction : whole) += c;
    } else {
      return {};
    }
  }
  if (whole.empty() && fraction.empty()) return {};
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  if (whole.empty()) whole = "0";
  return sign + whole + (fraction.empty() ? "" : "." + fraction);
}

/// CWE.3 or .6; a sender may give the object identifier alone (CWE.14, .17, since v2.7).
std::string system_of(const hl7v2::Repetition& cwe, int name, int oid) {
  std::string system = code_system(cwe.text(name));
  return system.empty() ? code_system(cwe.text(oid)) : system;
}

}  // namespace

std::optional<Instant> moment(std::string_view hl7_time, const Sender& sender) {
  const auto time = LocalTime::parse_hl7(trimmed(hl7_time));
  if (!time) return std::nullopt;
  return time->earliest(sender.zone);
}

void Elements::append_to(json::Value object, std::string_view key, json::Value value) {
  if (!value) return;
  auto array = object[key];
  if (!array.is_array()) {
    array = document_.array();
    document_.set(object, key, array);
    array = object[key];
  }
  document_.append(array, value);
}

json::Value Elements::editable(json::Value stored) {
  auto copy = document_.copy(stored);
  const auto meta = copy["meta"];
  if (meta.is_object()) {
    document_.remove(meta, "versionId");
    document_.remove(meta, "lastUpdated");
    if (meta.size() == 0) document_.remove(copy, "meta");
  }
  return copy;
}

json::Value Elements::reference(std::string_view type, std::string_view id) {
  auto value = document_.object();
  document_.set(value, "reference", std::string(type) + "/" + std::string(id));
  return value;
}

json::Value Elements::text(std::string_view text) {
  const auto plain = trimmed(text);
  return plain.empty() ? json::Value() : document_.string(plain);
}

json::Value Elements::coding(std::string_view system, std::string_view code, std::string_view display) {
  const auto plain_code = trimmed(code);
  const auto plain_display = trimmed(display);
  if (plain_code.empty() && plain_display.empty()) return {};
  auto value = document_.object();
  if (!system.empty()) document_.set(value, "system", system);
  // A FHIR code has no white space at its ends and single blanks within.
  if (!plain_code.empty()) {
    std::string code_text;
    for (const char c : plain_code) {
      const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      if (blank && code_text.ends_with(' ')) continue;
      code_text += blank ? ' ' : c;
    }
    document_.set(value, "code", code_text);
  }
  if (!plain_display.empty()) document_.set(value, "display", plain_display);
  return value;
}

json::Value Elements::concept_with(std::string_view system, std::string_view code, std::string_view display) {
  auto first = coding(system, code, display);
  if (!first) return {};
  auto value = document_.object();
  append_to(value, "coding", first);
  set(value, "text", text(display));
  return value;
}

json::Value Elements::concept_of(const hl7v2::Repetition& cwe) {
  const auto code = cwe.text(1), display = cwe.text(2), original = cwe.text(9);
  auto value = document_.object();
  if (!trimmed(code).empty()) append_to(value, "coding", coding(system_of(cwe, 3, 14), code, display));
  if (!stripped(cwe.text(4)).empty()) append_to(value, "coding", coding(system_of(cwe, 6, 17), cwe.text(4), cwe.text(5)));
  set(value, "text", text(!trimmed(original).empty() ? original : !trimmed(display).empty() ? display : cwe.text(5)));
  if (value.size() == 0) return {};
  return value;
}

json::Value Elements::identifier(const EntityId& id, std::string_view type_code) {
  if (id.empty()) return {};
  auto value = document_.object();
  if (!trimmed(type_code).empty()) {
    auto type = document_.object();
    append_to(type, "coding", coding("http://terminology.hl7.org/CodeSystem/v2-0203", type_code));
    document_.set(value, "type", type);
  }
  if (!id.system.empty()) document_.set(value, "system", id.system);
  document_.set(value, "value", id.value);
  return value;
}

json::Value Elements::identifier(const hl7v2::Repetition& cx) {
  return identifier(cx_id(cx, sender_), cx.text(5));
}

json::Value Elements::human_name(const hl7v2::Repetition& xpn) {
  auto value = document_.object();
  if (const auto use = look_up(name_uses, stripped(xpn.text(7))); !use.empty()) document_.set(value, "use", use);
  set(value, "family", text(xpn.text(1)));
  append_to(value, "given", text(xpn.text(2)));
  const std::string middle = xpn.text(3);
  for (const auto part : split(middle, ' ')) append_to(value, "given", text(part));
  append_to(value, "prefix", text(xpn.text(5)));
  append_to(value, "suffix", text(xpn.text(4)));
  append_to(value, "suffix", text(xpn.text(6)));
  if (!value["family"] && !value["given"]) return {};
  return value;
}

json::Value Elements::address(const hl7v2::Repetition& xad) {
  auto value = document_.object();
  if (const auto use = look_up(address_uses, stripped(xad.text(7))); !use.empty()) document_.set(value, "use", use);
  append_to(value, "line", text(xad.text(1)));
  append_to(value, "line", text(xad.text(2)));
  set(value, "city", text(xad.text(3)));
  set(value, "district", text(xad.text(9)));
  set(value, "state", text(xad.text(4)));
  set(value, "postalCode", text(xad.text(5)));
  set(value, "country", text(xad.text(6)));
  if (!value["line"] && !value["city"] && !value["state"] && !value["postalCode"] && !value["country"]) return {};
  return value;
}

json::Value Elements::telecom(const hl7v2::Repetition& xtn, std::string_view default_use) {
  const std::string email(stripped(xtn.text(4)));
  std::string number(stripped(xtn.text(1)));
  if (number.empty()) number = stripped(xtn.text(12));
  if (number.empty() && !stripped(xtn.text(7)).empty()) {
    number = stripped(xtn.text(6)) + (stripped(xtn.text(6)).empty() ? "" : " ") + stripped(xtn.text(7));
  }
  const bool is_email = number.empty() && !email.empty();
  if (number.empty() && !is_email) return {};
  auto value = document_.object();
  const auto system = look_up(telecom_systems, stripped(xtn.text(3)));
  document_.set(value, "system", is_email ? "email" : system.empty() || system == "email" ? "phone" : system);
  document_.set(value, "value", is_email ? email : number);
  const auto use = stripped(xtn.text(3)) == "CP" ? std::string_view("mobile") : look_up(telecom_uses, stripped(xtn.text(2)));
  document_.set(value, "use", use.empty() ? default_use : use);
  return value;
}

json::Value Elements::person(const hl7v2::Repetition& xcn) {
  auto value = document_.object();
  const EntityId id{assigner_system(xcn.component(9)), stripped(xcn.text(1))};
  if (!id.value.empty()) {
    document_.set(value, "identifier", identifier(id.system.empty() ? EntityId{sender_.default_assigner, id.value} : id));
  }
  std::string display(stripped(xcn.text(6)));
  for (const int part : {3, 2, 5}) {
    const std::string word(stripped(xcn.text(part)));
    if (word.empty()) continue;
    if (!display.empty()) display += ' ';
    display += word;
  }
  if (!display.empty()) document_.set(value, "display", display);
  if (value.size() == 0) return {};
  return value;
}

json::Value Elements::date_time(std::string_view hl7_time) {
  const auto time = LocalTime::parse_hl7(trimmed(hl7_time));
  return time ? document_.string(time->fhir_text(sender_.zone)) : json::Value();
}

json::Value Elements::instant(std::string_view hl7_time) {
  const auto time = LocalTime::parse_hl7(trimmed(hl7_time));
  if (!time || time->precision() < Precision::day) return {};
  return document_.string(time->earliest(sender_.zone).text());
}

json::Value Elements::quantity(std::string_view value, const hl7v2::Repetition& units) {
  const std::string decimal = decimal_of(value);
  if (decimal.empty()) return {};
  auto quantity = document_.object();
  document_.set(quantity, "value", document_.number(decimal));
  const std::string code(stripped(units.text(1))), display(stripped(units.text(2)));
  set(quantity, "unit", text(display.empty() ? code : display));
  if (code_system(units.text(3)) == "http://unitsofmeasure.org" && !code.empty()) {
    document_.set(quantity, "system", "http://unitsofmeasure.org");
    document_.set(quantity, "code", code);
  }
  return quantity;
}

}  // namespace charta::hl7v2_fhir
