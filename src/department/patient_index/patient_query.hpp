// SPDX-License-Identifier: Apache-2.0
// Questions of other systems over HL7 v2: who may this be (PDQ), and under which other numbers is this person known (PIX). Pure.
// Source: IHE ITI TF-2, 3.21 (Patient Demographics Query, QBP^Q22/RSP^K22) and 3.9 (PIX Query, QBP^Q23/RSP^K23).
#pragma once
#include "department/patient_index/demographics.hpp"
#include "formats/hl7v2/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::patient_index {

struct PatientQuery {
  enum class Kind { demographics, identifiers };
  Kind kind = Kind::demographics;
  Demographics who;                  ///< PDQ: what is known of the person
  Identifier number;                 ///< PIX: the number that is known
  std::vector<std::string> domains;  ///< PDQ QPD-8, PIX QPD-4: assigners of which numbers are wanted; empty: all
  std::size_t limit = 25;            ///< RCP-2
};

/// Whether a message is one of the two questions, whatever else is wrong with it.
bool is_patient_query(const hl7v2::Header& header);
/// Errors: `missing` (QPD, or every parameter), `invalid` (a parameter that is not offered), `unknown_code` (PIX: no assigner),
/// each with location.
Result<PatientQuery> read_query(const hl7v2::Message& message, const hl7v2_fhir::Sender& sender);

struct QueryHit {
  Demographics who;
  double probability = 0;           ///< PDQ: QRI-1; 0: found by its number or name alone
  std::vector<std::string> agrees;  ///< PDQ: QRI-2, table 0392
};

struct QueryAnswer {
  std::string_view acknowledgement = "AA", status = "OK";  ///< MSA-1; QAK-2: OK, NF, AE
  std::vector<QueryHit> hits;
  std::string error_code, error_location, error_text;  ///< ERR, when something was wrong
};

/// The whole response, in the delimiters of the question. `control_id`: its own MSH-10.
std::string print_answer(const hl7v2::Message& question, const QueryAnswer& answer, std::string_view control_id,
                         std::string_view at);

/// "urn:oid:1.2.3" -> "&1.2.3&ISO", "urn:charta:assigner:NORTH" -> "NORTH": CX-4.
std::string authority_of(std::string_view system);

}  // namespace charta::patient_index
