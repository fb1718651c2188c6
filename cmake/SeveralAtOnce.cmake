# Several files of one target compiled as one ("unity build"), so that what they share (containers, results, the test framework) is
# compiled once: docs/decisions/0008-several-files-at-once.md. charta_unite(<target> <bytes> <source>...) fills each batch, in the order
# of the names, up to that many bytes of source: a batch must compile in the few seconds that an edit of one file may cost.
# A name that two files of one module keep to themselves clashes; tests/architecture/check.py says which.
option(CHARTA_UNITY "Compile several files of a module as one" OFF)

function(charta_unite target bytes)
  if(NOT CHARTA_UNITY)
    return()
  endif()
  set(batch 0)
  set(filled 0)
  foreach(source IN LISTS ARGN)
    get_filename_component(path ${source} ABSOLUTE)
    file(SIZE ${path} size)
    math(EXPR filled "${filled} + ${size}")
    if(filled GREATER bytes AND NOT filled EQUAL size)
      math(EXPR batch "${batch} + 1")
      set(filled ${size})
    endif()
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${batch})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # g++ is silent about a type of the file's own in a class of the "main" file; in a batch every file is an included one.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()
