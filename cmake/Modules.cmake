# charta_module(<name> LAYER <layer> [DEPENDS <sibling>...] [LIBRARIES <target>...] [ALONE <file>...] [HOT] [OWN_OPTIONS])
#
# Declares one folder of the house: a static library of its *.cpp, which may include every layer below its own and the named
# siblings; tests/*.cpp become part of the layer's one test binary. tests/architecture reads the same lines and compares them
# with the #includes. HOT modules are compiled with -O2 in the dev tree; those with OWN_OPTIONS
# cannot share precompiled headers; a file with options of its own is compiled ALONE.
set(CHARTA_LAYERS base formats store record department transport app)

foreach(layer IN LISTS CHARTA_LAYERS)
  add_library(charta_layer_${layer} INTERFACE)
endforeach()

# schema/NNNN_<noun>.sql of a module, embedded as store::Migration values: #include "<name>_schema.hpp", charta::<name>_schema().
function(charta_embed_schema name result)
  file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/schema/*.sql)
  set(${result} "" PARENT_SCOPE)
  if(NOT migrations)
    return()
  endif()
  list(SORT migrations)
  set(rows "")
  foreach(migration IN LISTS migrations)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migration})
    get_filename_component(stem ${migration} NAME_WE)
    string(REGEX MATCH "^([0-9]+)_(.*)$" matched ${stem})
    if(NOT matched)
      message(FATAL_ERROR "${migration}: a migration is named NNNN_<noun>.sql")
    endif()
    set(number ${CMAKE_MATCH_1})
    set(noun ${CMAKE_MATCH_2})
    string(REGEX REPLACE "^0+" "" number ${number})
    file(READ ${migration} sql)
    string(APPEND rows "    {\"${name}\", ${number}, \"${noun}\", R\"charta_sql(${sql})charta_sql\"},\n")
  endforeach()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/generated)
  file(CONFIGURE OUTPUT ${folder}/${name}_schema.hpp CONTENT
"#pragma once
#include <span>

#include \"store/migration.hpp\"

namespace charta {
std::span<const store::Migration> ${name}_schema();
}
" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${name}_schema.cpp CONTENT
"#include \"${name}_schema.hpp\"

namespace charta {
std::span<const store::Migration> ${name}_schema() {
  static constexpr store::Migration migrations[] = {
@rows@  };
  return migrations;
}
}  // namespace charta
" @ONLY)
  set(${result} ${folder}/${name}_schema.cpp PARENT_SCOPE)
endfunction()

function(charta_module name)
  cmake_parse_arguments(arg "HOT;OWN_OPTIONS" "LAYER" "DEPENDS;LIBRARIES;ALONE" ${ARGN})
  list(FIND CHARTA_LAYERS ${arg_LAYER} rank)
  if(rank EQUAL -1)
    message(FATAL_ERROR "charta_module(${name}): unknown layer ${arg_LAYER}")
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(TRANSFORM arg_ALONE PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(REMOVE_ITEM sources ${arg_ALONE})
  charta_embed_schema(${name} schema_source)
  list(APPEND sources ${schema_source})
  set(library charta_${name})
  if(sources)
    charta_batches(compiled ${library} 50000 ${CMAKE_SOURCE_DIR}/src ${sources})
    add_library(${library} STATIC ${compiled} ${arg_ALONE})
    set(scope PUBLIC)
  else()
    add_library(${library} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${library} ${scope} ${CMAKE_SOURCE_DIR}/src ${CMAKE_CURRENT_BINARY_DIR}/generated)
  target_link_libraries(${library} ${scope} charta_externals ${arg_LIBRARIES})
  if(arg_HOT AND sources AND CMAKE_BUILD_TYPE STREQUAL "Dev")
    target_compile_options(${library} PRIVATE -O2)
  endif()
  foreach(sibling IN LISTS arg_DEPENDS)
    target_link_libraries(${library} ${scope} charta_${sibling})
  endforeach()
  if(sources AND arg_HOT AND NOT arg_OWN_OPTIONS)
    charta_precompile(${library} HOT)
  elseif(sources AND NOT arg_OWN_OPTIONS)
    charta_precompile(${library})
  endif()
  math(EXPR below "${rank} - 1")
  if(below GREATER_EQUAL 0)
    foreach(index RANGE ${below})
      list(GET CHARTA_LAYERS ${index} lower)
      target_link_libraries(${library} ${scope} charta_layer_${lower})
    endforeach()
  endif()
  target_link_libraries(charta_layer_${arg_LAYER} INTERFACE ${library})

  file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/*.cpp)
  if(tests AND CHARTA_TESTS)
    charta_batches(compiled ${library}_tests 50000 ${CMAKE_SOURCE_DIR}/src ${tests})
    add_library(${library}_tests OBJECT ${compiled})
    target_link_libraries(${library}_tests PRIVATE ${library} GTest::gtest GTest::gmock)
    target_include_directories(${library}_tests PRIVATE ${CMAKE_SOURCE_DIR})
    if(rank GREATER 1)
      target_link_libraries(${library}_tests PRIVATE charta_test_support)
    endif()
    target_compile_options(${library}_tests PRIVATE -Wno-conversion ${charta_test_options})
    charta_precompile(${library}_tests TESTS)
    target_compile_definitions(${library}_tests PRIVATE CHARTA_MODULE_FOLDER="${CMAKE_CURRENT_SOURCE_DIR}" CHARTA_SOURCE_FOLDER="${CMAKE_SOURCE_DIR}")
    set_property(GLOBAL APPEND PROPERTY CHARTA_TESTS_${arg_LAYER} ${library}_tests)
    set_property(GLOBAL APPEND PROPERTY CHARTA_TESTED_${arg_LAYER} ${library})
  endif()
endfunction()

# The tests of a layer; those that wait longest for databases and disks run in parts, side by side (gtest's shards).
function(charta_add_test layer)
  set(parts 1)
  if(layer MATCHES "^(app|department)$")
    set(parts 3)
  endif()
  foreach(part RANGE 1 ${parts})
    set(name ${layer})
    if(parts GREATER 1)
      set(name ${layer}_${part}_of_${parts})
    endif()
    math(EXPR index "${part} - 1")
    add_test(NAME ${name} COMMAND tests_${layer})
    set_tests_properties(${name} PROPERTIES TIMEOUT 900 COST ${parts} ENVIRONMENT "GTEST_TOTAL_SHARDS=${parts};GTEST_SHARD_INDEX=${index}")
  endforeach()
endfunction()

# One test binary per layer: tests_base, tests_formats, ...
function(charta_finish_modules)
  if(NOT CHARTA_TESTS)
    return()
  endif()
  foreach(layer IN LISTS CHARTA_LAYERS)
    get_property(objects GLOBAL PROPERTY CHARTA_TESTS_${layer})
    get_property(tested GLOBAL PROPERTY CHARTA_TESTED_${layer})
    if(objects)
      add_executable(tests_${layer})
      list(FIND CHARTA_LAYERS ${layer} rank)
      if(rank GREATER 1)
        target_link_libraries(tests_${layer} PRIVATE charta_test_support)
      endif()
      target_link_libraries(tests_${layer} PRIVATE ${objects} ${tested} GTest::gtest GTest::gmock GTest::gtest_main)
      charta_add_test(${layer})
    endif()
  endforeach()
endfunction()
