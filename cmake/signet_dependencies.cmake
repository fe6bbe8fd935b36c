# Where each library comes from. scripts/install-deps puts all of them in place.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)

# ML-DSA came with OpenSSL 3.5. Debian 12 has 3.0: there install-deps keeps a private static build in the cache folder.
# It is linked whole into our binaries and its symbols stay hidden: it never meets the system's libcrypto in one process.
if(NOT OPENSSL_ROOT_DIR)
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/scripts/install-deps" --print-openssl-root
                  OUTPUT_VARIABLE signet_private_openssl OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(signet_private_openssl)
    set(OPENSSL_ROOT_DIR "${signet_private_openssl}")
    set(OPENSSL_USE_STATIC_LIBS TRUE)
  endif()
endif()
find_package(OpenSSL 3.5 REQUIRED)
if(OPENSSL_USE_STATIC_LIBS)
  target_link_options(OpenSSL::Crypto INTERFACE "LINKER:--exclude-libs,libcrypto.a:libssl.a")
  target_link_libraries(OpenSSL::Crypto INTERFACE Threads::Threads ${CMAKE_DL_LIBS})
endif()

# Verifies ML-DSA several times as fast; packaged nowhere yet, so it is asked for and never found by chance.
if(SIGNET_WITH_LIBOQS)
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/scripts/install-deps" --print-liboqs-root
                  OUTPUT_VARIABLE signet_liboqs OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  find_library(SIGNET_LIBOQS_LIBRARY oqs HINTS "${signet_liboqs}/lib" REQUIRED)
  find_path(SIGNET_LIBOQS_INCLUDE oqs/oqs.h HINTS "${signet_liboqs}/include" REQUIRED)
  # It leaves out the bound on z, FIPS 204 algorithm 8 line 13: github.com/pq-crystals/dilithium/issues/113.
  file(STRINGS "${SIGNET_LIBOQS_LIBRARY}" wrong_code REGEX "pqcrystals_ml_dsa_65_avx2_verify" LIMIT_COUNT 1)
  if(wrong_code)
    message(FATAL_ERROR "${SIGNET_LIBOQS_LIBRARY} verifies ML-DSA with AVX2 code of pq-crystals that takes signatures "
                        "which FIPS 204 refuses: use a release of liboqs without it")
  endif()
  add_library(OQS::oqs UNKNOWN IMPORTED)
  set_target_properties(OQS::oqs PROPERTIES IMPORTED_LOCATION "${SIGNET_LIBOQS_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${SIGNET_LIBOQS_INCLUDE}")
endif()

find_package(Boost 1.81 CONFIG REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt 9 REQUIRED)
if(SIGNET_BUILD_SERVER)
  find_package(SQLite3 3.40 REQUIRED)
  find_package(spdlog REQUIRED)
  pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
endif()
find_package(CLI11 REQUIRED)
if(SIGNET_BUILD_TESTS OR SIGNET_BUILD_FUZZERS)
  find_package(GTest REQUIRED)
endif()
if(SIGNET_BUILD_BENCHMARKS)
  find_package(benchmark)  # for benchmarks/micro alone
endif()
