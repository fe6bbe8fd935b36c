# signet_layer(NAME SOURCES a.cpp ... [USES layer ...] [LINKS library ...])
#
# One folder, one static library, one include directory: a layer sees the headers of the layers it USES and no others,
# so an include against the direction of the architecture does not compile. LINKS are foreign libraries that only the
# layer's own sources see. tests/layering keeps the whole table true.
function(signet_layer name)
  cmake_parse_arguments(layer "" "" "SOURCES;USES;LINKS;PUBLIC_LINKS" ${ARGN})
  add_library(signet_${name} STATIC ${layer_SOURCES})
  add_library(signet::${name} ALIAS signet_${name})
  set_target_properties(signet_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(signet_${name}
    PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>
    PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  list(TRANSFORM layer_USES PREPEND "signet::")
  target_link_libraries(signet_${name} PUBLIC ${layer_USES} ${layer_PUBLIC_LINKS}
                                       PRIVATE $<BUILD_INTERFACE:signet_options> ${layer_LINKS})
endfunction()
