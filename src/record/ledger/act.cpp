// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/entry_text.hpp"
#include "record/ledger/ledger.hpp"

#include <array>
#include <unordered_map>

namespace charta::ledger {
namespace {

struct ActRow {
  Act act;
  std::string_view code;
  std::string_view lifecycle;  ///< http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle
};

// The lifecycle code is part of an entry's canonical text: a row is never changed, only rows are added.
constexpr ActRow act_rows[] = {
    {Act::received, "received", "receive"},
    {Act::refused, "refused", ""},
    {Act::held, "held", ""},
    {Act::released_from_hold, "released-from-hold", ""},
    {Act::acknowledged, "acknowledged", ""},
    {Act::sent, "sent", "transmit"},
    {Act::created, "created", "originate"},
    {Act::amended, "amended", "amend"},
    {Act::deleted, "deleted", "deprecate"},
    {Act::restored, "restored", "restore"},
    {Act::filed, "filed", "originate"},
    {Act::moved, "moved", "amend"},
    {Act::linked, "linked", "link"},
    {Act::unlinked, "unlinked", "unlink"},
    {Act::viewed, "viewed", "access"},
    {Act::searched, "searched", "access"},
    {Act::printed, "printed", "report"},
    {Act::exported, "exported", "extract"},
    {Act::opened, "opened", ""},
    {Act::transitioned, "transitioned", ""},
    {Act::assigned, "assigned", ""},
    {Act::commented, "commented", ""},
    {Act::signed_in, "signed-in", ""},
    {Act::signed_out, "signed-out", ""},
    {Act::sign_in_refused, "sign-in-refused", ""},
    {Act::locked, "locked", ""},
    {Act::unlocked, "unlocked", ""},
    {Act::password_changed, "password-changed", ""},
    {Act::permission_changed, "permission-changed", ""},
    {Act::glass_broken, "glass-broken", "access"},
    {Act::configured, "configured", ""},
    {Act::imported, "imported", "receive"},
    {Act::backed_up, "backed-up", "archive"},
    {Act::verified, "verified", "verify"},
    {Act::destroyed, "destroyed", "destroy"},
    {Act::placed_on_hold, "placed-on-hold", "hold"},
    {Act::released_hold, "released-hold", "unhold"},
    {Act::attested, "attested", "attest"},
};

constexpr bool rows_follow_the_enumeration() {
  for (std::size_t i = 0; i < std::size(act_rows); ++i)
    if (static_cast<std::size_t>(act_rows[i].act) != i) return false;
  return true;
}
static_assert(rows_follow_the_enumeration());
static_assert(std::size(act_rows) == static_cast<std::size_t>(Act::attested) + 1);

const ActRow* find_row(std::string_view code) {
  static const auto by_code = [] {
    std::unordered_map<std::string_view, const ActRow*> map;
    for (const ActRow& row : act_rows) map.emplace(row.code, &row);
    return map;
  }();
  const auto found = by_code.find(code);
  return found == by_code.end() ? nullptr : found->second;
}

}  // namespace

std::string_view act_code(Act act) {
  return act_rows[static_cast<std::size_t>(act)].code;
}
std::string_view lifecycle_code(Act act) {
  return act_rows[static_cast<std::size_t>(act)].lifecycle;
}

std::optional<Act> parse_act(std::string_view code) {
  const ActRow* row = find_row(code);
  return row == nullptr ? std::nullopt : std::optional(row->act);
}

std::string_view lifecycle_of_code(std::string_view act) {
  const ActRow* row = find_row(act);
  return row == nullptr ? std::string_view{} : row->lifecycle;
}

}  // namespace charta::ledger
