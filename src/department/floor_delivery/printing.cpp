// SPDX-License-Identifier: Apache-2.0
// Runs and badges on paper; every print stands in the ledger.
#include "department/floor_delivery/floor_service.hpp"

#include <algorithm>

namespace charta::floor_delivery {
namespace {

using access::Actor;
using access::Permission;

}  // namespace

Result<std::string> FloorService::print_run(const Actor& actor, RunId id, const PrintWords& words) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY(auto sheet, run(actor, id));
  std::erase_if(sheet.copies, [](const Delivery& one) { return !is_before_receipt(one.state); });
  if (sheet.copies.empty()) return fail(ErrorKind::business_rule, "nothing of this run is to be carried any more", "run");
  if (!questions_.content_of || !questions_.bind) return fail(ErrorKind::unsupported, "no pages are printed here");
  std::vector<PrintedCopy> printed;
  for (const auto& one : sheet.copies) {
    CHARTA_TRY(auto content, questions_.content_of(one));
    printed.push_back({one, words.name_of(one.patient), std::move(content)});
  }
  CHARTA_TRY(auto front, run_sheet_pages(sheet, rules_, words));
  CHARTA_TRY(auto parts, copies_as_parts(std::move(front), printed));
  std::string file;
  if (parts.size() == 1) {
    file = std::move(parts.front().pdf);
  } else {
    CHARTA_TRY(file, questions_.bind(parts));
  }
  const auto noted = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    for (const auto& one : sheet.copies)
      CHARTA_TRY_DO(ledger_.record(
          work, actor.author,
          {ledger::Act::printed, "floor_delivery", one.id.key(), one.version, one.patient, "pages", rules_.rule, {}}));
    return {};
  });
  if (!noted) return noted.error();
  return file;
}

Result<std::string> FloorService::print_badge(const Actor& actor, const std::string& account,
                                              const std::function<std::string(UserId)>& name_of) {
  CHARTA_TRY_DO(access::require(actor, Permission::assign_work));
  std::optional<UserId> user;
  if (questions_.user_named) {
    CHARTA_TRY(user, questions_.user_named(account));
  }
  if (user && questions_.is_at_work) {
    CHARTA_TRY(const bool works_here, questions_.is_at_work(*user));
    if (!works_here) user.reset();
  }
  if (!user) return fail(ErrorKind::not_found, "nobody with the account '" + account + "' works here", "account");
  CHARTA_TRY(auto card, badge_as_pdf(*user, name_of(*user), account));
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) {
    return ledger_.record(work, actor.author, {ledger::Act::printed, "badge", user->key(), 0, {}, "", "", {}});
  }));
  return card;
}

}  // namespace charta::floor_delivery
