# Language, warnings and optimisation. Warnings are errors in every preset that a developer uses.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

# One tree for ./run and ./test: quick to build, assertions on; modules marked HOT get -O2 (see Modules.cmake).
set(CMAKE_CXX_FLAGS_DEV "-Og -g1 -DCHARTA_ASSERTIONS=1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DCHARTA_ASSERTIONS=1")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g -DCHARTA_ASSERTIONS=1")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Dev)
endif()
# A failed expectation names its own line: the tests of the dev tree need no debugging information. Half of a full build is tests,
# and a quarter of that is spent on making them quick: they run for seconds.
set(charta_test_options "")
if(CMAKE_BUILD_TYPE STREQUAL "Dev" AND NOT CHARTA_SANITIZE)
  set(charta_test_options -Og -g0)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -fno-omit-frame-pointer
                    -fstack-protector-strong)
option(CHARTA_WERROR "Warnings are errors" ON)
if(CHARTA_WERROR)
  add_compile_options(-Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these falsely through inlined standard library code.
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-dangling-pointer)
  # The compiler lets its memory grow to 600 MB before it looks for what it can free: an eighth of a file's time.
  add_compile_options(--param=ggc-min-heapsize=600000)
endif()

find_program(CHARTA_CCACHE ccache)
if(CHARTA_CCACHE)
  # The sloppiness that precompiled headers need; ccache's manual, "Precompiled headers"; a miss is
  # compiled once, without preprocessing it first ("depend mode").
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_DEPEND=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CHARTA_CCACHE})
endif()
find_program(CHARTA_MOLD mold)
if(CHARTA_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=mold)
endif()
