// SPDX-License-Identifier: Apache-2.0
// What every answer about signatures writes alike.
#pragma once
#include "department/signatures/my_list.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {

void write_signature(json::Writer& out, const Desk& desk, const signatures::Signature& one);
void write_amendment(json::Writer& out, const signatures::Amendment& one);
void write_correction(json::Writer& out, const Desk& desk, const signatures::Correction& one);
void write_named_staff(json::Writer& out, std::string_view name, const signatures::StaffMember& who);
/// The same person once more, by their password: a signature is always that of whoever is signed in.
Result<void> confirm_signer(const Desk& desk, const http::Request& request, const Body& body);
/// {type, id} of a member of the body; the type may be left out. Errors: `missing`.
struct NamedDocument {
  std::string type, id;
};
Result<NamedDocument> document_named(json::Value value, std::string_view name);

}  // namespace charta::desk_api
