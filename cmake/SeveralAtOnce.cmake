# Several files of one target compiled as one, so that what they share (containers, results, the test framework) is compiled once:
# docs/decisions/0008-several-files-at-once.md.
# A name that two files of one module keep to themselves clashes; tests/architecture/check.py says which.
option(CHARTA_UNITY "Compile several files of a module as one" OFF)
if(CHARTA_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ is silent about a type of the file's own in a class of the "main" file; in a batch every file is an included one.
  add_compile_options(-Wno-subobject-linkage)
endif()

# charta_batches(<variable> <target> <bytes> <root> <source>...) gives what add_library is to be told: the sources, which an editor and the
# precompiled headers still know, and batches that include them by their paths below <root>, an include folder of the target. Each
# batch takes, in the order of the names, up to that many bytes of source: it must compile in the few seconds that the edit of one
# file may cost. The text of a batch depends on the tree alone, not on where it stands, so that ccache knows it in every checkout.
function(charta_batches result target bytes root)
  if(NOT CHARTA_UNITY)
    set(${result} ${ARGN} PARENT_SCOPE)
    return()
  endif()
  set(batches "")
  set(filled 0)
  foreach(source IN LISTS ARGN)
    file(SIZE ${source} size)
    math(EXPR after "${filled} + ${size}")
    if(NOT batches OR after GREATER bytes)
      list(LENGTH batches number)
      set(batch ${CMAKE_CURRENT_BINARY_DIR}/batches/${target}_${number}.cpp)
      list(APPEND batches ${batch})
      set(text_${number} "")
      set(after ${size})
    endif()
    set(filled ${after})
    file(RELATIVE_PATH path ${root} ${source})
    if(path MATCHES "^\\.\\.")
      get_filename_component(path ${source} NAME) # generated, in an include folder of its own
    endif()
    string(APPEND text_${number} "#include \"${path}\"\n")
  endforeach()
  foreach(batch IN LISTS batches)
    list(FIND batches ${batch} number)
    file(CONFIGURE OUTPUT ${batch} CONTENT "${text_${number}}" @ONLY)
  endforeach()
  set_source_files_properties(${ARGN} PROPERTIES HEADER_FILE_ONLY ON)
  set(${result} ${ARGN} ${batches} PARENT_SCOPE)
endfunction()
