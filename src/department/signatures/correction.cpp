// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/correction.hpp"

namespace charta::signatures {
namespace {

using access::Permission;

constexpr auto types_it = Permission::file_documents;
constexpr auto signs_it = Permission::sign_documents;
constexpr worklists::Transition correction_steps[] = {
    {"requested", "begin", "in-transcription", "", types_it},
    {"requested", "return", "to-review", "has-new-version", types_it},
    {"in-transcription", "return", "to-review", "has-new-version", types_it},
    {"to-review", "approve", "approved", "is-signed", signs_it},
    {"to-review", "ask-again", "requested", "is-asked-again", signs_it},
    {"requested", "withdraw", "withdrawn", "is-withdrawn", signs_it},
    {"in-transcription", "withdraw", "withdrawn", "is-withdrawn", signs_it},
    {"to-review", "withdraw", "withdrawn", "is-withdrawn", signs_it},
};
constexpr std::string_view correction_ends[] = {"approved", "withdrawn"};
constexpr std::string_view correction_cancelled[] = {"withdrawn"};
constexpr worklists::Title correction_titles[] = {{"requested", "Sent back to transcription"},
                                                  {"in-transcription", "Being written anew"},
                                                  {"to-review", "With the physician again"},
                                                  {"approved", "Signed"},
                                                  {"begin", "Begin to write it anew"},
                                                  {"return", "A new version is there"},
                                                  {"approve", "It was signed"},
                                                  {"ask-again", "Still wrong"},
                                                  {"withdraw", "Not wrong after all"}};

}  // namespace

const worklists::StateMachine& correction_machine() {
  static constexpr worklists::StateMachine machine{
      "document-correction", "Corrections of documents", "requested", correction_steps, correction_ends,
      correction_cancelled,  Permission::read_record,    false,       correction_titles};
  return machine;
}

bool is_with_transcription(std::string_view state) {
  return state == "requested" || state == "in-transcription";
}

}  // namespace charta::signatures
