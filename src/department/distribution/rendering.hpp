// SPDX-License-Identifier: Apache-2.0
// A copy as pages: the document's own PDF where it is one, else its words laid out, with what changed since the copy before.
#pragma once
#include "department/distribution/copy.hpp"
#include "department/distribution/word_diff.hpp"

#include <optional>
#include <string>

namespace charta::distribution {

/// Who it is about, as it stands at the head of every page.
struct PageHead {
  std::string patient, birth_date, mrn;
};

/// What the copy says of the one before it.
struct EarlierCopy {
  std::string number;
  Instant sent_at;
  std::string words;
};

/// The words laid out. `before`: the recipient's copy that this one takes the place of; then the changes stand behind, marked.
Bytes words_as_pdf(const Copy& copy, const PageHead& head, std::string_view words, const std::optional<EarlierCopy>& before);
/// That what went out before is not true any more.
Bytes notice_as_pdf(const Copy& notice, const PageHead& head, const EarlierCopy& before);

}  // namespace charta::distribution
