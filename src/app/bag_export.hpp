// SPDX-License-Identifier: Apache-2.0
// The record as a folder that is read without this program: FHIR, CSV and the documents in their own bytes.
#pragma once
#include "app/bag_writer.hpp"
#include "base/id.hpp"

#include <vector>

namespace charta::app {

class Hospital;

struct BagOrder {
  std::string folder;
  std::vector<PatientId> patients;  ///< with every record that is linked; empty: everything
};

struct BagAccount {
  std::int64_t files = 0, bytes = 0, resources = 0, versions = 0, documents = 0, unreadable = 0;
};

/// One moment of the record, written in streams; a ledger entry when it is whole. Documents whose bytes cannot be read are named
/// in data/csv/documents.csv and counted. Errors: those of BagWriter.
Result<BagAccount> export_bag(Hospital& hospital, const BagOrder& order);

}  // namespace charta::app
