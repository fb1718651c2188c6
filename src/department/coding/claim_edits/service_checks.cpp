// SPDX-License-Identifier: Apache-2.0
// Services by the National Correct Coding Initiative: pairs, units; and whether a service is a code of its day.
#include "department/coding/claim_edits/finding_list.hpp"

#include <fmt/format.h>

#include <set>

namespace charta::claim_edits {
namespace {

using code_books::date_of;

constexpr std::uint32_t by_line = 1, by_day_absolute = 2;

bool has_parting_modifier(const CodedService& service, const EditRules& rules) {
  return std::any_of(service.modifiers.begin(), service.modifiers.end(), [&](CodeKey one) {
    return std::find(rules.parting_modifiers.begin(), rules.parting_modifiers.end(), one) != rules.parting_modifiers.end();
  });
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
      units(n);
      for (std::size_t other = 0; other < claim_.services.size(); ++other)
        if (other != n && claim_.services[other].day == claim_.services[n].day) pair(claim_.services[n], claim_.services[other]);
    }
  }

 private:
  void validity(const CodedService& service) {
    if (books_.services == nullptr) return;
    const auto* row = books_.services->find(service.code);
    const auto name = grouper::text_of(service.code);
    if (row == nullptr || row->is_modifier != 0) {
      const char first = code_books::character_of(service.code, 1);
      if (first >= '0' && first <= '9') return;  // CPT is judged only where a site has its own list
      return findings_.add("unknown-service", service.day, {service.code},
                           fmt::format("{} is no HCPCS code", name.empty() ? "a service" : name));
    }
    if (!books_.services->is_valid(*row, service.day))
      findings_.add(
          "service-not-valid", service.day, {service.code},
          fmt::format("{} is valid{} and was given on {}", name, dates_of(row->first_day, row->last_day), service.day.text()));
    for (const auto modifier : service.modifiers)
      if (const char c = code_books::character_of(modifier, 1); !(c >= '0' && c <= '9'))
        if (const auto* known = books_.services->find(modifier);
            (known == nullptr || known->is_modifier == 0) && lists_modifiers())
          findings_.add("unknown-service", service.day, {modifier},
                        fmt::format("{} at {} is no HCPCS modifier", grouper::text_of(modifier), name));
  }

  /// A list of services may come without any modifier, and then says nothing of them.
  bool lists_modifiers() const {
    const auto& codes = books_.services->codes;
    return std::any_of(codes.begin(), codes.end(), [](const auto& one) { return one.is_modifier != 0; });
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
    const std::string_view how = limit->indicator == by_line
                                     ? "on a line; units beyond it go on a line of their own with a modifier"
                                 : limit->indicator == by_day_absolute ? "a day, by law or regulation, without exception"
                                                                       : "a day, unless the record shows that more was needed";
    findings_.add("service-units", service.day, {service.code},
                  fmt::format("{} has {} units and at most {} are paid {}{}", grouper::text_of(service.code), given, limit->units,
                              how, because(books_.units->texts[limit->rationale])),
                  limit->indicator != 3);
  }

  void pair(const CodedService& paid, const CodedService& bundled) {
    const std::tuple both(paid.code, bundled.code, paid.day);
    if (books_.pairs == nullptr || pairs_.contains(both)) return;
    const auto* edit = books_.pairs->find(paid.code, bundled.code, paid.day);
    if (edit == nullptr || edit->modifier == '9') return;
    if (edit->modifier == '1' && (has_parting_modifier(paid, rules_) || has_parting_modifier(bundled, rules_))) return;
    pairs_.insert(both);  // told once; lines that a modifier parts say nothing of the others
    findings_.add(
        "service-pair", paid.day, {bundled.code, paid.code},
        fmt::format("{} is not paid beside {} on {}{}: {}", grouper::text_of(bundled.code), grouper::text_of(paid.code),
                    paid.day.text(), because(books_.pairs->texts[edit->rationale]),
                    edit->modifier == '1' ? "a modifier may part them where they were separate" : "no modifier parts them"));
  }

  const CodedClaim& claim_;
  const Books& books_;
  const EditRules& rules_;
  FindingList& findings_;
  std::set<std::pair<CodeKey, Date>> counted_;
  std::set<std::tuple<CodeKey, CodeKey, Date>> pairs_;
};

}  // namespace

void check_services(const CodedClaim& claim, const Books& books, const EditRules& rules, FindingList& findings) {
  ServiceChecks(claim, books, rules, findings).run();
}

}  // namespace charta::claim_edits
