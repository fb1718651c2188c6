// SPDX-License-Identifier: Apache-2.0
// What each command does; the table in commands.cpp names them.
#pragma once
#include "app/arguments.hpp"

namespace charta::app {

Result<void> serve(const Arguments& arguments);
Result<void> demo(const Arguments& arguments);
Result<void> user_add(const Arguments& arguments);
Result<void> user_list(const Arguments& arguments);
Result<void> user_disable(const Arguments& arguments);
Result<void> user_token(const Arguments& arguments);
Result<void> import_hl7(const Arguments& arguments);
Result<void> import_fhir(const Arguments& arguments);
Result<void> cover_sheets(const Arguments& arguments);
Result<void> downtime_build(const Arguments& arguments);
Result<void> import_scan(const Arguments& arguments);
Result<void> import_dicom(const Arguments& arguments);
Result<void> import_paper(const Arguments& arguments);
Result<void> import_cda(const Arguments& arguments);
Result<void> send_hl7(const Arguments& arguments);
Result<void> codes_import(const Arguments& arguments);
Result<void> codes_fetch(const Arguments& arguments);
Result<void> codes_list(const Arguments& arguments);
Result<void> codes_search(const Arguments& arguments);
Result<void> codes_diff(const Arguments& arguments);
Result<void> group_claims(const Arguments& arguments);
Result<void> search(const Arguments& arguments);
Result<void> index_link(const Arguments& arguments);
Result<void> index_duplicates(const Arguments& arguments);
Result<void> index_documents(const Arguments& arguments);
Result<void> index_train(const Arguments& arguments);
Result<void> verify(const Arguments& arguments);
Result<void> fixity_account(const Arguments& arguments);
Result<void> export_bagit(const Arguments& arguments);
Result<void> backup(const Arguments& arguments);
Result<void> restore(const Arguments& arguments);
Result<void> migrate(const Arguments& arguments);
Result<void> version(const Arguments& arguments);

/// The one word a command takes. Errors: usage.
Result<std::string> only_word(const Arguments& arguments, std::string_view name);

}  // namespace charta::app
