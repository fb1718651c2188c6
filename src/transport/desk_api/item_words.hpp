// SPDX-License-Identifier: Apache-2.0
// What an item of any queue is about, in the few words that a list has room for.
#pragma once
#include "record/worklists/work_item.hpp"

#include <string>

namespace charta::desk_api {

/// Read from what the queue shows of the item; empty where it has none. The title is never empty.
struct ItemWords {
  std::string title;   ///< the document, the service, the message's type; else the queue's own word
  std::string source;  ///< the department, the sender, the batch it comes from
  std::string number;  ///< the order's, or the message's control id
  std::string named;   ///< the patient's name as it was received
};
ItemWords words_of(const worklists::WorkItem& item);

}  // namespace charta::desk_api
