# The standard library and the few headers of libraries that nearly every file reads, compiled once for each set of options:
# charta_precompile(<target> [HOT] [TESTS]). Headers of Charta are not among them, so that a change to one compiles what uses it
# and nothing else. A file still includes what it names: the fuzz and tidy presets build without this.
option(CHARTA_PRECOMPILE "Compile common headers once" ON)

set(charta_common_headers
    <algorithm> <array> <atomic> <charconv> <chrono> <cstdint> <cstring> <deque> <filesystem> <fstream> <functional> <map> <memory>
    <mutex> <optional> <set> <span> <string> <string_view> <thread> <unordered_map> <utility> <vector> <boost/system/result.hpp>
    <fmt/format.h>)

function(charta_declare_precompiled name)
  cmake_parse_arguments(arg "" "" "HEADERS;OPTIONS;LIBRARIES" ${ARGN})
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled/${name}.cpp CONTENT "// Only the headers are wanted.\n")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/precompiled/${name}.cpp)
  target_link_libraries(${name} PRIVATE charta_externals ${arg_LIBRARIES})
  target_compile_options(${name} PRIVATE ${arg_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
endfunction()

if(CHARTA_PRECOMPILE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-fpch-preprocess)  # ccache asks for it
  charta_declare_precompiled(charta_precompiled HEADERS ${charta_common_headers})
  charta_declare_precompiled(charta_precompiled_hot HEADERS ${charta_common_headers} OPTIONS -O2)
  if(CHARTA_TESTS OR NOT DEFINED CHARTA_TESTS)
    charta_declare_precompiled(charta_precompiled_tests HEADERS ${charta_common_headers} <gtest/gtest.h> <gmock/gmock.h>
                               OPTIONS ${charta_test_options}
                               LIBRARIES GTest::gtest GTest::gmock)
  endif()
endif()

function(charta_precompile target)
  cmake_parse_arguments(arg "HOT;TESTS" "" "" ${ARGN})
  set(headers charta_precompiled)
  if(arg_TESTS)
    set(headers charta_precompiled_tests)
  elseif(arg_HOT AND CMAKE_BUILD_TYPE STREQUAL "Dev")
    set(headers charta_precompiled_hot)
  endif()
  if(TARGET ${headers})
    target_precompile_headers(${target} REUSE_FROM ${headers})
  endif()
endfunction()
