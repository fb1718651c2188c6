// SPDX-License-Identifier: Apache-2.0
#include "formats/cda/elements.hpp"

#include "base/text.hpp"
#include "formats/cda/code_tables.hpp"

#include <array>

namespace charta::cda {
namespace {

constexpr std::string_view null_flavor_system = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";
constexpr std::string_view ucum = "http://unitsofmeasure.org";

/// A code as FHIR allows it: no white space but single blanks inside.
std::string code_text(std::string_view code) {
  std::string out;
  bool blank = false;
  for (const char c : trimmed(code)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      blank = true;
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_ucum_like(std::string_view unit) {
  return !unit.empty() && unit.find_first_of(" \t\n") == std::string_view::npos;
}

void add_word(std::string& out, std::string_view word) {
  if (word.empty()) return;
  if (!out.empty()) out += ' ';
  out += word;
}

}  // namespace

std::string decimal_of(std::string_view text) {
  text = trimmed(text);
  std::string sign;
  if (text.starts_with('+') || text.starts_with('-')) {
    if (text.front() == '-') sign = "-";
    text.remove_prefix(1);
  }
  std::size_t whole = 0;
  while (whole < text.size() && is_digit(text[whole])) ++whole;
  std::string integer(text.substr(0, whole)), rest;
  text.remove_prefix(whole);
  if (text.starts_with('.')) {
    std::size_t size = 1;
    while (size < text.size() && is_digit(text[size])) ++size;
    if (size > 1) rest = std::string(text.substr(0, size));
    text.remove_prefix(size);
  }
  if (!text.empty() || (integer.empty() && rest.empty()) || integer.size() + rest.size() > 60) return {};
  while (integer.size() > 1 && integer.front() == '0') integer.erase(0, 1);
  return sign + (integer.empty() ? "0" : integer) + rest;
}

std::string name_text(Element pn) {
  std::string out;
  for (const auto part : {"prefix", "given", "family", "suffix"}) {
    for (const Element one : children(pn, part)) add_word(out, text_of(one));
  }
  return out.empty() ? text_of(pn) : out;
}

Value Elements::object(std::string_view resource_type) {
  auto made = document_.object();
  if (!resource_type.empty()) document_.set(made, "resourceType", resource_type);
  return made;
}

void Elements::set_text(Value object, std::string_view key, std::string_view text) {
  text = trimmed(text);
  if (!text.empty()) document_.set(object, key, text);
}

void Elements::append(Value object, std::string_view key, Value value) {
  if (!value) return;
  auto list = object[key];
  if (!list) {
    list = document_.array();
    document_.set(object, key, list);
  }
  document_.append(list, value);
}

Value Elements::identifier(Element ii) {
  const auto root = attribute(ii, "root"), extension = attribute(ii, "extension");
  if (root.empty() && extension.empty()) return {};
  auto made = document_.object();
  const auto system = system_of_identifier(root);
  if (extension.empty()) {
    document_.set(made, "system", "urn:ietf:rfc3986");
    document_.set(made, "value", system);
    return made;
  }
  if (system == "http://hl7.org/fhir/sid/us-ssn")
    document_.set(made, "type", concept_of("http://terminology.hl7.org/CodeSystem/v2-0203", "SS"));
  if (!system.empty()) document_.set(made, "system", system);
  document_.set(made, "value", extension);
  if (const auto name = attribute(ii, "assigningAuthorityName"); !name.empty()) document_.set(made, "assigner", reference(name));
  return made;
}

void Elements::identifiers(Value resource, Element owner) {
  for (const Element id : children(owner, "id")) append(resource, "identifier", identifier(id));
}

Value Elements::coding(std::string_view system, std::string_view code, std::string_view display) {
  auto made = document_.object();
  if (!system.empty()) document_.set(made, "system", system);
  document_.set(made, "code", code);
  set_text(made, "display", display);
  return made;
}

Value Elements::coding(Element cd) {
  const auto code = code_text(attribute(cd, "code"));
  if (code.empty()) return {};
  auto made = document_.object();
  auto system = system_of_code(attribute(cd, "codeSystem"));
  if (system.empty()) system = system_of_name(attribute(cd, "codeSystemName"));
  if (!system.empty()) document_.set(made, "system", system);
  set_text(made, "version", attribute(cd, "codeSystemVersion"));
  document_.set(made, "code", code);
  set_text(made, "display", attribute(cd, "displayName"));
  return made;
}

void Elements::add_translations(Value concept_made, Element cd) {
  for (const Element one : children(cd, "translation")) {
    const auto more = coding(one);
    if (!more) continue;
    bool known = false;
    for (const auto other : concept_made["coding"])
      known = known || (other["system"].text() == more["system"].text() && other["code"].text() == more["code"].text());
    if (!known) append(concept_made, "coding", more);
    if (children(one, "translation").size() > 0) add_translations(concept_made, one);
  }
}

Value Elements::concept_of(Element cd) {
  auto made = document_.object();
  append(made, "coding", coding(cd));
  add_translations(made, cd);
  auto text = words(child(cd, "originalText"));
  if (text.empty()) text = std::string(attribute(cd, "displayName"));
  if (text.empty() && made["coding"]) text = std::string(made["coding"].at(0)["display"].text());
  set_text(made, "text", text);
  return made.size() > 0 ? made : Value();
}

Value Elements::concept_of(std::string_view system, std::string_view code, std::string_view display) {
  auto made = document_.object();
  append(made, "coding", coding(system, code, display));
  set_text(made, "text", display);
  return made;
}

Value Elements::required_concept(Element cd) {
  if (const auto made = concept_of(cd)) return made;
  const auto flavor = attribute(cd, "nullFlavor");
  auto made = concept_of(null_flavor_system, flavor.empty() ? "NI" : code_text(flavor));
  document_.set(made, "text", "not stated by the source");
  return made;
}

Value Elements::text_concept(std::string_view text) {
  if (trimmed(text).empty()) return {};
  auto made = document_.object();
  set_text(made, "text", text);
  return made;
}

Value Elements::quantity(Element pq) {
  const auto number = decimal_of(attribute(pq, "value"));
  if (number.empty()) return {};
  auto made = document_.object();
  document_.set(made, "value", document_.number(number));
  const auto unit = attribute(pq, "unit");
  set_text(made, "unit", unit);
  if (is_ucum_like(unit)) {
    document_.set(made, "system", ucum);
    document_.set(made, "code", unit);
  }
  return made;
}

Value Elements::range_or_quantity(Element ivl, std::string& member) {
  const Element low = child(ivl, "low"), high = child(ivl, "high");
  auto from = quantity(low), until = quantity(high);
  member = "Quantity";
  if (!from && !until) {
    const auto center = quantity(child(ivl, "center"));
    return center ? center : quantity(ivl);
  }
  if (from && until) {
    member = "Range";
    auto made = document_.object();
    document_.set(made, "low", from);
    document_.set(made, "high", until);
    return made;
  }
  const bool is_open = attribute(from ? low : high, "inclusive") == "false";
  auto made = document_.object();
  const auto one = from ? from : until;
  for (const auto part : one) {
    document_.set(made, part.key(), document_.copy(part));
    if (part.key() == "value") document_.set(made, "comparator", from ? (is_open ? ">" : ">=") : (is_open ? "<" : "<="));
  }
  return made;
}

Value Elements::ratio(Element rto) {
  const auto over = quantity(child(rto, "numerator")), under = quantity(child(rto, "denominator"));
  if (!over || !under) return {};
  auto made = document_.object();
  document_.set(made, "numerator", over);
  document_.set(made, "denominator", under);
  return made;
}

Value Elements::reference(std::string_view display, Value identifier) {
  if (trimmed(display).empty() && !identifier) return {};
  auto made = document_.object();
  set(made, "identifier", identifier);
  set_text(made, "display", display);
  return made;
}

Value Elements::person(Element assigned) {
  Element name = descend(assigned, "assignedPerson/name");
  if (!name) name = descend(assigned, "playingEntity/name");
  std::string display = name_text(name);
  if (display.empty()) display = text_of(descend(assigned, "assignedAuthoringDevice/softwareName"));
  if (display.empty()) display = text_of(descend(assigned, "assignedAuthoringDevice/manufacturerModelName"));
  if (display.empty()) display = text_of(descend(assigned, "representedOrganization/name"));
  Value first;
  for (const Element id : children(assigned, "id")) {
    const auto made = identifier(id);
    if (!first || attribute(id, "root") == "2.16.840.1.113883.4.6") first = made;
  }
  return reference(display, first);
}

Value Elements::organization(Element organization) {
  const auto name = text_of(child(organization, "name"));
  return reference(name, identifier(child(organization, "id")));
}

Value Elements::human_name(Element pn) {
  auto made = document_.object();
  for (const auto use : split(attribute(pn, "use"), ' ')) {
    if (!made["use"]) set_text(made, "use", look_up(name_uses(), use));
  }
  bool is_birth_name = false;
  std::string family;
  for (const Element part : children(pn, "family")) {
    add_word(family, text_of(part));
    is_birth_name = is_birth_name || attribute(part, "qualifier") == "BR";
  }
  if (is_birth_name) document_.set(made, "use", "maiden");
  set_text(made, "family", family);
  for (const auto& [from, to] : {std::pair("given", "given"), std::pair("prefix", "prefix"), std::pair("suffix", "suffix")}) {
    for (const Element part : children(pn, from)) {
      const auto text = text_of(part);
      if (!text.empty()) append(made, to, document_.string(text));
    }
  }
  if (!made["family"] && !made["given"]) set_text(made, "text", text_of(pn));
  const auto when = span(child(pn, "validTime"));
  if (!when.empty() && when.at.empty()) set(made, "period", period(when));
  return made["family"] || made["given"] || made["text"] ? made : Value();
}

Value Elements::address(Element ad) {
  auto made = document_.object();
  for (const auto use : split(attribute(ad, "use"), ' ')) {
    if (!made["use"]) set_text(made, "use", look_up(address_uses(), use));
  }
  for (const Element line : children(ad, "streetAddressLine")) {
    const auto text = text_of(line);
    if (!text.empty()) append(made, "line", document_.string(text));
  }
  for (const auto& [from, to] : {std::pair("city", "city"), std::pair("county", "district"), std::pair("state", "state"),
                                 std::pair("postalCode", "postalCode"), std::pair("country", "country")}) {
    set_text(made, to, text_of(child(ad, from)));
  }
  if (!made["line"] && !made["city"] && !made["postalCode"] && !made["state"]) {
    const auto whole = text_of(ad);
    if (whole.empty()) return {};
    set_text(made, "text", whole);
  }
  const auto when = span(child(ad, "useablePeriod"));
  if (!when.empty() && when.at.empty()) set(made, "period", period(when));
  return made;
}

Value Elements::telecom(Element tel) {
  auto value = attribute(tel, "value");
  if (value.empty()) return {};
  constexpr auto schemes =
      std::to_array<CodeRow>({{"tel:", "phone"}, {"fax:", "fax"}, {"mailto:", "email"}, {"http:", "url"}, {"https:", "url"}});
  std::string_view system = value.find('@') == std::string_view::npos ? "phone" : "email";
  for (const auto& row : schemes) {
    if (!lower_ascii(value.substr(0, row.from.size())).starts_with(row.from)) continue;
    system = row.to;
    if (row.to != "url") value.remove_prefix(row.from.size());
    break;
  }
  if (trimmed(value).empty()) return {};
  auto made = document_.object();
  document_.set(made, "system", system);
  document_.set(made, "value", trimmed(value));
  for (const auto use : split(attribute(tel, "use"), ' ')) {
    if (!made["use"]) set_text(made, "use", look_up(telecom_uses(), use));
  }
  return made;
}

Value Elements::annotation(std::string_view text) {
  if (trimmed(text).empty()) return {};
  auto made = document_.object();
  document_.set(made, "text", trimmed(text));
  return made;
}

std::string Elements::time(Element ts) const {
  const auto read = LocalTime::parse_hl7(attribute(ts, "value"));
  return read ? read->fhir_text(zone_) : std::string();
}

std::string Elements::day(Element ts) const {
  return time(ts).substr(0, 10);
}

std::optional<Instant> Elements::moment(Element ts) const {
  const auto read = LocalTime::parse_hl7(attribute(ts, "value"));
  return read ? std::optional(read->earliest(zone_)) : std::nullopt;
}

Span Elements::span(Element ivl) const {
  Span found;
  found.start = time(child(ivl, "low"));
  found.end = time(child(ivl, "high"));
  if (found.start.empty() && found.end.empty()) found.at = time(ivl);
  if (found.empty()) found.at = time(child(ivl, "center"));
  // A period that ends before it begins says nothing that can be relied on but its beginning.
  if (!found.start.empty() && !found.end.empty()) {
    const auto from = moment(child(ivl, "low"));
    const auto until = LocalTime::parse_hl7(attribute(child(ivl, "high"), "value"));
    if (from && until && until->span(zone_).until <= *from) found.end.clear();
  }
  return found;
}

Value Elements::period(const Span& span) {
  auto made = document_.object();
  set_text(made, "start", span.at.empty() ? span.start : span.at);
  set_text(made, "end", span.at.empty() ? span.end : span.at);
  return made.size() > 0 ? made : Value();
}

void Elements::set_span(Value resource, const std::string& prefix, const Span& span) {
  if (span.empty()) return;
  if (!span.at.empty()) return document_.set(resource, prefix + "DateTime", span.at);
  set(resource, prefix + "Period", period(span));
}

}  // namespace charta::cda
