# What `cmake --install` puts where: the SDK as a CMake package, the programs in bin.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# With link-time optimisation these hold machine code too: whoever links them may do without, or use another compiler.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  foreach(layer schema crypto client)
    target_compile_options(signet_${layer} PRIVATE -ffat-lto-objects)
  endforeach()
endif()
install(TARGETS signet_schema signet_crypto signet_client EXPORT signet-targets
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT sdk)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/schema/include/" "${PROJECT_SOURCE_DIR}/sdk/crypto/include/"
                  "${PROJECT_SOURCE_DIR}/sdk/client/include/"
        DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT sdk FILES_MATCHING PATTERN "*.hpp")

set(signet_package "${CMAKE_INSTALL_LIBDIR}/cmake/signet")
install(EXPORT signet-targets NAMESPACE signet:: DESTINATION "${signet_package}" COMPONENT sdk)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/signet-config.cmake.in"
                              "${PROJECT_BINARY_DIR}/signet-config.cmake" INSTALL_DESTINATION "${signet_package}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/signet-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/signet-config.cmake" "${PROJECT_BINARY_DIR}/signet-config-version.cmake"
        DESTINATION "${signet_package}" COMPONENT sdk)
