// SPDX-License-Identifier: Apache-2.0
// A visit or a document that stood with the wrong patient: what goes along, and what changes in it. Pure.
// A move is a new version of each piece and a trace in both charts; it is not a merge, and it can be taken back.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"
#include "formats/json/json.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::record_moves {

using MoveId = Id<struct MoveTag>;

struct Piece {
  ResourceId resource;
  std::string type, id;      ///< FHIR
  std::int64_t version = 0;  ///< the first version that stands with the new record
  std::string left_behind;   ///< JSON: what referred to a visit that stayed, for the way back
};

struct RecordMove {
  MoveId id;
  PatientId from, to;
  std::string root_type, root_id, title;
  std::string origin;  ///< "desk", or the trigger of the message
  std::string reason, note;
  UserId moved_by;
  MessageId message;
  Instant at;
  MoveId takes_back, taken_back_by;
  std::vector<Piece> pieces;
};

/// A resource of the record that something is taken from, as far as choosing goes.
struct Belonging {
  std::string type, id;
  std::vector<std::string> encounters;  ///< the visits it refers to: "Encounter/7"
  std::vector<std::string> parts;       ///< what it is made of: results, attached Binaries
  std::vector<std::string> based_on;    ///< the orders it answers
};
Belonging belonging_of(json::Value resource);

/// What goes along with the chosen ones: what belongs to a visit that goes, the parts of a report or document that goes, what
/// answers an order that goes. "Type/id" of each, the chosen ones among them.
std::set<std::string> going_along(const std::vector<Belonging>& record, const std::set<std::string>& chosen);

/// Makes every reference to `from` one to `to`, and takes away those to visits that stay. Answers what was taken away, as JSON
/// (empty: nothing).
std::string change_patient(json::Document& document, json::Value resource, std::string_view from, std::string_view to,
                           const std::set<std::string>& going);
/// The way back: the references that change_patient() took away.
void put_back(json::Document& document, json::Value resource, std::string_view left_behind);

/// The visit's account number from now on; the one before stays, marked old.
void change_account(hl7v2_fhir::Elements& make, json::Value encounter, const hl7v2_fhir::EntityId& account);

}  // namespace charta::record_moves
