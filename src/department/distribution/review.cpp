// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/review.hpp"

namespace charta::distribution {
namespace {

using access::Permission;
using worklists::Title;
using worklists::Transition;

constexpr auto read_it = Permission::work_worklists;
constexpr auto mend = Permission::file_documents;

constexpr Transition review_steps[] = {
    {"to-review", "open", "opened", "is-opened", read_it},
    {"to-review", "approve", "approved", "is-approved", read_it},
    {"opened", "approve", "approved", "is-approved", read_it},
    {"to-review", "request-corrections", "corrections-requested", "has-corrections", read_it},
    {"opened", "request-corrections", "corrections-requested", "has-corrections", read_it},
    {"to-review", "not-mine", "rejected", "is-rejected", read_it, true},
    {"opened", "not-mine", "rejected", "is-rejected", read_it, true},
    {"rejected", "reassign", "reassigned", "is-reassigned", mend},
    {"corrections-requested", "new-version", "re-transcribed", "is-settled", mend},
    {"corrections-requested", "leave-as-is", "left-as-is", "", mend, true},
    {"rejected", "leave-as-is", "left-as-is", "", mend, true},
    {"to-review", "supersede", "superseded", "is-settled", mend},
    {"opened", "supersede", "superseded", "is-settled", mend},
    {"rejected", "supersede", "superseded", "is-settled", mend},
};
constexpr std::string_view review_ends[] = {"approved", "re-transcribed", "reassigned", "left-as-is", "superseded"};
constexpr std::string_view review_cancelled[] = {"superseded"};
constexpr Title review_titles[] = {{"to-review", "To review"},
                                   {"rejected", "Not theirs"},
                                   {"re-transcribed", "Written anew"},
                                   {"superseded", "Another version, or none, stands in its place"},
                                   {"open", "Read"},
                                   {"not-mine", "Not mine"},
                                   {"new-version", "Written anew"},
                                   {"supersede", "Its place is taken"},
                                   {"leave-as-is", "Leave it as it is"},
                                   {"left-as-is", "Left as it is"}};

constexpr Transition failed_steps[] = {
    {"failed", "send-again", "sent-again", "is-owed-again", mend},
    {"failed", "give-up", "given-up", "is-given-up", mend, true},
    {"failed", "cause-gone", "cause-gone", "is-not-failed", mend},
    {"unknown", "name-way", "sent-again", "is-known", mend},
    {"unknown", "give-up", "given-up", "", mend, true},
    {"unknown", "cause-gone", "cause-gone", "nobody-waits", mend},
};
constexpr std::string_view failed_ends[] = {"sent-again", "given-up", "cause-gone"};
constexpr std::string_view failed_cancelled[] = {"given-up", "cause-gone"};
constexpr Title failed_titles[] = {{"failed", "Could not be sent"}, {"unknown", "Nobody knows how to reach them"},
                                   {"send-again", "Send again"},    {"name-way", "Say how they are reached"},
                                   {"give-up", "Give up"},          {"cause-gone", "Not needed any more"}};

constexpr Transition recall_steps[] = {
    {"asked", "destroyed", "destroyed", "is-recalled", mend},
    {"asked", "returned", "returned", "is-recalled", mend},
    {"asked", "not-found", "not-found", "is-unrecovered", mend},
};
constexpr std::string_view recall_ends[] = {"destroyed", "returned", "not-found"};
constexpr Title recall_titles[] = {
    {"asked", "Asked back"}, {"destroyed", "Destroyed"}, {"returned", "Came back"}, {"not-found", "Nobody finds it"}};

}  // namespace

const worklists::StateMachine& document_review_machine() {
  static constexpr worklists::StateMachine machine{
      "document-review", "Reports to review",     "to-review", review_steps, review_ends,
      review_cancelled,  Permission::read_record, false,       review_titles};
  return machine;
}

const worklists::StateMachine& failed_copy_machine() {
  static constexpr worklists::StateMachine machine{
      "failed-copy",    "Copies that were not sent", "failed", failed_steps, failed_ends,
      failed_cancelled, Permission::read_record,     false,    failed_titles};
  return machine;
}

const worklists::StateMachine& copy_recall_machine() {
  static constexpr worklists::StateMachine machine{
      "copy-recall", "Copies asked back", "asked", recall_steps, recall_ends, {}, Permission::read_record, false, recall_titles};
  return machine;
}

bool holds(std::string_view guard, const Copy& copy) {
  if (guard == "is-opened") return copy.opened_at.has_value();
  if (guard == "is-approved") return copy.action == "approved";
  if (guard == "has-corrections") return copy.action == "corrections-requested";
  if (guard == "is-rejected") return copy.action == "rejected";
  if (guard == "is-reassigned") return copy.action == "reassigned";
  if (guard == "is-settled") return !copy.is_current();
  if (guard == "is-owed-again") return copy.state == CopyState::owed || copy.state == CopyState::delivered;
  if (guard == "is-given-up") return copy.action == "given-up";
  if (guard == "is-not-failed") return copy.state != CopyState::failed;
  if (guard == "is-recalled") return copy.state == CopyState::recalled;
  if (guard == "is-unrecovered") return copy.state == CopyState::unrecovered;
  return false;
}

}  // namespace charta::distribution
