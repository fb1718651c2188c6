// SPDX-License-Identifier: Apache-2.0
// Proof, copies and schema, from the console.
#include "app/commands.hpp"
#include "app/hospital.hpp"
#include "formats/json/json.hpp"
#include "store/blobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>

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

struct Compared {
  std::int64_t checked = 0, damaged = 0, missing = 0, mirror_bad = 0;
  bool mirror_is_away = false;
  std::string first_bad;  ///< in words; empty: everything that is needed stands, whole
};

void count_blob(Compared& sum, const Digest& digest, const store::InspectedBlob& seen) {
  using store::BlobCopy;
  ++sum.checked;
  sum.damaged += seen.first == BlobCopy::damaged ? 1 : 0;
  sum.missing += seen.first == BlobCopy::missing ? 1 : 0;
  sum.mirror_is_away |= seen.mirror == BlobCopy::away;
  sum.mirror_bad += seen.mirror == BlobCopy::damaged || seen.mirror == BlobCopy::missing ? 1 : 0;
  if (seen.first == BlobCopy::whole || !sum.first_bad.empty()) return;
  sum.first_bad = seen.first == BlobCopy::damaged ? "a blob does not match its digest: " + digest.hex()
                                                  : "a blob that is needed is missing: " + digest.hex();
  if (seen.mirror == BlobCopy::whole) sum.first_bad += "; the mirror has it, and charta fixity --now mends it";
}

/// What stands in either folder and what somebody needs, both copies read; nothing is mended.
Result<Compared> compare_blobs(Hospital& hospital) {
  auto& blobs = hospital.store->blobs();
  Compared sum;
  constexpr int at_once = 256;
  for (int shelf = 0; shelf < store::blob_shelves; shelf += at_once) {
    CHARTA_TRY(const auto all,
               hospital.store->read([&](store::Reader& reader) { return blobs.known_on_shelves(reader, shelf, at_once); }));
    for (const Digest& digest : all) {
      CHARTA_TRY(const auto seen, blobs.inspect(digest, store::Blobs::Mend::no));
      count_blob(sum, digest, seen);
    }
  }
  return sum;
}

Result<void> verify_hospital(Hospital& hospital, bool as_json) {
  CHARTA_TRY(const auto ledger, hospital.ledger->verify());
  CHARTA_TRY(const auto blobs, compare_blobs(hospital));
  const bool holds = ledger.holds && blobs.first_bad.empty();
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
        .member("damaged", blobs.damaged)
        .member("missing", blobs.missing)
        .member("mirror_bad", blobs.mirror_bad)
        .member("first_broken", ledger.first_broken)
        .end_object();
    fmt::print("{}\n", body);
  } else {
    fmt::print("ledger: {} entries, {} sealed, {} not yet, {} checkpoints\nblobs: {} checked, {} damaged, {} missing\n",
               ledger.entries, ledger.sealed, ledger.unsealed, ledger.checkpoints, blobs.checked, blobs.damaged, blobs.missing);
    if (!hospital.configuration.blob_mirror.empty())
      fmt::print("mirror: {} damaged or missing{}\n", blobs.mirror_bad, blobs.mirror_is_away ? "; its disk is not there" : "");
  }
  if (!ledger.holds) return fail(ErrorKind::business_rule, "the ledger does not hold: " + ledger.first_broken);
  if (!blobs.first_bad.empty()) return fail(ErrorKind::business_rule, blobs.first_bad);
  if (!as_json) fmt::print("everything holds\n");
  return {};
}

/// The signing key is not in the backup, and the restored checkpoints are trusted only with it.
Result<void> take_key(const std::string& from, const std::string& data) {
  std::error_code error;
  std::filesystem::copy_file(from, data + "/ledger.key", error);
  if (error) return fail(ErrorKind::not_found, "the ledger key " + from + " cannot be copied: " + error.message());
  std::filesystem::permissions(data + "/ledger.key", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                               error);
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
