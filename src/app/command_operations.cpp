// SPDX-License-Identifier: Apache-2.0
// Proof, copies and schema, from the console.
#include "app/commands.hpp"
#include "app/hospital.hpp"
#include "formats/json/json.hpp"
#include "store/blobs.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

namespace charta::app {
namespace {

enum class Opening { to_read, to_write };

/// To read takes no lock: a server may be serving the same directory meanwhile.
Result<std::unique_ptr<Hospital>> open_hospital(const Arguments& arguments, Opening opening) {
  static const SystemClock clock;
  CHARTA_TRY(auto configuration, read_configuration(arguments));
  if (opening == Opening::to_read) configuration.read_only = true;
  return Hospital::open(configuration, clock);
}

Result<void> verify_hospital(Hospital& hospital, bool as_json) {
  CHARTA_TRY(const auto ledger, hospital.ledger->verify());
  CHARTA_TRY(const auto blobs, hospital.store->blobs().scrub(Digest{}, INT64_MAX));
  const bool holds = ledger.holds && blobs.damaged.empty();
  if (as_json) {
    std::string body;
    json::Writer(body)
        .begin_object()
        .member("holds", holds)
        .member("entries", ledger.entries)
        .member("sealed", ledger.sealed)
        .member("unsealed", ledger.unsealed)
        .member("checkpoints", ledger.checkpoints)
        .member("blobs", blobs.checked)
        .member("damaged", static_cast<std::int64_t>(blobs.damaged.size()))
        .member("first_broken", ledger.first_broken)
        .end_object();
    fmt::print("{}\n", body);
  } else {
    fmt::print("ledger: {} entries, {} sealed, {} not yet, {} checkpoints\nblobs: {} checked, {} damaged\n", ledger.entries,
               ledger.sealed, ledger.unsealed, ledger.checkpoints, blobs.checked, blobs.damaged.size());
  }
  if (!ledger.holds) return fail(ErrorKind::business_rule, "the ledger does not hold: " + ledger.first_broken);
  if (!blobs.damaged.empty())
    return fail(ErrorKind::business_rule, "a blob does not match its digest: " + blobs.damaged.front().hex());
  if (!as_json) fmt::print("everything holds\n");
  return {};
}

/// The signing key is not in the backup, and the restored checkpoints are trusted only with it.
Result<void> take_key(const std::string& from, const std::string& data) {
  std::error_code error;
  std::filesystem::copy_file(from, data + "/ledger.key", error);
  if (error) return fail(ErrorKind::not_found, "the ledger key " + from + " cannot be copied: " + error.message());
  std::filesystem::permissions(data + "/ledger.key", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
  return {};
}

}  // namespace

Result<void> verify(const Arguments& arguments) {
  CHARTA_TRY(const auto hospital, open_hospital(arguments, Opening::to_read));
  return verify_hospital(*hospital, arguments.has("--json"));
}

Result<void> backup(const Arguments& arguments) {
  CHARTA_TRY(const auto file, only_word(arguments, "FILE"));
  CHARTA_TRY(const auto hospital, open_hospital(arguments, Opening::to_read));
  CHARTA_TRY_DO(hospital->store->backup(file));
  fmt::print("written {}\n", file);
  return {};
}

Result<void> restore(const Arguments& arguments) {
  CHARTA_TRY(const auto file, only_word(arguments, "FILE"));
  CHARTA_TRY(const auto configuration, read_configuration(arguments));
  store::StoreOptions into;
  into.directory = configuration.data;
  into.database_url = configuration.database_url;
  CHARTA_TRY_DO(store::restore(file, into));
  if (arguments.has("--ledger-key")) CHARTA_TRY_DO(take_key(arguments.value("--ledger-key"), configuration.data));
  CHARTA_TRY(const auto hospital, open_hospital(arguments, Opening::to_write));
  return verify_hospital(*hospital, false);
}

Result<void> migrate(const Arguments& arguments) {
  CHARTA_TRY_DO(open_hospital(arguments, Opening::to_write));
  fmt::print("the schema is current\n");
  return {};
}

Result<void> version(const Arguments&) {
  fmt::print("charta {}\n", CHARTA_VERSION);
  return {};
}

}  // namespace charta::app
