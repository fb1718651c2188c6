// SPDX-License-Identifier: Apache-2.0
// The account of the stored bytes, from the console: beside a running server, or on a hospital opened here.
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"
#include "formats/json/json.hpp"
#include "store/blobs.hpp"

#include <fmt/format.h>

namespace charta::app {
namespace {

std::string account_as_json(const fixity::Account& account) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("blobs", account.sum.blobs).member("bytes", account.sum.bytes).member("damaged", account.open);
  out.member("cycle_days", account.cycle_days).member("behind_shelves", account.behind).member("rule", account.rule);
  if (account.sum.oldest) out.member("oldest_check", account.sum.oldest->text());
  if (account.sum.newest) out.member("newest_check", account.sum.newest->text());
  out.key("mirror");
  if (account.mirror.folder.empty())
    out.null();
  else
    out.begin_object()
        .member("folder", account.mirror.folder)
        .member("waiting", account.mirror.waiting)
        .member("compared", account.mirror.is_compared)
        .member("problem", account.mirror.problem)
        .end_object();
  out.end_object();
  return text + "\n";
}

std::string mirror_as_text(const store::MirrorState& mirror) {
  if (mirror.folder.empty()) return "mirror: none; name a folder on another disk with --blob-mirror FOLDER\n";
  if (!mirror.problem.empty()) return fmt::format("mirror: {}\n", mirror.problem);
  return fmt::format("mirror: {}: {} blobs wait to be copied{}\n", mirror.folder, mirror.waiting,
                     mirror.is_compared ? "" : "; the names of both folders are not all compared yet");
}

std::string account_as_text(const fixity::Account& account) {
  std::string text =
      account.sum.oldest
          ? fmt::format("{} blobs ({} bytes) were read back; the longest ago on {}, the latest on {}\n", account.sum.blobs,
                        account.sum.bytes, account.sum.oldest->text(), account.sum.newest->text())
          : "no blob was read back yet\n";
  text += fmt::format("every {} days ({}){}\n", account.cycle_days, account.rule,
                      account.behind > 0 ? fmt::format("; {} of 65536 shelves are behind", account.behind) : "");
  text += account.open > 0 ? fmt::format("{} blobs have no good copy: see the worklist 'Damaged originals'\n", account.open) : "";
  return text + mirror_as_text(account.mirror);
}

}  // namespace

Result<void> fixity_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  if (arguments.has("--accept-mirror")) CHARTA_TRY_DO(hospital.store->blobs().accept_mirror());
  if (arguments.has("--now")) {
    while (hospital.store->blobs().copy_to_mirror(std::int64_t{256} << 20U)) continue;
    CHARTA_TRY(const auto looked, hospital.fixity->look_at_everything());
    for (const auto& problem : looked.problems) console.err(problem + "\n");
    console.err(fmt::format("{} blobs read: {} mended from the mirror, {} of the mirror mended, {} without a good copy\n",
                            looked.blobs, looked.first_mended, looked.mirror_mended, looked.lost));
  }
  CHARTA_TRY(const auto account, hospital.fixity->account());
  console.out(arguments.has("--json") ? account_as_json(account) : account_as_text(account));
  if (account.open > 0) return fail(ErrorKind::business_rule, fmt::format("{} blobs have no good copy", account.open));
  return {};
}

Result<void> fixity_account(const Arguments& arguments) {
  return run_on_hospital("fixity", arguments);
}

}  // namespace charta::app
