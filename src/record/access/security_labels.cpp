// SPDX-License-Identifier: Apache-2.0
#include "record/access/security_labels.hpp"

#include "access_shipped_rules.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace charta::access {
namespace {

Result<SensitivityMask> label(json::Value name, const std::string& where) {
  const auto known = parse_label(name.text());
  if (!known)
    return fail(ErrorKind::invalid, where + " names the label '" + std::string(name.text()) + "', which does not exist");
  return *known;
}

Result<SensitivityMask> labels(json::Value names, const std::string& where) {
  SensitivityMask mask = 0;
  for (const json::Value name : names) {
    CHARTA_TRY(const SensitivityMask one, label(name, where));
    mask |= one;
  }
  return mask;
}

}  // namespace

Result<SecurityLabels> SecurityLabels::parse(std::string_view text) {
  CHARTA_TRY(const auto document, json::Document::parse(text));
  const json::Value root = document.root(), parameters = root["parameters"];
  SecurityLabels made;
  made.reference_ = std::string(root["id"].text()) + "@" + std::string(root["version"].text());
  for (const json::Value system : parameters["systems"])
    for (const json::Value code : system) {
      CHARTA_TRY(const SensitivityMask mask, label(code, made.reference_));
      made.codes_[{std::string(system.key()), std::string(code.key())}] = mask;
    }
  if (made.codes_.empty()) return fail(ErrorKind::invalid, made.reference_ + " lists no codes", "parameters.systems");
  CHARTA_TRY(made.whole_, labels(parameters["of_the_whole_record"], made.reference_));
  CHARTA_TRY(made.announced_, labels(parameters["announced"], made.reference_));
  for (const json::Value row : parameters["hl7v2"])
    made.fields_.push_back({std::string(row["field"].text()),
                            std::string(row["value"].text()),
                            {std::string(row["system"].text()), std::string(row["code"].text())}});
  return made;
}

Result<SecurityLabels> SecurityLabels::load(const std::string& folder) {
  std::ifstream input(folder + "/security-labels.json");
  if (!input) return fail(ErrorKind::unavailable, "the rule file " + folder + "/security-labels.json cannot be read");
  return parse(std::string{std::istreambuf_iterator<char>(input), {}});
}

const SecurityLabels& SecurityLabels::shipped() {
  static const SecurityLabels labels = [] {
    auto parsed = parse(shipped_security_labels);
    if (!parsed) throw std::runtime_error("access rules: " + parsed.error().message);
    return std::move(*parsed);
  }();
  return labels;
}

SensitivityMask SecurityLabels::of(json::Value resource) const {
  SensitivityMask mask = 0;
  for (const json::Value coding : resource["meta"]["security"]) {
    const auto found = codes_.find(std::pair<std::string, std::string>(coding["system"].text(), coding["code"].text()));
    if (found != codes_.end()) mask |= found->second;
  }
  return mask;
}

std::optional<SecurityCode> SecurityLabels::of_field(std::string_view field, std::string_view value) const {
  if (value.empty()) return std::nullopt;
  for (const Field& row : fields_)
    if (row.field == field && (row.value == value || row.value == "*")) return row.code;
  return std::nullopt;
}

bool SecurityLabels::is_said_by(std::string_view field, std::string_view system, std::string_view code) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const Field& row) { return row.field == field && row.code.system == system && row.code.code == code; });
}

}  // namespace charta::access
