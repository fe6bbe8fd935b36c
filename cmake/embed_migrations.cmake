# cmake -DFOLDER=... -DOUTPUT=... -P embed_migrations.cmake
#
# Writes a C++ file with every NNNN_name.sql of FOLDER: version, name, SHA-256 of the file, and its text. The numbers
# begin at 1 and have no gap: two branches that both add 0007 must not build together.
file(GLOB files "${FOLDER}/*.sql")
list(SORT files)

set(rows "")
set(expected 1)
foreach(file IN LISTS files)
  get_filename_component(base "${file}" NAME_WE)
  if(NOT base MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$")
    message(FATAL_ERROR "${file}: migrations are called NNNN_name.sql")
  endif()
  set(name "${CMAKE_MATCH_2}")
  math(EXPR version "1${CMAKE_MATCH_1} - 10000")
  if(NOT version EQUAL expected)
    message(FATAL_ERROR "${file}: the next migration must have the number ${expected}")
  endif()
  math(EXPR expected "${expected} + 1")
  file(SHA256 "${file}" hash)
  file(READ "${file}" text)
  string(APPEND rows "    {${version}, \"${name}\", \"${hash}\", R\"sql(${text})sql\"},\n")
endforeach()
if(NOT rows)
  message(FATAL_ERROR "${FOLDER} holds no migrations")
endif()

file(WRITE "${OUTPUT}.new" "// Made by cmake/embed_migrations.cmake.
#include \"sqlite/migrations.hpp\"

#include <array>

namespace signet::store {

std::span<const EmbeddedMigration> embedded_migrations() {
  static constexpr auto kMigrations = std::to_array<EmbeddedMigration>({
${rows}  });
  return kMigrations;
}

}  // namespace signet::store
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
