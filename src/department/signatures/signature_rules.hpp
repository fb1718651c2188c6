// SPDX-License-Identifier: Apache-2.0
// What a signature may mean, and whose signature asks for another one: dated rules with their sources. Pure.
// Source: 21 CFR 11.50(a) (name, time and meaning of a signing); 42 CFR 482.24(c)(1) (authenticated by the person responsible).
#pragma once
#include "base/result.hpp"
#include "record/rules/rule_pack.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::signatures {

/// By what a signer stands to the document that they sign.
enum class Stand { author, attending, recorder, provider, reader, amender };
std::string_view stand_code(Stand stand);  ///< author, attending, recorder, provider, reader, amender

/// One meaning of a signature. `statement` is what the signer says by it, word for word as it is shown and kept.
struct Meaning {
  std::string code;       ///< author, co-signer, teaching-physician, scribe, …
  std::string title;      ///< "Author"
  std::string statement;  ///< "I wrote this document …"
  std::string e1762;      ///< the code of ASTM E1762-95 that FHIR Signature.type carries
  Stand stand = Stand::author;
  bool finalizes = false;              ///< the document is authenticated by it
  std::vector<std::string> standings;  ///< who may sign so: attending, resident, scribe, …
  std::string citation, rule;

  bool is_for(std::string_view standing) const;
};

/// What an account is in the medical staff: the medical staff office says it, not a role of the program.
struct Standing {
  std::string code, title;
  std::string needs;  ///< the meaning that must follow the signature of such a person; empty: it stands alone
};

/// Rules `signatures/meanings` and `signatures/standings`.
struct SignatureRules {
  std::vector<Meaning> meanings;
  std::vector<Standing> standings;
  std::string reference;

  const Meaning* meaning(std::string_view code) const;
  const Standing* standing(std::string_view code) const;
  /// Errors: `not_found` (no such rule in force), `invalid`, naming rule and element.
  static Result<SignatureRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::signatures
