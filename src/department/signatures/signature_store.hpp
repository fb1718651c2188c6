// SPDX-License-Identifier: Apache-2.0
// The SQL of signatures: the only file that names signer, signature and signature_request.
#pragma once
#include "department/signatures/signature.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::signatures {

/// A line of who is who: one key of one account.
struct SignerRow {
  UserId account;
  StaffMember known_as;
  std::string standing;
  Instant linked_at;
  UserId linked_by;
};

/// A signature that is awaited.
struct SignatureRequest {
  ResourceId document;
  std::string meaning;
  StaffMember asked;
  Instant asked_at;
  UserId written_by;
};

class SignatureStore {
 public:
  Result<void> add_signer(store::UnitOfWork& work, const SignerRow& row) const;
  Result<bool> remove_signer(store::UnitOfWork& work, const std::string& staff_key) const;
  Result<std::optional<SignerRow>> signer(store::Reader& reader, const std::string& staff_key) const;
  Result<std::vector<SignerRow>> of_account(store::Reader& reader, UserId account) const;
  Result<std::vector<SignerRow>> signers(store::Reader& reader) const;

  Result<void> add(store::UnitOfWork& work, const Signature& one) const;
  Result<std::optional<Signature>> find(store::Reader& reader, SignatureId id) const;
  /// The first first.
  Result<std::vector<Signature>> of_document(store::Reader& reader, ResourceId document) const;
  /// From then on the document says something else than what was signed.
  Result<void> outdate(store::UnitOfWork& work, SignatureId id, Instant at) const;
  Result<void> move(store::UnitOfWork& work, ResourceId document, PatientId patient, int facility,
                    std::uint32_t sensitivity) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;

  /// One more, or the same asked of somebody else.
  Result<void> ask(store::UnitOfWork& work, const SignatureRequest& request) const;
  Result<void> settle(store::UnitOfWork& work, ResourceId document, Instant at) const;  ///< all that were asked about it
  Result<void> settle_one(store::UnitOfWork& work, ResourceId document, const std::string& meaning, Instant at) const;
  Result<std::vector<SignatureRequest>> open_of_document(store::Reader& reader, ResourceId document) const;
  Result<std::vector<SignatureRequest>> open_of(store::Reader& reader, const std::string& staff_key) const;
};

}  // namespace charta::signatures
