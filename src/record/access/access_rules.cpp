// SPDX-License-Identifier: Apache-2.0
#include "record/access/access_rules.hpp"

#include "access_shipped_rules.hpp"
#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace charta::access {
namespace {

struct RuleText {
  json::Document document;
  std::string reference;
  json::Value parameters() const { return document.root()["parameters"]; }
};

Result<RuleText> parse_rule(std::string_view text) {
  CHARTA_TRY(auto document, json::Document::parse(text));
  const json::Value root = document.root();
  const auto version = root["version"].integer();
  if (!root["id"].is_string() || !version || !root["parameters"].is_object())
    return fail(ErrorKind::invalid, "an access rule has id, version and parameters");
  std::string reference = std::string(root["id"].text()) + "@" + std::to_string(*version);
  return RuleText{std::move(document), std::move(reference)};
}

Result<std::int64_t> number(const RuleText& rule, std::string_view name) {
  const auto value = rule.parameters()[name].integer();
  if (!value || *value < 0) return fail(ErrorKind::invalid, rule.reference + ": a whole number is required", std::string(name));
  return *value;
}

Result<SensitivityMask> label_mask(json::Value names, const std::string& where) {
  SensitivityMask mask = 0;
  for (const json::Value name : names) {
    const auto label = parse_label(name.text());
    if (!label)
      return fail(ErrorKind::invalid, where + " names the label '" + std::string(name.text()) + "', which does not exist");
    mask |= *label;
  }
  return mask;
}

Result<RoleGrant> parse_role(json::Value value) {
  RoleGrant role;
  role.name = value["name"].text();
  role.title = value["title"].text();
  if (role.name.empty()) return fail(ErrorKind::invalid, "a role needs a name");
  for (const json::Value code : value["permissions"]) {
    const auto permission = parse_permission(code.text());
    if (!permission)
      return fail(ErrorKind::invalid,
                  "role " + role.name + " names the permission '" + std::string(code.text()) + "', which does not exist");
    role.permissions.set(static_cast<std::size_t>(*permission));
  }
  CHARTA_TRY(role.clearance, label_mask(value["clearance"], "role " + role.name));
  if (const json::Value facilities = value["facilities"]) {
    role.facilities = 0;
    for (const json::Value facility : facilities) {
      const auto index = facility.integer();
      if (!index || *index < 0 || *index > 62) return fail(ErrorKind::invalid, "role " + role.name + ": facilities are 0 to 62");
      role.facilities |= FacilityMask{1} << static_cast<unsigned>(*index);
    }
  }
  return role;
}

Result<std::string> read_text(const std::string& file) {
  std::ifstream input(file);
  if (!input) return fail(ErrorKind::unavailable, "the rule file " + file + " cannot be read");
  return std::string{std::istreambuf_iterator<char>(input), {}};
}

}  // namespace

Result<RoleBook> RoleBook::parse(std::string_view text) {
  CHARTA_TRY(const RuleText rule, parse_rule(text));
  RoleBook book;
  book.reference_ = rule.reference;
  for (const json::Value value : rule.parameters()["roles"]) {
    CHARTA_TRY(RoleGrant role, parse_role(value));
    if (book.find(role.name) != nullptr) return fail(ErrorKind::invalid, "role " + role.name + " is written twice");
    book.roles_.push_back(std::move(role));
  }
  if (book.roles_.empty()) return fail(ErrorKind::invalid, rule.reference + " has no roles");
  return book;
}

const RoleGrant* RoleBook::find(std::string_view name) const {
  const auto found = std::find_if(roles_.begin(), roles_.end(), [&](const RoleGrant& role) { return role.name == name; });
  return found == roles_.end() ? nullptr : &*found;
}

RoleGrant RoleBook::combined(const std::vector<std::string>& names) const {
  RoleGrant all;
  all.facilities = 0;
  for (const std::string& name : names) {
    const RoleGrant* role = find(name);
    if (role == nullptr) continue;  // a role that the site has withdrawn gives nothing
    all.permissions |= role->permissions;
    all.clearance |= role->clearance;
    all.facilities |= role->facilities;
  }
  return all;
}

std::string RoleBook::matrix_json() const {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("permissions").begin_array();
  for (std::size_t i = 0; i < permission_count; ++i) writer.string(permission_code(static_cast<Permission>(i)));
  writer.end_array().key("roles").begin_array();
  for (const RoleGrant& role : roles_) {
    writer.begin_object().member("name", role.name).member("title", role.title).key("permissions").begin_array();
    for (std::size_t i = 0; i < permission_count; ++i)
      if (role.permissions.test(i)) writer.string(permission_code(static_cast<Permission>(i)));
    writer.end_array().key("clearance").begin_array();
    for (const std::string& label : label_codes(role.clearance)) writer.string(label);
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
  return out;
}

std::string RoleBook::matrix_csv() const {
  std::string out = "permission";
  for (const RoleGrant& role : roles_) out += "," + role.name;
  for (std::size_t i = 0; i < permission_count; ++i) {
    out += "\n" + std::string(permission_code(static_cast<Permission>(i)));
    for (const RoleGrant& role : roles_) out += role.permissions.test(i) ? ",x" : ",-";
  }
  for (const std::string& label : label_codes(full_clearance)) {
    out += "\nsees " + label;
    for (const RoleGrant& role : roles_) out += (role.clearance & parse_label(label).value_or(0)) != 0 ? ",x" : ",-";
  }
  return out + "\n";
}

Result<GlassRule> GlassRule::parse(std::string_view text) {
  CHARTA_TRY(const RuleText rule, parse_rule(text));
  GlassRule glass;
  glass.reference = rule.reference;
  CHARTA_TRY(const auto minutes, number(rule, "minutes"));
  CHARTA_TRY(const auto length, number(rule, "explanation_min_length"));
  CHARTA_TRY(const auto review, number(rule, "review_within_hours"));
  glass.open_for = std::chrono::minutes(minutes);
  glass.review_within = std::chrono::hours(review);
  glass.explanation_min_length = static_cast<std::size_t>(length);
  CHARTA_TRY(glass.opens, label_mask(rule.parameters()["opens"], rule.reference));
  for (const json::Value reason : rule.parameters()["reasons"])
    glass.reasons.push_back({std::string(reason["code"].text()), std::string(reason["sentence"].text())});
  if (glass.reasons.empty()) return fail(ErrorKind::invalid, rule.reference + " has no reasons");
  return glass;
}

bool GlassRule::has_reason(std::string_view code) const {
  return std::any_of(reasons.begin(), reasons.end(), [&](const GlassReason& reason) { return reason.code == code; });
}

Result<SignInRule> SignInRule::parse(std::string_view text) {
  CHARTA_TRY(const RuleText rule, parse_rule(text));
  SignInRule sign_in;
  sign_in.reference = rule.reference;
  CHARTA_TRY(const auto shortest, number(rule, "password_min_length"));
  CHARTA_TRY(const auto longest, number(rule, "password_max_length"));
  CHARTA_TRY(const auto idle, number(rule, "idle_minutes"));
  CHARTA_TRY(const auto absolute, number(rule, "absolute_hours"));
  CHARTA_TRY(const auto first_pause, number(rule, "first_pause_seconds"));
  CHARTA_TRY(const auto longest_pause, number(rule, "longest_pause_seconds"));
  CHARTA_TRY(const auto forgotten, number(rule, "failures_forgotten_minutes"));
  CHARTA_TRY(sign_in.failures_before_pause, number(rule, "failures_before_pause"));
  CHARTA_TRY(sign_in.station_failures_before_pause, number(rule, "station_failures_before_pause"));
  sign_in.password_min_length = static_cast<std::size_t>(shortest);
  sign_in.password_max_length = static_cast<std::size_t>(longest);
  sign_in.idle = std::chrono::minutes(idle);
  sign_in.absolute = std::chrono::hours(absolute);
  sign_in.first_pause = std::chrono::seconds(first_pause);
  sign_in.longest_pause = std::chrono::seconds(longest_pause);
  sign_in.failures_forgotten = std::chrono::minutes(forgotten);
  for (const json::Value password : rule.parameters()["blocked_passwords"])
    sign_in.blocked_passwords.emplace_back(password.text());
  return sign_in;
}

Result<void> SignInRule::check_password(std::string_view name, std::string_view password) const {
  const auto refuse = [](std::string why) { return fail(ErrorKind::business_rule, std::move(why), "password"); };
  const auto is_sign_start = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto signs = static_cast<std::size_t>(std::count_if(password.begin(), password.end(), is_sign_start));  // UTF-8
  if (!is_valid_utf8(password)) return refuse("the password is not valid text");
  if (signs < password_min_length)
    return refuse("a password has at least " + std::to_string(password_min_length) + " characters");
  if (signs > password_max_length) return refuse("a password has at most " + std::to_string(password_max_length) + " characters");
  const std::string lower = lower_ascii(password);
  if (std::find(blocked_passwords.begin(), blocked_passwords.end(), lower) != blocked_passwords.end())
    return refuse("this password is on the list of those tried first; choose another");
  if (lower == lower_ascii(name)) return refuse("the login name cannot be the password");
  if (lower.find_first_not_of(lower.front()) == std::string::npos) return refuse("one character repeated is no password");
  return {};
}

std::chrono::seconds SignInRule::pause_after(std::int64_t failures, std::int64_t allowed) const {
  if (failures < allowed) return std::chrono::seconds{0};
  std::chrono::seconds pause = first_pause;
  for (std::int64_t beyond = failures - allowed; beyond > 0 && pause < longest_pause; --beyond) pause *= 2;
  return std::min(pause, longest_pause);
}

Result<AccessRules> AccessRules::load(const std::string& folder) {
  std::string roles(shipped_roles), glass(shipped_glass_reasons), sign_in(shipped_sign_in);
  if (!folder.empty()) {
    CHARTA_TRY(roles, read_text(folder + "/roles.json"));
    CHARTA_TRY(glass, read_text(folder + "/glass-reasons.json"));
    CHARTA_TRY(sign_in, read_text(folder + "/sign-in.json"));
  }
  AccessRules rules;
  CHARTA_TRY(rules.roles, RoleBook::parse(roles));
  CHARTA_TRY(rules.glass, GlassRule::parse(glass));
  CHARTA_TRY(rules.sign_in, SignInRule::parse(sign_in));
  return rules;
}

}  // namespace charta::access
