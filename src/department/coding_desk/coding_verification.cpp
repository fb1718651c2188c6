// SPDX-License-Identifier: Apache-2.0
// A code of a sheet is looked up in the tabular list: index second, tabular list third, and both are kept with the line.
#include "department/coding_desk/coding_service.hpp"

#include <algorithm>

namespace charta::coding_desk {

Result<CodingView> CodingService::verify(const access::Actor& actor, std::string_view encounter, std::string_view code) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::code_records));
  const auto plain = grouper::text_of(grouper::key_of(code));
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(auto row, seen_case(work, actor, encounter));
    CHARTA_TRY_DO(work.lock(row.encounter.key()));
    CHARTA_TRY(row, seen_case(work, actor, encounter));
    CHARTA_TRY_DO(require_holder(work, actor, row));
    const bool reviews = row.state == "second-review";
    if (row.state != "in-progress" && !reviews) return fail(ErrorKind::business_rule, "begin coding first", "state");
    CHARTA_TRY(const bool is_own, is_own_work(work, row, actor.author.user));
    if (reviews && (is_own || row.reviewed_at))
      return fail(ErrorKind::business_rule, "a second review is written by somebody else, until the two are compared", "state");
    const auto whose = reviews ? SheetOf::reviewer : SheetOf::coder;
    CHARTA_TRY(const auto sheet, rows_.sheet(work, row.encounter, whose));
    const auto line =
        std::find_if(sheet.diagnoses.begin(), sheet.diagnoses.end(), [&](const CodedLine& one) { return one.code == plain; });
    if (line == sheet.diagnoses.end())
      return fail(ErrorKind::not_found, "no such diagnosis stands on this sheet: take the code first", "code");
    if (line->verified_at) return {};
    CHARTA_TRY(const bool is_whole, books_.is_whole(plain, zone_.local_date(row.ended_at)));
    if (!is_whole) return fail(ErrorKind::business_rule, "the tabular list of that day has no such whole code", "code");
    CHARTA_TRY_DO(rows_.save_verified(work, row.encounter, whose, plain, actor.author.user, clock_.now()));
    return note(work, actor, row, "code-verified");  // a digest of one code would say the code
  });
  if (!done) return done.error();
  return open(actor, encounter);
}

}  // namespace charta::coding_desk
