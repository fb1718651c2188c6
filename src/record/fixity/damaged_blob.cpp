// SPDX-License-Identifier: Apache-2.0
#include "record/fixity/damaged_blob.hpp"

#include "formats/json/json.hpp"

namespace charta::fixity {
namespace {

using access::Permission;
using store::BlobCopy;

constexpr worklists::Transition steps[] = {
    {"open", "look", "whole-again", "bytes-are-whole", Permission::work_worklists},
    {"open", "give-up", "lost", "", Permission::waive_work, true},
};
constexpr std::string_view final_states[] = {"whole-again", "lost"};
constexpr std::string_view cancelled_states[] = {"lost"};
constexpr worklists::Title titles[] = {
    {"look", "Look again"}, {"give-up", "Give up: the bytes are lost"}, {"lost", "Lost for good"}};

std::string_view in_words(BlobCopy copy) {
  if (copy == BlobCopy::damaged) return "damaged";
  if (copy == BlobCopy::missing) return "missing";
  return copy == BlobCopy::away ? "not there" : "whole";
}

}  // namespace

const worklists::StateMachine& damaged_blob_machine() {
  static constexpr worklists::StateMachine machine{"damaged-blob",   "Damaged originals",     "open", steps, final_states,
                                                   cancelled_states, Permission::read_record, false,  titles};
  return machine;
}

std::string state_in_words(const store::InspectedBlob& seen) {
  const std::string mirror = seen.mirror == BlobCopy::away ? "there is no mirror to take them from"
                                                           : "the copy in the mirror is " + std::string(in_words(seen.mirror));
  return "The bytes in the record are " + std::string(in_words(seen.first)) + " and " + mirror +
         ". Bring them back from a backup, then look again.";
}

std::string detail_of(const Digest& digest, const store::InspectedBlob& seen, const std::vector<Touched>& touched) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member(
      "title", touched.empty() ? std::string("Bytes that nothing refers to") : touched[0].what + " " + touched[0].name);
  out.member("digest", digest.hex()).member("says", state_in_words(seen));
  out.member("first", store::copy_code(seen.first)).member("mirror", store::copy_code(seen.mirror));
  out.key("touched").begin_array();
  for (const auto& one : touched) {
    out.begin_object().member("what", one.what).member("name", one.name).member("link", one.link);
    if (one.patient.is_set()) out.member("patient", one.patient.text());
    out.end_object();
  }
  out.end_array().end_object();
  return text;
}

}  // namespace charta::fixity
