// SPDX-License-Identifier: Apache-2.0
// Copies read through FHIR, beside the Communications that clients wrote; and the channel `fhir-communication`, which is that
// reading.
#pragma once
#include "department/distribution/communication.hpp"
#include "department/distribution/distribution_service.hpp"

#include <functional>
#include <set>

namespace charta::distribution {

/// Whether this is the client for which a copy lies ready: its account is the copy's address.
using IsClient = std::function<Result<bool>(const access::Actor&, const Copy&)>;

/// The repository shares Communication with this: ids of its own; searches by subject, patient, about, identifier, status,
/// recipient:identifier. A client that reads its own copy by its id has it: that is its receipt.
class CommunicationFace {
 public:
  CommunicationFace(DistributionService& distribution, store::Store& store, resources::ResourceService& resources,
                    patient_index::PatientIndexService& index, ledger::Ledger& ledger, IsClient is_client)
      : distribution_(distribution),
        store_(store),
        resources_(resources),
        index_(index),
        ledger_(ledger),
        is_client_(std::move(is_client)) {}

  Result<std::string> read(const access::Actor& actor, CopyId copy);
  Result<std::string> search(const access::Actor& actor, const resources::SearchRequest& request);

 private:
  struct Asked;
  Result<Asked> asked(store::Reader& reader, const access::Actor& actor, std::string_view query);
  Result<void> add_parameter(store::Reader& reader, const std::string& name, const std::string& value, Asked& into);
  Result<std::vector<Copy>> found(store::Reader& reader, const access::Actor& actor, const Asked& asked);
  /// The copy as it was marked when it was made, and its document as it is marked now.
  Result<bool> sees(store::Reader& reader, const access::Actor& actor, const Copy& copy);
  Result<std::string> printed(store::Reader& reader, const Copy& copy);
  Result<std::string> bundle(store::Reader& reader, const resources::SearchRequest& request, const Asked& asked,
                             const std::vector<Copy>& copies, std::set<PatientId>& shown);
  Result<void> note(const access::Actor& actor, CopyId copy, PatientId patient);

  DistributionService& distribution_;
  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  ledger::Ledger& ledger_;
  IsClient is_client_;
};

resources::Share communication_share(std::shared_ptr<CommunicationFace> face);

}  // namespace charta::distribution
