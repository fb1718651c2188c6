// SPDX-License-Identifier: Apache-2.0
#include "record/resources/dictionary.hpp"

#ifdef CHARTA_RESOURCE_DICTIONARY
// The assembler includes the file: no generated source, nothing to load or to lose at run time.
asm(".section .rodata\n"
    ".balign 16\n"
    "charta_resource_dictionary:\n"
    ".incbin \"" CHARTA_RESOURCE_DICTIONARY
    "\"\n"
    "charta_resource_dictionary_end:\n"
    ".byte 0\n"
    ".text\n");
extern "C" const char charta_resource_dictionary[];
extern "C" const char charta_resource_dictionary_end[];
#endif

namespace charta::resources {

std::string_view shipped_dictionary() {
#ifdef CHARTA_RESOURCE_DICTIONARY
  return {charta_resource_dictionary, static_cast<std::size_t>(charta_resource_dictionary_end - charta_resource_dictionary)};
#else
  return {};
#endif
}

}  // namespace charta::resources
