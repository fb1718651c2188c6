// SPDX-License-Identifier: Apache-2.0
// Services by the National Correct Coding Initiative: pairs, units; and whether a service is a code of its day.
#include "department/coding/claim_edits/finding_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace charta::claim_edits {
namespace {

using code_books::date_of;

constexpr std::uint32_t by_line = 1, by_day_absolute = 2;

/// 0: none.
CodeKey parting_modifier(const CodedService& service, const EditRules& rules) {
  const auto parts = std::find_first_of(service.modifiers.begin(), service.modifiers.end(), rules.parting_modifiers.begin(),
                                        rules.parting_modifiers.end());
  return parts == service.modifiers.end() ? 0 : *parts;
}

bool is_same_line(const CodedService& one, const CodedService& other) {
  return one.code == other.code && one.day == other.day &&
         std::is_permutation(one.modifiers.begin(), one.modifiers.end(), other.modifiers.begin(), other.modifiers.end());
}

std::string dates_of(std::int32_t first, std::int32_t last) {
  const auto from = date_of(first), to = date_of(last);
  return (from ? " from " + from->text() : std::string()) + (to ? " to " + to->text() : std::string());
}

std::string because(std::string_view rationale) {
  return rationale.empty() ? std::string() : fmt::format(" ({})", rationale);
}

class ServiceChecks {
 public:
  ServiceChecks(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings)
      : claim_(claim), books_(books), rules_(rules), findings_(findings) {}

  void run() {
    for (std::size_t n = 0; n < claim_.services.size(); ++n) {
      validity(claim_.services[n]);
      repetition(n);
      units(n);
      for (std::size_t other = 0; other < claim_.services.size(); ++other)
        if (other != n && claim_.services[other].day == claim_.services[n].day) pair(claim_.services[n], claim_.services[other]);
    }
  }

 private:
  /// Codes and modifiers that begin with a digit are licensed: they are judged only by a list of the site's own.
  void validity(const CodedService& service) {
    if (books_.services == nullptr && books_.licensed == nullptr) return;
    const auto name = grouper::text_of(service.code);
    const auto* row = books_.services == nullptr ? nullptr : books_.services->find(service.code);
    if (row == nullptr && books_.licensed != nullptr) row = books_.licensed->find(service.code);
    if (row == nullptr || row->is_modifier != 0) {
      if ((begins_with_digit(service.code) ? books_.licensed : books_.services) == nullptr) return;
      return findings_.add_service("unknown-service", service.day, {service.code},
                                   begins_with_digit(service.code)
                                       ? fmt::format("{} stands in no list of services of that day", name)
                                       : fmt::format("{} is no HCPCS code", name.empty() ? "a service" : name));
    }
    out_of_days(*row, "service-not-valid", service, name);
    if (books_.services == nullptr || !has_modifiers(*books_.services)) return;
    for (const auto modifier : service.modifiers) {
      if (begins_with_digit(modifier)) continue;
      const auto* known = books_.services->find(modifier);
      const auto at = fmt::format("{} at {}", grouper::text_of(modifier), name);
      if (known == nullptr || known->is_modifier == 0)
        findings_.add_service("service-modifier", service.day, {service.code, modifier}, at + " is no HCPCS modifier");
      else
        out_of_days(*known, "service-modifier", service, at);
    }
  }

  void out_of_days(const code_books::ServiceCode& row, std::string_view edit, const CodedService& service,
                   const std::string& name) {
    if (row.first_day <= code_books::day_of(service.day) && code_books::day_of(service.day) <= row.last_day) return;
    std::vector<CodeKey> codes = {service.code};
    if (row.key != service.code) codes.push_back(row.key);
    findings_.add_service(
        edit, service.day, std::move(codes),
        fmt::format("{} is valid{} and was given on {}", name, dates_of(row.first_day, row.last_day), service.day.text()));
  }

  /// Told at the second of them.
  void repetition(std::size_t place) {
    const auto& service = claim_.services[place];
    const auto same = std::count_if(claim_.services.begin(), claim_.services.begin() + static_cast<std::ptrdiff_t>(place),
                                    [&](const CodedService& other) { return is_same_line(service, other); });
    if (same == 1)
      findings_.add_service("service-repeated", service.day, {service.code},
                            fmt::format("{} stands on more than one line of {} with the same modifiers",
                                        grouper::text_of(service.code), service.day.text()));
  }

  void units(std::size_t place) {
    const auto& service = claim_.services[place];
    const auto* limit = books_.units == nullptr ? nullptr : books_.units->find(service.code);
    if (limit == nullptr) return;
    int given = service.units;
    if (limit->indicator != by_line) {
      if (!counted_.insert({service.code, service.day}).second) return;
      given = 0;
      for (const auto& other : claim_.services)
        if (other.code == service.code && other.day == service.day) given += other.units;
    }
    if (given <= static_cast<int>(limit->units)) return;
    const bool is_of_line = limit->indicator == by_line, is_of_law = limit->indicator == by_day_absolute;
    findings_.add_service(
        is_of_line  ? "service-units-line"
        : is_of_law ? "service-units-day"
                    : "service-units-likely",
        service.day, {service.code},
        fmt::format("{} has {} units and at most {} are paid {}{}", grouper::text_of(service.code), given, limit->units,
                    is_of_line  ? "on a line"
                    : is_of_law ? "a day, by law or regulation, without exception"
                                : "a day, unless the record shows that more was needed",
                    because(books_.units->texts[limit->rationale])),
        given, is_of_line || is_of_law);
  }

  void pair(const CodedService& paid, const CodedService& bundled) {
    const auto* edit = books_.pairs == nullptr ? nullptr : books_.pairs->find(paid.code, bundled.code, paid.day);
    if (edit == nullptr || edit->modifier == '9') return;
    const bool may_be_parted = edit->modifier == '1';
    const auto parting = may_be_parted ? std::pair(parting_modifier(paid, rules_), parting_modifier(bundled, rules_))
                                       : std::pair(CodeKey(0), CodeKey(0));
    if (parting.first != 0 || parting.second != 0) {
      if (parting.first != 0) needs_words(paid, parting.first, bundled);
      if (parting.second != 0) needs_words(bundled, parting.second, paid);
      return;
    }
    if (!pairs_.insert({paid.code, bundled.code, paid.day}).second) return;  // lines that are parted say nothing of the others
    findings_.add_service(
        may_be_parted ? "service-pair-modifier" : "service-pair", paid.day, {bundled.code, paid.code},
        fmt::format("{} is not paid beside {} on {}{}: {}", grouper::text_of(bundled.code), grouper::text_of(paid.code),
                    paid.day.text(), because(books_.pairs->texts[edit->rationale]),
                    may_be_parted ? "a modifier may part them where they were separate" : "no modifier parts them"));
  }

  void needs_words(const CodedService& service, CodeKey modifier, const CodedService& other) {
    if (service.is_documented || !without_words_.insert({service.code, modifier, other.code, service.day}).second) return;
    findings_.add_service(
        "pair-evidence", service.day, {service.code, modifier, other.code},
        fmt::format("{} at {} parts it from {} on {} and rests on no words of the record", grouper::text_of(modifier),
                    grouper::text_of(service.code), grouper::text_of(other.code), service.day.text()));
  }

  const CodedClaim& claim_;
  const Books& books_;
  const EditRules& rules_;
  FindingList& findings_;
  std::set<std::pair<CodeKey, Date>> counted_;
  std::set<std::tuple<CodeKey, CodeKey, Date>> pairs_;
  std::set<std::tuple<CodeKey, CodeKey, CodeKey, Date>> without_words_;
};

}  // namespace

void check_services(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings) {
  ServiceChecks(claim, books, rules, findings).run();
}

}  // namespace charta::claim_edits
