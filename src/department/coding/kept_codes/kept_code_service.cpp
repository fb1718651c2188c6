// SPDX-License-Identifier: Apache-2.0
#include "department/coding/kept_codes/kept_code_service.hpp"

namespace charta::kept_codes {

using access::Actor;
using access::Permission;

Result<KeptCodes> KeptCodeService::list_of(store::Reader& reader, UserId account) const {
  KeptCodes kept;
  CHARTA_TRY(kept.favourites, rows_.favourites(reader, account));
  CHARTA_TRY(kept.recents, rows_.recents(reader, account, recents_shown));
  return kept;
}

Result<KeptCodes> KeptCodeService::list(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::code_records));
  return store_.read([&](store::Reader& reader) { return list_of(reader, actor.author.user); });
}

Result<KeptCodes> KeptCodeService::mark(const Actor& actor, std::string_view system, std::string_view code, bool is_favourite) {
  CHARTA_TRY_DO(access::require(actor, Permission::code_records));
  CHARTA_TRY(auto kept, kept_code(system, code));
  kept.is_favourite = is_favourite;
  return store_.write([&](store::UnitOfWork& work) -> Result<KeptCodes> {
    CHARTA_TRY_DO(rows_.mark(work, actor.author.user, kept));
    CHARTA_TRY(const auto count, rows_.count_favourites(work, actor.author.user));
    if (count > most_favourites)
      return fail(ErrorKind::business_rule,
                  "you have " + std::to_string(most_favourites) + " favourites already: take one away first", "code");
    return list_of(work, actor.author.user);
  });
}

Result<KeptCodes> KeptCodeService::take(const Actor& actor, std::string_view system, std::string_view code) {
  CHARTA_TRY_DO(access::require(actor, Permission::code_records));
  CHARTA_TRY(const auto kept, kept_code(system, code));
  return store_.write([&](store::UnitOfWork& work) -> Result<KeptCodes> {
    CHARTA_TRY_DO(rows_.take(work, actor.author.user, kept, clock_.now()));
    return list_of(work, actor.author.user);
  });
}

}  // namespace charta::kept_codes
