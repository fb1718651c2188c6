// SPDX-License-Identifier: Apache-2.0
// A gateway (fax, Direct) as a folder: jobs are put into `out`, receipts are found in `receipts`. What another program writes or
// takes there is never trusted: a receipt is a small JSON object or it is put aside with the reason.
//
//   out/<number>.pdf        the pages
//   out/<number>.json       the job: number, channel, to, recipient, pages' sha256, replaces; it comes last: a job is whole when
//   it is there receipts/<any>.json     number, state (sent, delivered, failed), reason receipts/taken/, receipts/refused/
//
// A gateway takes each number once, however often it finds it.
#pragma once
#include "department/distribution/distribution_service.hpp"

#include <string>

namespace charta::distribution {

/// The job's text. Names nobody but its recipient. Pure.
std::string print_job(const Parcel& parcel);
/// Errors: `invalid` (no JSON object, a member is missing or too long). Pure.
Result<Receipt> read_receipt(std::string_view text);
inline constexpr std::size_t largest_receipt = 65'536;

class GatewayFolder {
 public:
  explicit GatewayFolder(std::string folder) : folder_(std::move(folder)) {}

  /// On the disk when it returns. The same number again writes the same files. Errors: `unavailable` (the folder is away or
  /// full).
  Result<Dispatch> send(const Parcel& parcel) const;
  /// Every receipt that is there now, each once; answers how many were settled. One that cannot be read, or names nothing that
  /// was sent, is put aside with the reason. Errors: `unavailable`; those of `take` that are `unavailable`.
  Result<std::int64_t> take_receipts(const std::function<Result<bool>(const Receipt&)>& take) const;

 private:
  Result<void> put_aside(const std::string& name, std::string_view where, const std::string& reason) const;

  std::string folder_;
};

}  // namespace charta::distribution
